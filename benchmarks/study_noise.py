"""How noise hurts answers: accuracy by irrelevant and by relevant passages, for every rule of the vote.

    python benchmarks/study_noise.py --reader FOLDER [--data DIR] [--draws 10] [--out docs/assets]

The questions are those of WebQA's retrieved sample whose answer stands in enough passages. A reader (from
train_reader.py) reads every passage once, and so does the best baseline; then passages are drawn, ``--draws``
times for each number: one or more in which the answer stands, and some in which it doesn't. What each passage
is read as doesn't depend on the others: features across passages are switched off in that reader. A question
is right where the best answer of the vote is, by WebQA's fuzzy rules; "official" is WebQA's own vote over the
best answer of every passage. Prints Markdown; the figure needs matplotlib.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from reader_data import reader_data

from zici.qa import QAExample, Span
from zici.qa.baselines import answer_by
from zici.qa.reader import Reader
from zici.qa.scores import FuzzyMatch, score_questions
from zici.qa.voting import RULES, official_vote, vote

HERE = Path(__file__).resolve().parents[1]
DEFAULT = HERE.parent / "shared" / "data"
NOISE = (0, 1, 2, 4, 8)  # irrelevant passages beside RELEVANT ones
RELEVANT = 2
SUPPORT = (1, 2, 3, 4, 6)  # relevant passages beside IRRELEVANT ones
IRRELEVANT = 4
WAYS = (*RULES, "official")


class Read(NamedTuple):
    """A question, and what was read in each of its passages."""

    example: QAExample
    spans: list[list[Span]]
    relevant: list[int]
    irrelevant: list[int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--out", type=Path, default=HERE / "docs" / "assets")
    options = parser.parse_args()
    examples = reader_data(options.data).tests["retrieved"]
    reader = Reader.load(options.reader)
    readers = {
        "reader": reader.spans_many(examples),
        "typed": [answer_by("typed", e.question, [p.text for p in e.passages]) for e in examples],
    }
    curves = {}
    for name, spans in readers.items():
        found = [sort_passages(*pair) for pair in zip(examples, spans, strict=True)]
        curves[name] = (
            study(f"{name}: irrelevant passages beside {RELEVANT} with the answer", found, options.draws,
                  [(RELEVANT, number) for number in NOISE], NOISE),
            study(f"{name}: passages with the answer beside {IRRELEVANT} without", found, options.draws,
                  [(number, IRRELEVANT) for number in SUPPORT], SUPPORT),
        )  # fmt: skip
    draw(curves, options.out)


def sort_passages(example: QAExample, spans: list[Span]) -> Read:
    """By passage; an answer stands in it or not, character by character."""
    by_passage: list[list[Span]] = [[] for _ in example.passages]
    for span in spans:
        by_passage[span.passage].append(span)
    has = [any(answer in passage.text for answer in example.answers) for passage in example.passages]
    places = range(len(has))
    return Read(example, by_passage, [k for k in places if has[k]], [k for k in places if not has[k]])


def study(
    title: str, found: Sequence[Read], draws: int, sizes: Sequence[tuple[int, int]], shown: Sequence[int]
) -> dict[str, list[float]]:
    """The share of right answers by rule, and its Markdown; the questions are the same for all sizes."""
    most = [max(pair[k] for pair in sizes) for k in (0, 1)]
    used = [read for read in found if len(read.relevant) >= most[0] and len(read.irrelevant) >= most[1]]
    shares = {way: [share(used, pair, draws, way) for pair in sizes] for way in WAYS}
    print(f"\n{title}; {len(used)} questions\n\n| vote | " + " | ".join(map(str, shown)) + " |")
    print("|---" * (len(shown) + 1) + "|")
    for way, values in shares.items():
        print(f"| {way} | " + " | ".join(f"{value:.3f}" for value in values) + " |", flush=True)
    return shares


def share(used: Sequence[Read], sizes: tuple[int, int], draws: int, way: str) -> float:
    random = np.random.default_rng(0)  # the same passages for every way
    right = []
    for _ in range(draws):
        answers = {}
        for read in used:
            kept = [
                int(place)
                for places, size in zip((read.relevant, read.irrelevant), sizes, strict=True)
                for place in random.choice(places, size, replace=False)
            ]
            answers[read.example.id] = best(way)([read.spans[place] for place in sorted(kept)])
        right.append(score_questions([read.example for read in used], answers, match=FuzzyMatch()).recall)
    return float(np.mean(right))


def best(way: str) -> Callable[[list[list[Span]]], tuple[str, ...]]:
    """The first answer of a vote over passages."""
    if way == "official":
        return lambda passages: official_vote([surest(spans) for spans in passages])[:1]
    return lambda passages: tuple(answer.text for answer in vote(chain(*passages), rule=way)[:1])


def surest(spans: list[Span]) -> list[str]:
    """What a passage answers, if anything."""
    return [max(spans, key=lambda span: span.score).text] if spans else []


def draw(curves: dict[str, tuple[dict[str, list[float]], ...]], out: Path) -> None:
    from study_vectors_figures import canvas, save

    figure, left = canvas(8.6, 3.6)
    left.remove()
    names = (f"irrelevant passages beside {RELEVANT}", f"passages with the answer beside {IRRELEVANT}")
    for axes, place, numbers, name in zip(
        figure.subplots(1, 2, sharey=True), (0, 1), (NOISE, SUPPORT), names, strict=True
    ):
        for way in WAYS:
            axes.plot(numbers, curves["reader"][place][way], "o-", markersize=3, label=way)
        axes.plot(numbers, curves["typed"][place]["formula"], "k:", label="baseline, formula")
        axes.set(xlabel=name)
        axes.spines["right"].set_visible(False)
    figure.axes[0].set(ylabel="share of questions answered rightly")
    figure.axes[0].legend(frameon=False, fontsize=8)
    save(figure, out / "qa-noise.svg")


if __name__ == "__main__":
    main()
