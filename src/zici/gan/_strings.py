"""Strings of a fixed length: the numbers of characters, one-hot for the networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras
from zici.errors import EmptyError, InputError
from zici.gan._vectors import check_count

Int32 = npt.NDArray[np.int32]

END = 0  # fills up shorter strings


class Strings:
    """Strings of at most ``length`` characters, all out of ``alphabet``.

    Args:
        alphabet: different characters; the first gets number 1.
        length: of the rows.

    Example:
        >>> form = Strings("山水", 3)
        >>> form.encode(["水", "山水山"]).tolist()
        [[2, 0, 0], [1, 2, 1]]
        >>> form.decode(np.eye(3)[[[2, 1, 0]]])
        ['水山']
    """

    kind = "strings"

    def __init__(self, alphabet: str, length: int) -> None:
        self.alphabet, self.length = alphabet, length
        self._numbers = {char: number for number, char in enumerate(alphabet, 1)}
        self.shape: tuple[int, ...] = (length, len(alphabet) + 1)

    @classmethod
    def learn(cls, data: Sequence[str], length: int | None) -> Strings:
        """From at least two strings; the alphabet is in the order of the code points."""
        strings = as_strings(data)
        check_count(len(strings), "strings")
        longest = max(map(len, strings))
        if not longest:
            raise EmptyError("data: expected strings with characters, got empty ones alone")
        return cls("".join(sorted(set().union(*strings))), longest if length is None else length)

    def encode(self, data: Any) -> Int32:
        """As it is kept: int32 of shape (n, length)."""
        strings = as_strings(data)
        rows = np.full((len(strings), self.length), END, np.int32)
        for place, string in enumerate(strings):
            if len(string) > self.length:
                raise InputError(
                    f"data: expected strings of at most {self.length} characters, number {place} (from 0), "
                    f"{string!r:.60}, has {len(string)}; leave it out or set length"
                )
            try:
                rows[place, : len(string)] = [self._numbers[char] for char in string]
            except KeyError as error:
                raise InputError(
                    f"data: string {place} (from 0), {string!r:.60}, has {error.args[0]!r}, which no string "
                    "had that was learned from"
                ) from error
        return rows

    def points(self, rows: Any) -> Any:
        """What the networks see of kept rows: one-hot."""
        return load_keras().ops.one_hot(rows, self.shape[1], dtype="float32")

    def decode(self, points: npt.NDArray[Any]) -> list[str]:
        """From what the generator gives: the likeliest characters up to the first end."""
        numbers = points.argmax(axis=2)
        lengths = np.where((numbers == END).any(axis=1), (numbers == END).argmax(axis=1), numbers.shape[1])
        return [
            "".join(self.alphabet[number - 1] for number in row[:length])
            for row, length in zip(numbers.tolist(), lengths.tolist(), strict=True)
        ]

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {"alphabet": self.alphabet, "length": self.length}

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> Strings:
        """From what :meth:`told` gave.

        Raises:
            ValueError: something else.
        """
        alphabet, length = told["alphabet"], told["length"]
        if not isinstance(alphabet, str) or not alphabet or len(set(alphabet)) < len(alphabet):
            raise ValueError("an alphabet that is none")
        if type(length) is not int or not 0 < length <= 1 << 12:
            raise ValueError("a length that is none")
        return cls(alphabet, length)


def as_strings(data: Any) -> list[str]:
    """The data as a list of strings.

    Raises:
        InputError: a single string, or something that is none.
    """
    if isinstance(data, str):
        raise InputError("data: expected a sequence of strings, got a single one; put it into a list")
    strings = list(data)
    for place, string in enumerate(strings):
        if not isinstance(string, str):
            raise InputError(f"data: expected strings, number {place} (from 0) is {type(string).__name__}")
    return strings
