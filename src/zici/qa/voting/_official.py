"""The vote of WebQA's own evaluation, which knows no scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain


def official_vote(passages: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The answers that most passages gave, as WebQA's evaluation counts them.

    Blanks don't tell answers apart; of answers that differ in them, the one that came up first is given back.
    An answer that a passage gives twice counts twice. Where none is given twice, those of the first passage
    that gave any are taken.

    Args:
        passages: the answers found in each passage, in the passages' order.

    Returns:
        All answers of the highest count, in the order in which they came up; empty without any.

    Example:
        >>> official_vote([["李白"], ["杜甫"], [], ["杜 甫"]])
        ('杜甫',)
        >>> official_vote([[], ["李白", "王维"], ["杜甫"]])
        ('李白', '王维')
    """
    given = [tuple(answers) for answers in passages]
    counts = Counter("".join(answer.split()) for answers in given for answer in answers)
    most = max(counts.values(), default=0)
    if most == 1:
        return next(answers for answers in given if answers)
    written: dict[str, str] = {}
    for answer in chain.from_iterable(given):
        written.setdefault("".join(answer.split()), answer)
    return tuple(written[bare] for bare, count in counts.items() if count == most)
