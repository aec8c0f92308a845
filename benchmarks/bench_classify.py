"""Classification, zici against scikit-learn and fastText: accuracy, and documents a CPU second.

    python benchmarks/bench_classify.py [--data DIR] [--fasttext PYTHON] [--seeds 5] [--vectors] [--out DIR]

PYTHON is one with fasttext installed (``pip install fasttext-numpy2-wheel``); without it fastText is left
out. scikit-learn has to be here. One thread each.

Data: comments20k without duplicates and without texts under both labels, 80/20 by seed; ChnSentiCorp, its
training part without these, the test part without texts of the training part (the seeds change the order of
training alone). ``--sets article``: all comments with their duplicates, 15,000 to learn from, as in
kexue.fm/archives/3863, whose LSTM reached .8955; what stands on both sides makes it easier. With ``--out``
the splits are written there, as ``set-seed.json`` with the texts and labels.

scikit-learn: TfidfVectorizer of characters 1 to 3, LinearSVC, both with their defaults. fastText: of GRID the
settings with the best accuracy, and those that train fastest, on a fifth of the training texts of the first
seed (ChnSentiCorp: on its validation part); characters 1 to 3 or words 1 to 2. The words are those that zici
learns and cuts, which counts as part of training and predicting for either. What was chosen is kept in the
folder of ``--out`` and found there by the next run; ``--seeds 0`` does nothing else. zici: TextClassifier
with its defaults, "linear" and "bag", its words learned from the training texts. These defaults were chosen
on folds inside training parts of the comments and of ChnSentiCorp, and on the validation part of this. With
``--vectors`` there is a "bag" too that begins with vectors of words (SVD) of the same training texts.

"train" and "predict" are documents a second of the processor's time, from texts to a model and from texts to
labels; "50 characters" is predict on texts cut off there. The test texts are repeated for that.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import itertools
import json
import lzma
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - it reads these when it is loaded

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
PEER = Path(__file__).with_name("peer_fasttext.py")
GRID = [
    {"tokens": tokens, "lr": rate, "epoch": epochs, "dim": dim}
    for tokens, rate, epochs, dim in itertools.product(("char", "word"), (0.1, 0.3, 0.6), (5, 15), (20, 100))
]
REPEATS = 10_000


class Task(NamedTuple):
    """Texts to learn from and to be asked about, with their classes."""

    seed: int
    train: list[str]
    train_labels: list[int]
    test: list[str]
    test_labels: list[int]


class Result(NamedTuple):
    """Accuracy, and documents a CPU second."""

    accuracy: float
    train: float
    predict: float
    short: float = float("nan")


def main() -> None:
    options = parse()
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "numba", "scikit-learn")
    )
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {versions}", flush=True)
    if options.fasttext:
        print("fastText", ask(options.fasttext, "fasttext-numpy2-wheel"))
    warm()
    data = options.data / "sentiment"
    sets = {
        "comments20k": read_comments(data),
        "ChnSentiCorp": read_chnsenticorp(data),
        "article": read_as_the_article(data),
    }
    for name in options.sets.split(","):
        compare(name, sets[name], options)


def compare(name: str, source: Callable[[int], tuple[Task, Task]], options: argparse.Namespace) -> None:
    results: dict[str, list[Result]] = {}
    settings = choose(name, source(0)[1], options) if options.fasttext else {}
    for seed in range(options.seeds):
        task, _ = source(seed)
        if options.out:
            write(options.out / f"{name}-{seed}.json", task._asdict())
        results.setdefault("LinearSVC", []).append(run_sklearn(task))
        for model in ("linear", "bag", "bag, vectors")[: 3 if options.vectors else 2]:
            results.setdefault(f"zici {model}", []).append(run_zici(task, model))
        found = run_fasttext(options.fasttext, task, list(settings.values())) if settings else []
        for kind, result in zip(settings, found, strict=True):
            results.setdefault(f"fastText {kind}", []).append(result)
    if results:
        print(f"\n{name}: {len(task.train):,} to train, {len(task.test):,} to test, {options.seeds} seeds")
        show(results)
    print("  fastText's settings:", settings, flush=True)


def show(results: dict[str, list[Result]]) -> None:
    ours = results["zici bag"]
    for method, found in results.items():
        accuracy = [result.accuracy for result in found]
        lead = 100 * statistics.mean(a.accuracy - b for a, b in zip(ours, accuracy, strict=True))
        times = statistics.mean(a.train / b.train for a, b in zip(ours, found, strict=True))
        means = [statistics.mean(values) for values in list(zip(*found, strict=True))[1:]]
        print(
            f" {method:18}{statistics.mean(accuracy):.4f} sd {np.std(accuracy):.4f}  bag: {lead:+.2f} points"
            f" and {times:5.2f} times as fast;  train {means[0]:8,.0f}/s  predict {means[1]:8,.0f}/s"
            f"  50 characters {means[2]:8,.0f}/s",
            flush=True,
        )


def choose(name: str, inner: Task, options: argparse.Namespace) -> dict[str, dict]:
    """fastText's settings with the best accuracy, and those that train fastest."""
    path = options.out / f"{name}-fasttext.json" if options.out else None
    if path and path.exists():
        return json.loads(path.read_text(encoding="utf-8"))
    found = run_fasttext(options.fasttext, inner, GRID)
    best = int(np.argmax([result.accuracy for result in found]))
    fastest = int(np.argmax([result.train for result in found]))
    settings = {"best": GRID[best], "fastest": GRID[fastest]}
    if path:
        write(path, settings)
    return settings


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    parser.add_argument("--fasttext", type=Path, help="a Python that has fasttext")
    parser.add_argument("--sets", default="comments20k,ChnSentiCorp")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--vectors", action="store_true", help="a bag with vectors of the same texts too")
    parser.add_argument("--out", type=Path, help="a folder for the splits")
    return parser.parse_args()


