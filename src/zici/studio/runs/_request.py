"""What a run is asked to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from zici.errors import OptionError


@dataclass(frozen=True)
class RunRequest:
    """Long work on uploads, in plain values that JSON can hold.

    Attributes:
        uploads: the numbers of the files to work on.
        column: the column of tables that holds the text, or its number from 1; None: the usual one.
        options: of "mine" those of :class:`zici.mining.MiningOptions` by name; of other kinds the
            parameters that their function takes.
        reading: how :class:`zici.Corpus` reads the files: "encoding", "errors", "nfkc", "simplify".
        known: uploads of word lists; what they hold is no new word.
        kind: what is done, one of ``TASKS``.

    Raises:
        OptionError: a value that JSON can't hold, or of another type.

    Example:
        >>> request = RunRequest(uploads=[3], options={"min_count": 5})
        >>> RunRequest.from_json(request.as_json()) == request
        True
    """

    uploads: tuple[int, ...] = ()
    column: str | int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)
    known: tuple[int, ...] = ()
    kind: str = "mine"

    def __post_init__(self) -> None:
        for name in ("uploads", "known"):
            object.__setattr__(self, name, _numbers(name, getattr(self, name)))
        for name in ("options", "reading"):
            object.__setattr__(self, name, _plain(name, getattr(self, name)))
        if isinstance(self.column, bool) or not isinstance(self.column, str | int | None):
            raise OptionError(f"column: expected a name, a number from 1 or null, got {self.column!r}")

    def as_json(self) -> str:
        """Give all of it as one line."""
        return json.dumps(asdict(self))  # ASCII: JSON can hold halves of characters, databases can't

    @classmethod
    def from_json(cls, text: str) -> RunRequest:
        """Read what :meth:`as_json` gave."""
        return cls(**json.loads(text))


def _numbers(name: str, given: Any) -> tuple[int, ...]:
    if not isinstance(given, list | tuple) or any(type(one) is not int for one in given):
        raise OptionError(f"{name}: expected a list of numbers of uploads, got {given!r}")
    return tuple(dict.fromkeys(given))


def _plain(name: str, given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
        raise OptionError(f"{name}: expected names with values, got {given!r}")
    try:
        copy: dict[str, Any] = json.loads(json.dumps(dict(given), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise OptionError(f"{name}: expected numbers, texts, lists and null, got others ({error})") from error
    return copy
