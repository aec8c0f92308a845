"""What texts without labels bring to a classifier that has few labels, as a Markdown table.

    python benchmarks/study_semi.py [--data DIR] [--sizes 100,500,2000] [--seeds 5]
        [--sets comments20k,ChnSentiCorp] [--rows "linear;rules, no labels"]

Data: comments20k without duplicates (its split of seed 0 is the same for all; the test part is fixed) and
ChnSentiCorp (its own test part). A seed draws the labelled texts from the training part; all the others there
are the texts without labels. Accuracy on the test part, mean and standard deviation over the seeds.

    linear              n-grams, cross entropy; what it learns from the labelled texts alone
    linear, hard margin the same with the loss that TextClassifier has by default
    linear, self-training   the first, with SelfTraining() on the texts without labels
    bag                 vectors, cross entropy; its words are found in all training texts
    bag, vectors        the same, begun with vectors trained on all training texts (SVD, 100 numbers)
    rules, no labels    the built-in dictionary as it is; the class of texts without polar words is the first
    rules, grown        its words found in all training texts, and grown from these; no labels either
    rules               learned from the labelled texts
    rules, grown, then learned  both
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from splits import READERS

from zici.classify import TextClassifier
from zici.classify._self_training import SelfTraining
from zici.classify.features import Tokenizer, make_tokenizer
from zici.classify.rules import RulesModel
from zici.vectors import train_vectors

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
DIM = 100


class Task(NamedTuple):
    """Labelled texts and their classes, texts without labels, and what is the same for every seed."""

    texts: list[str]
    targets: list[int]
    unlabelled: list[str]
    field: Field


class Field:
    """What all training texts without their labels give; each is made when it is asked for first."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self._made: dict[str, object] = {}

    def words(self) -> Tokenizer:
        return self._once("words", lambda: make_tokenizer("both", self.texts))

    def vectors(self):
        words = self.words().words
        make = partial(train_vectors, dim=DIM, min_count=2, seed=0, workers=1)
        return self._once("vectors", lambda: make(words.cut_corpus(self.texts)))

    def grown(self) -> RulesModel:
        def grow() -> RulesModel:
            model = RulesModel(tokenizer=self.words())
            model.grow(self.texts)
            return model

        return self._once("grown", grow)

    def _once(self, name: str, make: Callable):
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


Predict = Callable[[list[str]], np.ndarray]


def classifier(task: Task, model: str, *, teach: bool = False, **params) -> Predict:
    learning = {"self_training": SelfTraining()} if teach else {}
    more = {"unlabelled": task.unlabelled} if teach else {}
    params = {"loss": "cross_entropy", "workers": 1, **params, **learning}
    return TextClassifier(model, **params).fit(task.texts, task.targets, **more).predict


def bag(task: Task, *, begun: bool) -> Predict:
    vectors = task.field.vectors() if begun else None
    return classifier(task, "bag", tokens=task.field.words().words, vectors=vectors)


def bare_rules(task: Task, *, grown: bool) -> Predict:
    model = task.field.grown() if grown else RulesModel()
    return lambda texts: model.logits(texts).argmax(axis=1)


def rules_after_growth(task: Task) -> Predict:
    model, targets = copy.copy(task.field.grown()), np.array(task.targets, np.int32)
    model.fit(task.texts, targets, classes=2, weights=np.ones(targets.size, np.float32))
    return lambda texts: model.logits(texts).argmax(axis=1)


ROWS: dict[str, Callable[[Task], Predict]] = {
    "linear": partial(classifier, model="linear"),
    "linear, hard margin": partial(classifier, model="linear", loss="hard_margin"),
    "linear, self-training": partial(classifier, model="linear", teach=True),
    "bag": partial(bag, begun=False),
    "bag, vectors": partial(bag, begun=True),
    "rules, no labels": partial(bare_rules, grown=False),
    "rules, grown": partial(bare_rules, grown=True),
    "rules": partial(classifier, model="rules"),
    "rules, grown, then learned": rules_after_growth,
}
ALIKE = ("rules, no labels", "rules, grown")  # for any seed and number of labels


def main() -> None:
    options = parse()
    sizes = [int(size) for size in options.sizes.split(",")]
    rows = [row for row in ROWS if options.rows is None or row in options.rows.split(";")]
    if importlib.util.find_spec("zici.classify.bag") is None:
        rows = [row for row in rows if not row.startswith("bag")]
    for name in options.sets.split(","):
        split = READERS[name](options.data / "sentiment")(0)
        print(
            f"\n{name}: {len(split.train):,} to train, {len(split.test):,} to test, {options.seeds} seeds\n"
        )
        print("| |", " | ".join(f"{size:,} labels" for size in sizes), "| s |")
        print("|---|" + "---|" * (len(sizes) + 1), flush=True)
        field = Field([text for text, _ in split.train])
        for row in rows:
            print(f"| {row} |", " | ".join(cells(row, split, field, sizes, options.seeds)), "|", flush=True)


def cells(row: str, split, field: Field, sizes: list[int], seeds: int) -> list[str]:
    """Accuracies by number of labels, and the seconds of one training with the most labels."""
    texts, right = [text for text, _ in split.test], np.array([label for _, label in split.test])
    found = []
    for size in sizes[:1] if row in ALIKE else sizes:
        accuracies = []
        for seed in range(1 if row in ALIKE else seeds):
            task = draw(split.train, size, seed, field)
            begin = time.perf_counter()
            predict = ROWS[row](task)
            seconds = time.perf_counter() - begin
            accuracies.append(float((predict(texts) == right).mean()))
        told = f"{statistics.mean(accuracies):.4f}"
        found.append(told if len(accuracies) < 2 else f"{told} ± {statistics.stdev(accuracies):.4f}")
    return found * (len(sizes) if row in ALIKE else 1) + [f"{seconds:.1f}"]


def draw(train: list[tuple[str, int]], size: int, seed: int, field: Field) -> Task:
    order = np.random.default_rng(seed).permutation(len(train)).tolist()
    labelled = [train[place] for place in order[:size]]
    rest = [train[place][0] for place in order[size:]]
    return Task([text for text, _ in labelled], [label for _, label in labelled], rest, field)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    parser.add_argument("--sets", default=",".join(READERS))
    parser.add_argument("--sizes", default="100,500,2000")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rows", help='some of the rows, such as "linear;rules"')
    return parser.parse_args()


if __name__ == "__main__":
    main()
