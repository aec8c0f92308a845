"""The two sets of reviews without duplicates, and their splits: the same for every benchmark."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

Pairs = list[tuple[str, int]]


class Split(NamedTuple):
    """Texts to learn from and to be asked about, with their classes."""

    train: Pairs
    test: Pairs


def read_comments(folder: Path) -> Callable[[int], Split]:
    """comments20k: 80/20 by seed; no text twice, none that is under both labels."""
    parts = [read_lines(folder / f"comments20k_{name}.txt.xz") for name in ("neg", "pos")]
    pairs = sorted(distinct((line.strip(), label) for label, part in enumerate(parts) for line in part))

    def split(seed: int) -> Split:
        order = np.random.default_rng(seed).permutation(len(pairs))
        fifth = len(pairs) // 5
        return Split([pairs[k] for k in order[fifth:]], [pairs[k] for k in order[:fifth]])

    return split


def read_chnsenticorp(folder: Path) -> Callable[[int], Split]:
    """ChnSentiCorp as it is split, without duplicates in train and without texts of train in test."""
    rows = {name: read_table(folder / f"chnsenticorp_{name}.tsv.xz") for name in ("train", "test")}
    seen = {text for text, _ in rows["train"]}
    split = Split(distinct(rows["train"]), [row for row in rows["test"] if row[0] not in seen])
    return lambda seed: split


def distinct(pairs: Iterable[tuple[str, int]]) -> Pairs:
    """Each text once, in the order given; texts under both labels are left out."""
    labels: dict[str, set[int]] = {}
    for text, label in pairs:
        if text:
            labels.setdefault(text, set()).add(label)
    return [(text, min(found)) for text, found in labels.items() if len(found) == 1]


def read_table(path: Path) -> Pairs:
    rows = [line.split("\t", 1) for line in read_lines(path)[1:]]
    return [(text.strip(), int(label)) for label, text in rows]


def read_lines(path: Path) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\r\n") for line in file]


READERS = {"comments20k": read_comments, "ChnSentiCorp": read_chnsenticorp}
