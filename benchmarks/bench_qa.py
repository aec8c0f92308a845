"""Question answering without a network: baselines on the tests; seconds of scores, of an index, of a search.

    python benchmarks/bench_qa.py [--data DIR] [--part baselines scores found index] [--chars 5000000]

Baselines answer the 390 and 200 questions of WebQA that qa_splits.py sets apart, and CMRC 2018's trial set
with passages cropped to 300 characters around whole sentences with the answer. "vote" is WebQA's own, or a
rule over the scores of the passages, of which the best answer alone is given. The index holds the first
characters of novels and news, a file at a time, by characters and by words; questions are those of DRCD,
whose answers are not in the index: only the time counts. "found" asks every tenth question of CMRC 2018 among
all its passages.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qa_splits import DEFAULT, webqa_splits

from zici.lexicon import Lexicon
from zici.qa import QAExample, load_examples
from zici.qa.baselines import BASELINES, answer_by, predict_by
from zici.qa.formats import Predictions
from zici.qa.retriever import Retriever, read_documents, split_passages
from zici.qa.scores import FuzzyMatch, evaluate
from zici.qa.voting import RULES, vote
from zici.segment import Segmenter

CROP = 300
FILES = ("红楼梦", "西游记", "三国演义", "水浒传", "儒林外史", "聊斋志异", "news_msra", "wiki_traditional")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=DEFAULT)
    arguments.add_argument("--part", nargs="+", default=["baselines", "scores", "found", "index"])
    arguments.add_argument("--chars", type=int, default=5_000_000)
    options = arguments.parse_args()
    if "baselines" in options.part:
        baselines(options.data)
    if "scores" in options.part:
        scores(options.data)
    if "found" in options.part:
        found(options.data)
    if "index" in options.part:
        index(options.data, options.chars)


def baselines(data: Path) -> None:
    splits = webqa_splits(data)
    trial = [crop(example) for example in load_examples(data / "qa" / "cmrc2018_trial.json.xz")]
    print("| test | baseline | vote | strict F1 | fuzzy P | R | F1 | passage fuzzy F1 | exact | F1 |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    tests = {"WebQA 390": splits.held_out, "WebQA retrieved 200": splits.retrieved, "CMRC trial": trial}
    for test, examples in tests.items():
        for name in BASELINES:
            row(test, name, "official", examples, predict_by(name, examples))
            if test == "WebQA retrieved 200":
                for rule in RULES:
                    row(test, name, rule, examples, by_rule(name, examples, rule))


def row(test: str, name: str, rule: str, examples: list[QAExample], predictions: Predictions) -> None:
    found = evaluate(examples, predictions)
    fuzzy = found.fuzzy
    passages = "" if found.passages_fuzzy is None else f"{found.passages_fuzzy.f1:.3f}"
    figures = [f"{value:.3f}" for value in (found.strict.f1, fuzzy.precision, fuzzy.recall, fuzzy.f1)]
    spans = [f"{value:.3f}" for value in found.spans[:2]]
    print("| " + " | ".join([test, name, rule, *figures, passages, *spans]) + " |", flush=True)


def by_rule(name: str, examples: list[QAExample], rule: str) -> Predictions:
    """The best answer by a rule over the passages' scores."""
    questions = {}
    for example in examples:
        spans = answer_by(name, example.question, [passage.text for passage in example.passages])
        questions[example.id] = tuple(answer.text for answer in vote(spans, rule=rule)[:1])
    return Predictions(questions=questions)


def crop(example: QAExample) -> QAExample:
    """The part of whole sentences with the answer; what is longer than CROP stays as it is."""
    passage = example.passages[0]
    parts = [passage.text[begin:end] for begin, end in split_passages(passage.text, chars=CROP)]
    kept = next((part for part in parts for answer in example.answers if answer in part), passage.text)
    return replace(example, passages=(replace(passage, text=kept),))


def scores(data: Path) -> None:
    examples = load_examples(data / "qa" / "webqa_sample200.ir.json.xz")
    predictions = predict_by("typed", examples)
    seconds = []
    for _ in range(5):
        begin = time.perf_counter()
        evaluate(examples, predictions, fuzzy=FuzzyMatch())
        seconds.append(time.perf_counter() - begin)
    print(f"all scores of 200 questions, 4,000 passages: {statistics.median(seconds):.3f} s")


def found(data: Path) -> None:
    """How often the piece of the right passage with the answer is among the first that are found."""
    examples = load_examples(data / "qa" / "cmrc2018_train.json.xz")
    documents = {example.passages[0].id: example.passages[0].text for example in examples}
    asked = examples[::10]
    for name, tokens in both(data):
        retriever = Retriever(documents.items(), tokens=tokens)
        places = [place(example, retriever) for example in asked]
        shares = ", ".join(f"{sum(p < k for p in places) / len(places):.3f} in {k}" for k in (1, 5, 20))
        print(f"{name}: {len(asked):,} questions, {len(retriever):,} pieces of {len(documents):,}: {shares}")


def place(example: QAExample, retriever: Retriever) -> int:
    hits = retriever.search(example.question, 20)
    right = (
        hit.document == example.passages[0].id and any(text in hit.passage.text for text in example.answers)
        for hit in hits
    )
    return next((number for number, good in enumerate(right) if good), 20)


def both(data: Path) -> Iterator[tuple[str, Segmenter | str]]:
    yield "characters", "characters"
    yield "words", Segmenter(Lexicon.load(data / "lexicon" / "jieba_dict.txt.xz"))


def index(data: Path, chars: int) -> None:
    documents = list(first(data, chars))
    size = sum(len(text) for _, text in documents)
    questions = [example.question for example in load_examples(data / "qa" / "drcd_dev.json.xz")][:500]
    for name, tokens in both(data):
        begin = time.perf_counter()
        retriever = Retriever(documents, tokens=tokens)
        seconds = time.perf_counter() - begin
        with tempfile.TemporaryDirectory() as folder:
            retriever.save(Path(folder) / "index")
            size_mb = sum(path.stat().st_size for path in (Path(folder) / "index").iterdir()) / 1e6
            begin = time.perf_counter()
            opened = Retriever.load(Path(folder) / "index")
            loading = time.perf_counter() - begin
            times = []
            for question in questions:
                begin = time.perf_counter()
                opened.search(question, 20)
                times.append(time.perf_counter() - begin)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        typical, longest = statistics.median(times) * 1000, max(times) * 1000
        print(
            f"{name}: {size:,} characters, {len(retriever):,} passages indexed in {seconds:.1f} s; "
            f"{size_mb:.0f} MB, opened in {loading:.2f} s; search of 20: {typical:.1f} ms, "
            f"longest {longest:.0f} ms; peak {peak:.0f} MB",
            flush=True,
        )


def first(data: Path, chars: int) -> Iterator[tuple[str, str]]:
    for file in FILES:
        for name, text in read_documents(data / "raw" / f"{file}.txt.xz"):
            if chars > 0:
                yield name, text[:chars]
            chars -= len(text)


if __name__ == "__main__":
    main()
