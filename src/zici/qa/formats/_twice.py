"""Keys that stand twice in one object of a JSON file: the entries in which they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

IDS = ("id", "query_id", "context_id")


class Twice(NamedTuple):
    """A key that stands twice.

    Attributes:
        entry: the id of the question or passage it belongs to; without one, which entry of the list that is.
        text: what was expected and what was found.
    """

    entry: str
    text: str


def find_twice(data: Any, twice: Mapping[int, Sequence[str]]) -> Iterator[Twice]:
    """Yield the keys that stand twice, in the file's order.

    Args:
        data: what the file holds.
        twice: keys that an object has twice, by the object's ``id()``.

    Example:
        >>> passage = {"passage": "主峰高382米", "answer": "382米"}
        >>> data = [{"id": "q1", "question": "白云山多高", "passages": [passage]}]
        >>> list(find_twice(data, {id(passage): ["answer"]}))[0].entry
        'q1'
    """
    held: list[tuple[str, Any]] = [("", data)]  # no recursion: a file may be nested as deep as it likes
    while held:
        entry, value = held.pop()
        if isinstance(value, list):
            numbered = ((entry or f"entry {place}", item) for place, item in enumerate(value, 1))
            held += reversed(list(numbered))
        elif isinstance(value, dict):
            entry = _own_name(value) or entry
            for key in twice.get(id(value), ()):
                yield _told(entry, key)
            held += reversed([(_name_below(entry, key, item), item) for key, item in value.items()])


def _own_name(value: dict[str, Any]) -> str | None:
    found = (value[key] for key in IDS if isinstance(value.get(key), str | int))
    return next((str(name) for name in found if name), None)


def _name_below(entry: str, key: str, value: Any) -> str:
    """In WebQA's form, questions and passages have their ids as keys."""
    return key if isinstance(value, dict) and key != "evidences" else entry


def _told(entry: str, key: str) -> Twice:
    if not entry:
        return Twice(key, "expected every id once, found this key twice in one object")
    return Twice(entry, f"expected every key once in an object, found {key!r:.60} twice")
