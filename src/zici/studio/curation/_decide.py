"""A person decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from zici.errors import OptionError

from ._errors import ConflictError
from ._record import Change, check_circles, present, record
from ._schema import CHANGES, LONGEST, STEPS
from ._state import State
from ._time import to_time
from ._types import ACTIONS, Decision

_LONGEST = {"word": LONGEST, "target": LONGEST, "author": 200, "note": 5000}
_PARTS = ("status", "target", "note")


def check_text(what: str, text: object, *, blank: bool = False) -> str:
    """A word, an author or a note, as it is.

    Raises:
        OptionError: blank, too long, or with characters that a list of words can't hold.
    """
    if not isinstance(text, str) or (not blank and not text.strip()):
        raise OptionError(f"{what}: expected text, found {text!r}")
    if len(text) > _LONGEST[what]:
        raise OptionError(f"{what}: expected at most {_LONGEST[what]:,} characters, found {len(text):,}")
    allowed = "\n\t" if what == "note" else ""
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cs") and char not in allowed:
            raise OptionError(f"{what} {text[:20]!r}: expected no control characters, found {char!r}")
    return text


def check_decision(word: str, action: str, target: str | None) -> None:
    """Refuse an action without the target it needs, or with one that it has no use for.

    Raises:
        OptionError: says which.
    """
    check_text("word", word)
    if action not in ACTIONS:
        raise OptionError(f"action={action!r}: expected one of {', '.join(ACTIONS)}")
    if action not in ("rename", "merge"):
        if target is not None:
            raise OptionError(f"target={target!r}: {action} takes none; leave it out")
        return
    if target is None:
        raise OptionError(f"{action} {word!r}: expected a target, the other word")
    if check_text("target", target) == word:
        raise OptionError(f"{action} {word!r}: expected another word as target, found the same")


def decide(
    connection: Connection, words: Mapping[str, int | None], change: Change, state: State
) -> list[Decision]:
    """Do to all ``words`` what ``change`` says of its own (no) word; one step of undo."""
    known = present(connection, words)
    for word, version in words.items():
        row = known.get(word)
        if version is not None and version != (0 if row is None else row.version):
            raise conflict(word, row)
    if change.action == "merge" and change.target is not None:
        _check_there(connection, state, change.target)
    step = begin_step(connection, change)
    changes = [change._replace(word=word, step=step) for word in words]
    keep_changes(connection, changes, known)
    found = record(connection, state, changes, known)
    check_circles(connection, [change.target] if change.target else [])
    return found


def conflict(word: str, row: Any) -> ConflictError | OptionError:
    """The error for a word that another has changed."""
    if row is None:
        return OptionError(f"{word!r}: nobody has decided on it, its version is 0; look at it again")
    return ConflictError(word, row.author, to_time(row.time))


def _check_there(connection: Connection, state: State, target: str) -> None:
    query = select(state.words.c.id).where(state.words.c.word == target)
    if connection.execute(query).first() is None:
        raise OptionError(f"merge into {target!r}: there is no such word; rename, or accept it first")


def begin_step(connection: Connection, change: Change, state: str = "done") -> int:
    """A new step of its author; what they have undone can't be done again then."""
    undone = select(STEPS.c.id).where(STEPS.c.author == change.author, STEPS.c.state == "undone")
    connection.execute(delete(CHANGES).where(CHANGES.c.step.in_(undone)))
    connection.execute(
        update(STEPS).where(STEPS.c.author == change.author, STEPS.c.state == "undone").values(state="gone")
    )
    row = {"author": change.author, "action": change.action, "time": change.time, "state": state}
    key = connection.execute(insert(STEPS).values(row)).inserted_primary_key
    return int(key[0]) if key else 0


def keep_changes(connection: Connection, changes: list[Change], known: Mapping[str, Any]) -> None:
    """Keep what a step found and what it leaves."""
    rows = []
    for change in changes:
        old = known.get(change.word)
        row: dict[str, Any] = {"step": change.step, "word": change.word}
        row["old_step"] = None if old is None else old.step
        for part in _PARTS:
            row[f"new_{part}"] = getattr(change, part)
            row[f"old_{part}"] = (
                getattr(old, part) if old is not None else {"status": 0, "note": ""}.get(part)
            )
        rows.append(row)
    connection.execute(insert(CHANGES), rows)
