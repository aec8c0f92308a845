"""``zici demo``: real text whose words are known, with the answer taken away first."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._results import Earlier, result_folder
from zici._run_file import NAME, Stopwatch, write_run

from . import _options as opt
from ._cold import CUT, DISCOVERY, PAIRS
from ._cutting import scores_row
from ._demo_data import DemoData, load_demo
from ._demo_show import show
from ._output import write_object
from ._progress import progress_bars
from ._words import CHINESE, evident

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.lexicon import Lexicon
    from zici.segment import Scores, Segmenter

EXAMPLE = "Example: zici demo -o demo/"
EARLIER = Earlier("that of the demo", (NAME, "newspaper.txt", "gold.txt"))
LINES, REVIEWS = (12122,), (2098,)  # shown as samples
TOP, NEW = 12, 40
ASKED, NEAR, DIM, WORDS = ("经济", "酒店", "电脑", "屏幕", "好看"), 6, 100, 10_000
FIRM, FREE = 5.0, 1.0  # of the new words that are shown: neither loose phrases (的时候) nor parts (匪浅)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FOLDER", help="Keep text, words and cut here.", show_default=False
    ),
]


def demo(
    output: Folder = None,
    workers: opt.Workers = None,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
) -> None:
    """Find the words of a real newspaper and reviews, cut it, compare with its own segmentation."""
    watch = Stopwatch()
    with ExitStack() as stack:
        folder = None if output is None else stack.enter_context(result_folder(output, EARLIER))
        progress = stack.enter_context(progress_bars(quiet=quiet, kernels=DISCOVERY + CUT + PAIRS))
        with watch.stage("read"):
            data = load_demo()
        lexicon, segmenter = _learn(data, watch, workers=workers, progress=progress)
        with watch.stage("score"):
            scores = segmenter.score(data.gold)
        with watch.stage("cut"):
            cut = segmenter.cut_many(data.newspaper)
        with watch.stage("vectors"):
            near = _near([*cut, *segmenter.cut_many(data.reviews)], workers=workers, progress=progress)
        report = _report(data, lexicon, scores)
        report["near"] = near
        report["samples"] = _samples(data, segmenter)
        if folder is not None:
            _keep(folder, data, lexicon, cut)
            write_run(folder, parameters={"workers": workers}, counts=report["counts"], watch=watch)
    report["seconds"] = {**watch.seconds, "total": watch.total}
    if json:
        write_object(report)
    else:
        show(report, output)


def _learn(
    data: DemoData, watch: Stopwatch, *, workers: int | None, progress: Progress
) -> tuple[Lexicon, Segmenter]:
    with watch.stage("load"):
        from zici.corpus import Corpus
        from zici.discovery import discover
        from zici.segment import Segmenter
    with watch.stage("discover"):
        corpus = Corpus.from_texts(data.texts)
        lexicon = discover(corpus, method="best", entropy=True, workers=workers, progress=progress)
    with watch.stage("build segmenter"):
        segmenter = Segmenter(lexicon, numbers="dates")  # as the newspaper has them: １９９８年
    return lexicon, segmenter


def _report(data: DemoData, lexicon: Lexicon, scores: Scores) -> dict[str, Any]:
    """Everything that is shown, in plain values."""
    words = lexicon.filter(min_length=2, pattern=CHINESE)
    new = words - frozenset().union(*data.known.values())
    lengths = {"2": (2, 2), "3": (3, 3), "4": (4, 4), "5 and more": (5, None)}
    longest = {name: words.filter(min_length=low, max_length=high) for name, (low, high) in lengths.items()}
    return {
        "counts": {
            "newspaper_lines": len(data.gold),
            "newspaper_characters": sum(map(len, data.newspaper)),
            "reviews": len(data.reviews),
            "review_characters": sum(map(len, data.reviews)),
            "words": len(words),
            "new_words": len(new),
        },
        "top": {name: _counted(some, TOP) for name, some in longest.items()},
        "new": _counted(evident(new, cohesion=FIRM, freedom=FREE), NEW),
        "compared_with": {name: len(known) for name, known in data.known.items()},
        "scores": scores_row(scores),
    }


def _near(
    sentences: list[list[str]], *, workers: int | None, progress: Progress
) -> dict[str, dict[str, float]]:
    """The nearest words of some words, with cosines."""
    from zici.vectors import train_vectors

    words = [[word for word in sentence if any(map(str.isalnum, word))] for sentence in sentences]
    vectors = train_vectors(words, dim=DIM, max_words=WORDS, workers=workers, progress=progress)
    return {word: dict(vectors.most_similar(word, n=NEAR)) for word in ASKED if word in vectors}


def _samples(data: DemoData, segmenter: Segmenter) -> list[dict[str, Any]]:
    texts = [(data.newspaper[line], data.gold[line]) for line in LINES]
    texts += [(data.reviews[review], []) for review in REVIEWS]
    return [{"text": text, "cut": segmenter.cut(text), "gold": gold} for text, gold in texts]


def _counted(lexicon: Lexicon, n: int) -> dict[str, int]:
    return lexicon.top(n).to_dict()


def _keep(folder: Path, data: DemoData, lexicon: Lexicon, cut: list[list[str]]) -> None:
    """The text before and after, its own segmentation, and the words."""
    lexicon.save(folder / "lexicon.tsv")
    lines = {
        "newspaper.txt": data.newspaper,
        "reviews.txt": data.reviews,
        "gold.txt": [" ".join(words) for words in data.gold],
        "segmented.txt": [" ".join(words) for words in cut],
    }
    for name, texts in lines.items():
        (folder / name).write_text("\n".join(texts) + "\n", encoding="utf-8")
