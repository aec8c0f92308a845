"""Texts that occur twice: inside a set, and in what was trained on as well as in what is tested on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError

Int64 = npt.NDArray[np.int64]


class Conflict(NamedTuple):
    """One text under different labels.

    Attributes:
        text: as it stands first.
        labels: of each place.
        rows: the places, from 0, rising.
    """

    text: str
    labels: tuple[Any, ...]
    rows: tuple[int, ...]


class Duplicates(NamedTuple):
    """What occurs more than once in a set.

    Attributes:
        texts: of the set.
        distinct: different ones among them.
        conflicts: texts that have more than one label.
        kept: rows to keep so that every text is there once and under one label: the first of each text, none
            of a text with conflicting labels; int64, rising.
    """

    texts: int
    distinct: int
    conflicts: tuple[Conflict, ...]
    kept: Int64


class Overlap(NamedTuple):
    """Texts of a test that were trained on.

    Attributes:
        texts: of the test.
        rows: those that stand among the training texts, int64, from 0, rising.
        conflicts: those of them that have other labels there: ``labels`` and ``rows`` are of the test first,
            then of the training texts.
    """

    texts: int
    rows: Int64
    conflicts: tuple[Conflict, ...]

    @property
    def share(self) -> float:
        """Of the test that was trained on, 0 to 1."""
        return self.rows.size / max(self.texts, 1)


def text_key(text: str) -> str:
    r"""What texts that differ in width or blanks alone have in common: NFKC, blanks folded, none around.

    Example:
        >>> text_key(" ＯＫ，\u3000很 好\n") == text_key("OK, 很 好")
        True
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def find_duplicates(texts: Sequence[str], labels: Sequence[Any]) -> Duplicates:
    """Find the texts that occur more than once, by :func:`text_key`, and those whose labels contradict.

    Raises:
        OptionError: not as many labels as texts.

    Example:
        >>> found = find_duplicates(["好", "差", "好 ", "差"], [1, 0, 0, 0])
        >>> found.conflicts, found.kept.tolist()
        ((Conflict(text='好', labels=(1, 0), rows=(0, 2)),), [1])
    """
    groups = _groups(texts, labels)
    conflicts = []
    kept = []
    for rows in groups.values():
        found = tuple(labels[row] for row in rows)
        if len(set(found)) > 1:
            conflicts.append(Conflict(texts[rows[0]], found, tuple(rows)))
        else:
            kept.append(rows[0])
    return Duplicates(len(texts), len(groups), tuple(conflicts), np.array(kept, np.int64))


def find_overlap(
    texts: Sequence[str], labels: Sequence[Any], train_texts: Sequence[str], train_labels: Sequence[Any]
) -> Overlap:
    """Find the texts of a test that stand among the training texts, by :func:`text_key`.

    Args:
        texts: of the test.
        labels: theirs.
        train_texts: what was trained on.
        train_labels: their labels.

    Raises:
        OptionError: not as many labels as texts.

    Example:
        >>> overlap = find_overlap(["好", "新"], [1, 1], ["差", "好。", "好"], [0, 1, 0])
        >>> overlap.rows.tolist(), overlap.conflicts
        ([0], (Conflict(text='好', labels=(1, 0), rows=(0, 2)),))
    """
    if len(texts) != len(labels):
        raise OptionError(f"labels: expected one for each of {len(texts):,} texts, got {len(labels):,}")
    known = _groups(train_texts, train_labels)
    rows, conflicts = [], []
    for row, text in enumerate(texts):
        there = known.get(text_key(text))
        if there is None:
            continue
        rows.append(row)
        others = [place for place in there if train_labels[place] != labels[row]]
        if others:
            found = (labels[row], *(train_labels[place] for place in others))
            conflicts.append(Conflict(text, found, (row, *others)))
    return Overlap(len(texts), np.array(rows, np.int64), tuple(conflicts))


def _groups(texts: Sequence[str], labels: Sequence[Any]) -> dict[str, list[int]]:
    """The rows of each text."""
    if len(texts) != len(labels):
        raise OptionError(f"labels: expected one for each of {len(texts):,} texts, got {len(labels):,}")
    groups: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        groups.setdefault(text_key(text), []).append(row)
    return groups
