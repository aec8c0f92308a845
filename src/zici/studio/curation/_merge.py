"""The decisions of another person or machine come in: of two the newer one stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from ._decide import begin_step, keep_changes
from ._record import Change, present, record, to_decision
from ._schema import DECISIONS
from ._state import read_state
from ._time import to_number
from ._types import STATUSES, Conflict, Decision, MergeResult

_NOBODY = ""


def newest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The newest decision on each word."""
    found: dict[str, Decision] = {}
    for one in decisions:
        if one.word not in found or _rank(one) > _rank(found[one.word]):
            found[one.word] = one
    return found


def _rank(one: Decision) -> tuple[Any, ...]:
    # At the same time, both sides must choose alike, whichever merges first.
    return (one.time, one.author, one.status, one.target or "", one.note)


def _content(one: Decision) -> tuple[Any, ...]:
    return (one.status, one.target, one.note)


def merge(
    connection: Connection, theirs: Mapping[str, Decision], author: str | None, time: int
) -> MergeResult:
    """Take what is newer. See ``Curation.merge_decisions``."""
    state = read_state(connection, "write")
    known = present(connection, theirs)
    ours = {word: to_decision(row) for word, row in known.items()}
    circles = _circles(_edges(connection), theirs, ours)
    taken = [
        one
        for word, one in theirs.items()
        if word not in circles and (word not in ours or _rank(one) > _rank(ours[word]))
    ]
    if taken:
        by = Change("", "import", 0, None, "", author or _NOBODY, time, None)
        step = begin_step(connection, by, "gone" if author is None else "done")
        changes = [_change(one, step) for one in taken]
        keep_changes(connection, changes, known)
        record(connection, state, changes, known)
    both = [(ours[word], one) for word, one in theirs.items() if word in ours and word not in circles]
    conflicts = tuple(
        Conflict(mine, one, "theirs" if _rank(one) > _rank(mine) else "ours")
        for mine, one in both
        if _content(one) != _content(mine)
    )
    added = sum(one.word not in ours for one in taken)
    return MergeResult(added, len(both) - len(conflicts), conflicts, tuple(sorted(circles)))


def _change(one: Decision, step: int) -> Change:
    status = STATUSES.index(one.status)
    return Change(one.word, "import", status, one.target, one.note, one.author, to_number(one.time), step)


def _edges(connection: Connection) -> dict[str, str]:
    """Word -> target, of everything renamed or merged."""
    query = select(DECISIONS.c.word, DECISIONS.c.target).where(DECISIONS.c.target.is_not(None))
    return dict(connection.execute(query).all())


def _circles(edges: dict[str, str], theirs: Mapping[str, Decision], ours: Mapping[str, Decision]) -> set[str]:
    """The words whose decision can't be taken: with what stays, they would lead round in a circle."""
    found: set[str] = set()
    newer = [one for word, one in theirs.items() if word not in ours or _rank(one) > _rank(ours[word])]
    for one in newer:  # first what leads nowhere: it may open a circle
        if one.target is None:
            edges.pop(one.word, None)
    for one in sorted((one for one in newer if one.target is not None), key=_rank):
        word: str | None = one.target
        while word is not None and word != one.word:
            word = edges.get(word)
        if word == one.word:
            found.add(one.word)
        elif one.target is not None:
            edges[one.word] = one.target
    return found
