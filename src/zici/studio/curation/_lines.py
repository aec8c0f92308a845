"""Decisions as lines of JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from zici.errors import FormatError, InputError, OptionError

from ._decide import check_decision, check_text
from ._types import ACTIONS, STATUSES, Decision

FIELDS = ("word", "status", "target", "note", "author", "time")
_ACTION_OF = {status: action for action, status in ACTIONS.items()}
_AHEAD = timedelta(days=1)
_LONGEST = 1 << 16  # bytes of a line


def to_line(decision: Decision) -> str:
    """One decision."""
    values = {name: getattr(decision, name) for name in FIELDS}
    values["time"] = f"{decision.time:%Y-%m-%dT%H:%M:%S.%f}Z"
    return json.dumps(values, ensure_ascii=False)


def read_lines(source: str | os.PathLike[str] | Iterable[str], now: datetime) -> Iterator[Decision]:
    """The decisions of a file (a path), or of lines; those that are empty are left out.

    Raises:
        InputError: no file there, or it can't be read.
        FormatError: names the place of a line that is no decision.
    """
    if isinstance(source, str | os.PathLike):
        yield from _parse(_file_lines(Path(source)), str(source), now)
    else:
        yield from _parse(source, "decisions", now)


def _file_lines(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST + 1), b""), 1):
                if len(line) > _LONGEST:
                    _refuse(str(path), number, f"a line of more than {_LONGEST:,} bytes")
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    _refuse(str(path), number, "bytes that are not UTF-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read ({error}); check the path and its permissions") from error


def _parse(lines: Iterable[str], place: str, now: datetime) -> Iterator[Decision]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            _refuse(place, number, f"{line.strip()[:40]!r}")
        if not isinstance(values, dict) or not {"word", "status", "author", "time"} <= values.keys():
            _refuse(place, number, f"{line.strip()[:40]!r}")
        try:
            yield _decision(values, now)
        except OptionError as error:
            _refuse(place, number, str(error))


def _decision(values: dict[str, Any], now: datetime) -> Decision:
    status, target, note = values["status"], values.get("target"), values.get("note") or ""
    if status not in STATUSES:
        raise OptionError(f"status {status!r:.60}, none of {', '.join(STATUSES)}")
    check_decision(values["word"], _ACTION_OF[status], target)
    check_text("author", values["author"])
    check_text("note", note, blank=True)
    time = _time(values["time"])
    if time > now + _AHEAD:
        raise OptionError(f"time {values['time']!r:.60}, which lies in the future; set that machine's clock")
    return Decision(values["word"], "import", status, target, note, values["author"], time, 0)


def _time(text: object) -> datetime:
    try:
        time = datetime.fromisoformat(str(text))
        if time.tzinfo is not None:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise OptionError(f"time {text!r:.60}, expected one such as 2026-01-31T12:00:00Z")


def _refuse(place: str, number: int, found: str) -> NoReturn:
    raise FormatError(
        f"{place}:{number}: expected a decision (JSON with {', '.join(FIELDS)}), found {found}; "
        "nothing was changed"
    )
