"""Tokens as they are shown: what stands between two of them, and where the methods differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A part of a cut text without a gap in which anything is marked.

    Attributes:
        text: its characters.
        gap: what is after it: "cut" as all do, "own" cut here but not by all, "joined" not cut here but by
            others, "end" of the text.
    """

    text: str
    gap: str


def pieces(tokens: Sequence[str], differ: Iterable[int]) -> list[Piece]:
    """Split the tokens of one method also where others cut.

    Args:
        tokens: joined they are the text.
        differ: where some methods cut and others don't, in characters from the beginning.

    Example:
        >>> pieces(["新词", "发", "现"], [1, 3])
        [Piece(text='新', gap='joined'), Piece(text='词', gap='cut'), Piece(text='发', gap='own'),
         Piece(text='现', gap='end')]
    """
    text = "".join(tokens)
    ends = set()
    at = 0
    for token in tokens:
        at += len(token)
        ends.add(at)
    marked = {place for place in differ if 0 < place < len(text)}
    made, begin = [], 0
    for place in sorted((ends | marked) - {0, len(text)}):
        gap = ("own" if place in marked else "cut") if place in ends else "joined"
        made.append(Piece(text[begin:place], gap))
        begin = place
    if begin < len(text):
        made.append(Piece(text[begin:], "end"))
    return made


def count(tokens: Iterable[str]) -> int:
    r"""How many tokens are more than blanks.

    Example:
        >>> count(["新词", " ", "发现", "\n"])
        2
    """
    return sum(1 for token in tokens if token.strip())