def warm() -> None:
    """Compile the kernels, or read them from numba's cache, before anything is measured."""
    for model in ("linear", "bag"):
        run_zici(Task(0, ["好看的书"] * 9, [0, 1, 0] * 3, ["好"], [1]), model)


def read_lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        yield from (line.rstrip("\r\n") for line in file)


def read_comments(folder: Path) -> Callable[[int], tuple[Task, Task]]:
    labels: dict[str, set[int]] = {}
    for label, name in enumerate(("neg", "pos")):
        for line in read_lines(folder / f"comments20k_{name}.txt.xz"):
            if line.strip():
                labels.setdefault(line.strip(), set()).add(label)
    pairs = sorted((text, min(found)) for text, found in labels.items() if len(found) == 1)

    def split(seed: int) -> tuple[Task, Task]:
        order = np.random.default_rng(seed).permutation(len(pairs))
        fifth = len(pairs) // 5
        train, test = [pairs[k] for k in order[fifth:]], [pairs[k] for k in order[:fifth]]
        inner = len(train) // 5
        return make_task(seed, train, test), make_task(seed, train[inner:], train[:inner])

    return split


def read_as_the_article(folder: Path) -> Callable[[int], tuple[Task, Task]]:
    """All comments, those that come twice too: 15,000 to learn from, the rest to test."""
    pairs = [
        (line.strip(), label)
        for label, name in enumerate(("neg", "pos"))
        for line in read_lines(folder / f"comments20k_{name}.txt.xz")
        if line.strip()
    ]

    def split(seed: int) -> tuple[Task, Task]:
        order = np.random.default_rng(seed).permutation(len(pairs))
        train, test = [pairs[k] for k in order[:15_000]], [pairs[k] for k in order[15_000:]]
        return make_task(seed, train, test), make_task(seed, train[3_000:], train[:3_000])

    return split


