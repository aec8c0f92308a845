"""Requests: plain values that go through JSON unharmed, everything else is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import OptionError
from zici.studio.runs import RunRequest

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.integers(), unique=True),
    st.none() | st.integers() | st.text(),
    st.dictionaries(st.text(), PLAIN),
)
def test_a_request_goes_through_json(uploads: list[int], column: Any, options: dict[str, Any]) -> None:
    request = RunRequest(tuple(uploads), column, options)
    assert RunRequest.from_json(request.as_json()) == request


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"uploads": 1}, "uploads: expected a list of numbers"),
        ({"uploads": ["../x"]}, "uploads: expected a list of numbers"),
        ({"known": [True]}, "known: expected a list of numbers"),
        ({"column": 1.5}, "column: expected a name"),
        ({"column": True}, "column: expected a name"),
        ({"options": [1]}, "options: expected names with values"),
        ({"options": {1: 2}}, "options: expected names with values"),
        ({"options": {"a": object()}}, "options: expected numbers, texts"),
        ({"options": {"a": float("nan")}}, "options: expected numbers, texts"),
        ({"reading": {"a": b"x"}}, "reading: expected numbers, texts"),
    ],
)
def test_what_is_not_plain_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(OptionError, match=told):
        RunRequest(**wrong)


def test_later_changes_of_what_was_given_change_nothing() -> None:
    options = {"a": [1]}
    request = RunRequest([1, 1, 2], options=options)  # type: ignore[arg-type]
    options["a"].append(2)
    assert request.options == {"a": [1]} and request.uploads == (1, 2)
