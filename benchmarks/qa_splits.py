"""Which questions are read to learn and which to test, the same for every study of question answering.

    python benchmarks/qa_splits.py [--data DIR]        prints how many there are of each

Of WebQA's annotated part, the 130 questions that also stand in the retrieved sample are set apart, and 390 of
the others, those with the smallest SHA-256 of the question's characters (blanks and signs left out). What is
left is for training, without questions that are those of a test in another form. `refuse_overlap` is what a
training script calls on everything that it reads.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from zici.qa import QAExample, load_examples

DEFAULT = Path(os.environ.get("ZICI_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
HELD_OUT = 390
ALIKE = 0.5  # Jaccard of the pairs of characters from which questions with a common answer are one


class Splits(NamedTuple):
    """The questions of WebQA.

    Attributes:
        train: to learn from: annotated, one passage each.
        held_out: 390 annotated ones to test with.
        shared: the annotated form of 130 that also stand in ``retrieved``.
        retrieved: 200 with 20 retrieved passages each, to test with.
        dropped: annotated ones that would be for training, but are those of a test in another form.
    """

    train: list[QAExample]
    held_out: list[QAExample]
    shared: list[QAExample]
    retrieved: list[QAExample]
    dropped: list[QAExample]

    @property
    def tests(self) -> list[QAExample]:
        return [*self.held_out, *self.shared, *self.retrieved]


def webqa_splits(data: Path = DEFAULT) -> Splits:
    """Split what lies in ``data``/qa."""
    annotated = load_examples(data / "qa" / "webqa_ann_part.json")
    retrieved = load_examples(data / "qa" / "webqa_sample200.ir.json.xz")
    asked = {example.question for example in retrieved}
    shared = [example for example in annotated if example.question in asked]
    others = [example for example in annotated if example.question not in asked]
    chosen = {example.id for example in sorted(others, key=lambda example: rank(example.question))[:HELD_OUT]}
    held_out = [example for example in others if example.id in chosen]
    rest = [example for example in others if example.id not in chosen]
    known = {example.id for example, _ in overlap(rest, [*held_out, *retrieved])}
    train = [example for example in rest if example.id not in known]
    return Splits(train, held_out, shared, retrieved, [example for example in rest if example.id in known])


def key(question: str) -> str:
    """A question without what may differ in writing: script, width, case, blanks and signs."""
    plain = _simplified().convert(unicodedata.normalize("NFKC", question))
    return re.sub(r"[\W_]", "", plain).lower()


@cache
def _simplified() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def rank(question: str) -> str:
    """The place of a question in an order that nothing but its characters decides."""
    return hashlib.sha256(key(question).encode()).hexdigest()


def overlap(training: Iterable[QAExample], tests: Iterable[QAExample]) -> list[tuple[QAExample, QAExample]]:
    """Every question of ``training`` that is one of ``tests``, with that one.

    Two are one if they are equal by ``key``, or if they have an answer in common and their pairs of
    characters a Jaccard similarity of ``ALIKE``.
    """
    held = list(tests)
    keys = [key(example.question) for example in held]
    sets = [pairs(text) for text in keys]
    places: dict[str, list[int]] = defaultdict(list)
    for place, known in enumerate(sets):
        for pair in known:
            places[pair].append(place)
    found = []
    for example in training:
        text = key(example.question)
        own = pairs(text)
        common = Counter(place for pair in own for place in places[pair])
        for place, number in common.items():
            alike = number / (len(own) + len(sets[place]) - number) >= ALIKE
            if text == keys[place] or (alike and {*example.answers} & {*held[place].answers}):
                found.append((example, held[place]))
                break
    return found


def pairs(text: str) -> set[str]:
    """The pairs of neighbours, the ends included, so that a text of one character has some."""
    return {first + second for first, second in zip(f"^{text}", f"{text}$", strict=True)}


def refuse_overlap(training: Iterable[QAExample], tests: Iterable[QAExample]) -> None:
    """Stop where a question of a test would be learned, in any form.

    Raises:
        ValueError: names the first such questions.
    """
    found = overlap(training, tests)
    if found:
        first = (f"{own.id} {own.question!r} is {test.id} {test.question!r}" for own, test in found[:3])
        named = "; ".join(first)
        raise ValueError(f"expected no question of the tests in training, found {len(found)}: {named}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=DEFAULT)
    options = arguments.parse_args()
    splits = webqa_splits(options.data)
    for name, examples in splits._asdict().items():
        print(f"{name}: {len(examples)}")
    more = [
        example
        for name in ("cmrc2018_train.json.xz", "drcd_dev.json.xz")
        for example in load_examples(options.data / "qa" / name)
    ]
    refuse_overlap([*splits.train, *more], splits.tests)
    print(f"training, with CMRC 2018 and DRCD: {len(splits.train) + len(more)}, none of them a test's")
    for own, test in overlap(splits.dropped, splits.tests):
        print(f"dropped: {own.id} {own.question} = {test.id} {test.question}")


if __name__ == "__main__":
    main()
