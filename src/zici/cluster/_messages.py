"""What executors send beside tables: an error, files that were skipped, how much text they saw."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from zici import errors
from zici.errors import ZiciError

# Numbers of parts that no table has.
ERROR, SKIPPED, SEEN = -1, -2, -3

Skipped = list[tuple[str, str]]


def pack_error(error: ZiciError) -> bytes:
    """An error as data: a task that raised it would be tried again, four times, with the same end."""
    return json.dumps([type(error).__name__, str(error)]).encode()


def unpack_error(data: bytes) -> ZiciError:
    """The error that an executor met.

    Example:
        >>> unpack_error(pack_error(errors.CorpusError("no text")))
        CorpusError('no text')
    """
    name, message = json.loads(data)
    error: ZiciError = getattr(errors, name, ZiciError)(message)
    return error


def pack_skipped(skipped: Skipped) -> bytes:
    """The files that were left out, and why."""
    return json.dumps(skipped).encode()


def unpack_skipped(data: bytes) -> Skipped:
    """The files and the reasons."""
    return [(path, reason) for path, reason in json.loads(data)]


def _joined(found: list[Any]) -> bytes:
    return pack_skipped([each for data in found for each in unpack_skipped(bytes(data))])


MERGES: dict[int, Callable[[list[Any]], bytes]] = {
    ERROR: lambda found: min(bytes(data) for data in found),  # the same one whatever came first
    SKIPPED: _joined,
    SEEN: lambda found: b"%d" % sum(int(bytes(data)) for data in found),
}
"""What becomes of the messages of many shares."""
