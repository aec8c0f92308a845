"""Taking a step back, and doing it again.

Every word stands at a step: the one whose outcome it shows. A step can be undone while its words stand at it,
and done again while they stand where it found them: undoing takes them back to the earlier step itself, so
that the one before can be undone next. Whoever decides in between makes the words stand elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select, update

from ._decide import conflict
from ._record import Change, check_circles, present, record
from ._schema import CHANGES, STEPS
from ._state import read_state
from ._types import Decision


class Way(NamedTuple):
    """A way to go: which steps it takes, what they are afterwards, which side of a change comes."""

    action: str
    takes: str
    leaves: str
    side: str


BACK = Way("undo", "done", "undone", "old")
FORTH = Way("redo", "undone", "done", "new")


def move(connection: Connection, way: Way, author: str, time: int) -> list[Decision]:
    """Go one step of the author's; nothing where there is none.

    Raises:
        ConflictError: a word of the step stands elsewhere now.
        OptionError: words would lead round in a circle.
    """
    state = read_state(connection, "write")
    latest = STEPS.c.id.desc() if way is BACK else STEPS.c.id.asc()
    query = select(STEPS.c.id).where(STEPS.c.author == author, STEPS.c.state == way.takes)
    step = connection.execute(query.order_by(latest).limit(1)).scalar_one_or_none()
    if step is None:
        return []
    rows = connection.execute(select(CHANGES).where(CHANGES.c.step == step)).all()
    known = present(connection, [row.word for row in rows])
    changes = []
    for row in rows:
        old = known[row.word]
        before, after = (step, row.old_step) if way is BACK else (row.old_step, step)
        if old.step != before:
            raise conflict(row.word, old)
        status, target, note = (row._mapping[f"{way.side}_{part}"] for part in ("status", "target", "note"))
        changes.append(Change(row.word, way.action, status, target, note, author, time, after))
    connection.execute(update(STEPS).where(STEPS.c.id == step).values(state=way.leaves))
    found = record(connection, state, changes, known)
    check_circles(connection, [change.target for change in changes if change.target])
    return found
