"""Texts with their labels, and where each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy.typing as npt


class Place(NamedTuple):
    """Where a text stands.

    Attributes:
        file: as messages call it.
        line: the first of its row, from 1; in a Parquet file the number of the row.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True)
class Labelled:
    """Texts with labels, in the order of the files.

    Attributes:
        texts: none is empty.
        labels: as many; without blanks around.
        places: as many.
        skipped: rows that were left out, each with the reason.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    places: tuple[Place, ...]
    skipped: tuple[tuple[Place, str], ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def counts(self) -> dict[str, int]:
        """How many texts each label has, in the order of the labels."""
        return dict(sorted(Counter(self.labels).items()))

    def take(self, rows: Sequence[int] | npt.NDArray[Any]) -> Labelled:
        """Some rows, in the order given; rows that were left out stay so.

        Example:
            >>> place = Place("a.csv", 2)
            >>> Labelled(("甲", "乙"), ("1", "2"), (place, place)).take([1]).texts
            ('乙',)
        """
        chosen = [int(row) for row in rows]
        texts, labels = (tuple(column[row] for row in chosen) for column in (self.texts, self.labels))
        return Labelled(texts, labels, tuple(self.places[row] for row in chosen), self.skipped)
