"""Tokens as they are shown: where a method cuts and others don't, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Marked(NamedTuple):
    """The tokens of one method with what is marked in them.

    Attributes:
        tokens: the parts of each token: more than one where another method cuts inside it.
        own: for each token, whether the method cuts after it and another doesn't.
    """

    tokens: list[list[str]]
    own: list[bool]


def mark(tokens: Sequence[str], differ: Iterable[int]) -> Marked:
    """Mark where methods differ in the tokens of one of them.

    Args:
        tokens: joined they are the text.
        differ: where some methods cut and others don't, in characters from the beginning.

    Example:
        >>> mark(["新词", "发", "现"], [1, 3])
        Marked(tokens=[['新', '词'], ['发'], ['现']], own=[False, True, False])
    """
    marked = sorted(set(differ))
    made, own = [], []
    begin = k = 0
    for token in tokens:
        parts, at, end = [], begin, begin + len(token)
        while k < len(marked) and marked[k] < end:
            parts.append(token[at - begin : marked[k] - begin])
            at, k = marked[k], k + 1
        parts.append(token[at - begin :])
        is_own = k < len(marked) and marked[k] == end
        made.append(parts)
        own.append(is_own)
        begin, k = end, k + is_own
    return Marked(made, own)


def count(tokens: Iterable[str]) -> int:
    r"""How many tokens are more than blanks.

    Example:
        >>> count(["新词", " ", "发现", "\n"])
        2
    """
    return sum(1 for token in tokens if token.strip())


def line(tokens: Iterable[str]) -> str:
    r"""Tokens with one blank between them, as ``zici cut`` writes them; lines stay lines.

    Example:
        >>> line(["新词", " ", "发现", "\n", "好"])
        '新词 发现\n好'
    """
    made: list[list[str]] = [[]]
    for token in tokens:
        if token.strip():
            made[-1].append(token)
        made.extend([] for _ in range(token.count("\n")))
    return "\n".join(" ".join(words) for words in made)