def read_chnsenticorp(folder: Path) -> Callable[[int], tuple[Task, Task]]:
    parts = {}
    for name in ("train", "validation", "test"):
        rows = [line.split("\t", 1) for line in read_lines(folder / f"chnsenticorp_{name}.tsv.xz")][1:]
        parts[name] = [(text.strip(), int(label)) for label, text in rows]
    labels: dict[str, set[int]] = {}
    for text, label in parts["train"]:
        labels.setdefault(text, set()).add(label)
    train = [(text, min(found)) for text, found in labels.items() if len(found) == 1]
    unseen = {name: [row for row in parts[name] if row[0] not in labels] for name in ("validation", "test")}

    def split(seed: int) -> tuple[Task, Task]:
        return make_task(seed, train, unseen["test"]), make_task(seed, train, unseen["validation"])

    return split


def make_task(seed: int, train: list[tuple[str, int]], test: list[tuple[str, int]]) -> Task:
    return Task(
        seed, [row[0] for row in train], [row[1] for row in train], [row[0] for row in test],
        [row[1] for row in test],
    )  # fmt: skip


def write(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def measure(task: Task, fit: Callable[[], Callable[[list[str]], np.ndarray]]) -> Result:
    start = time.process_time()
    predict = fit()
    trained = time.process_time()
    right = predict(task.test) == np.array(task.test_labels)
    many = list(itertools.islice(itertools.cycle(task.test), REPEATS if len(task.train) > 9 else 1))
    speeds = []
    for texts in (many, [text[:50] for text in many]):
        begin = time.process_time()
        predict(texts)
        speeds.append(len(texts) / (time.process_time() - begin))
    return Result(float(right.mean()), len(task.train) / (trained - start), *speeds)


def run_sklearn(task: Task) -> Result:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    def fit():
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
        model = LinearSVC().fit(vectorizer.fit_transform(task.train), task.train_labels)
        return lambda texts: model.predict(vectorizer.transform(texts))

    return measure(task, fit)


def run_zici(task: Task, name: str) -> Result:
    from zici import TextClassifier
    from zici.classify.features import make_tokenizer

    def fit():
        more = {}
        if "vectors" in name:
            tokenizer = make_tokenizer("both", task.train)
            more = {"tokens": tokenizer, "vectors": learn_vectors(tokenizer, task)}
        model = TextClassifier(name.split(",")[0], seed=task.seed, workers=1, **more)
        model.fit(task.train, task.train_labels)
        return model.predict

    return measure(task, fit)


def learn_vectors(tokenizer, task: Task):
    """Vectors of words from the training texts alone, whose labels they don't see."""
    import zici

    return zici.train_vectors(
        list(tokenizer.words.cut_many(task.train)), method="svd", dim=100, seed=task.seed
    )


def run_fasttext(python: Path, task: Task, settings: list[dict]) -> list[Result]:
    from zici.classify.features import make_tokenizer

    begin = time.process_time()
    words = make_tokenizer("word", task.train).words
    parts, spent = {}, [time.process_time() - begin]
    for name, texts in (("train", task.train), ("test", task.test)):
        begin = time.process_time()
        cut = [" ".join(" ".join(tokens).split()) for tokens in words.cut_many(texts)]
        spent.append(time.process_time() - begin)
        parts[name] = {"char": texts, "word": cut}
    labels = {"train_labels": task.train_labels, "test_labels": task.test_labels}
    jobs = {"task": {"seed": task.seed, **parts, **labels}, "settings": settings}
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "task.json", Path(folder) / "found.json"
        source.write_text(json.dumps(jobs), encoding="utf-8")
        subprocess.run([str(python), str(PEER), str(source), str(out)], check=True, capture_output=True)
        found = json.loads(out.read_text(encoding="utf-8"))
    results = []
    for one, chosen in zip(found, settings, strict=True):
        learn, cut, ask_cut = spent if chosen["tokens"] == "word" else (0.0, 0.0, 0.0)
        train, predict = one["train"] + learn + cut, one["predict"] + ask_cut
        results.append(Result(one["accuracy"], len(task.train) / train, len(task.test) / predict))
    return results


def ask(python: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run(
        [str(python), "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


if __name__ == "__main__":
    main()
