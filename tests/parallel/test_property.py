"""Against the plain loop: the same results for any workers, chunks and windows."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from zici.errors import TaskError
from zici.parallel import parallel_imap, parallel_map

lists = st.lists(st.one_of(st.integers(), st.text(max_size=5), st.none()), max_size=60)


@st.composite
def options(draw: st.DrawFn) -> dict[str, object]:
    window = draw(st.one_of(st.none(), st.integers(1, 20)))
    chunk = draw(st.one_of(st.none(), st.integers(1, window or 80)))
    return {"workers": draw(st.integers(1, 5)), "window": window, "chunk": chunk}


def _check(items: list[object], given_options: dict[str, object], backend: str, sized: bool) -> None:
    def work(item: object) -> tuple[str, object]:
        return type(item).__name__, item

    def source() -> object:
        return items if sized else iter(items)

    loop = [work(item) for item in items]
    assert parallel_map(work, source(), backend=backend, **given_options) == loop
    assert list(parallel_imap(work, source(), backend=backend, **given_options)) == loop
    assert Counter(parallel_map(work, source(), backend=backend, ordered=False, **given_options)) == Counter(
        loop
    )
    pairs = parallel_imap(work, source(), backend=backend, ordered=False, **given_options)
    assert sorted(pairs, key=lambda pair: pair[0]) == list(enumerate(loop))


@given(items=lists, given_options=options(), sized=st.booleans())
@settings(max_examples=60)
def test_threads_equal_the_loop(items: list[object], given_options: dict[str, object], sized: bool) -> None:
    _check(items, given_options, "thread", sized)


@given(items=lists, given_options=options(), sized=st.booleans())
@settings(max_examples=15)
def test_processes_equal_the_loop(items: list[object], given_options: dict[str, object], sized: bool) -> None:
    _check(items, given_options | {"workers": 2}, "process", sized)


@given(items=lists, given_options=options(), bad=st.sets(st.integers(0, 60)))
@settings(max_examples=40)
def test_failures_stand_where_their_items_stood(
    items: list[object], given_options: dict[str, object], bad: set[int]
) -> None:
    def work(pair: tuple[int, object]) -> object:
        if pair[0] in bad:
            raise ValueError(pair)
        return pair[1]

    values = parallel_map(work, list(enumerate(items)), backend="thread", errors="return", **given_options)
    assert len(values) == len(items)
    for index, (value, item) in enumerate(zip(values, items, strict=True)):
        if index in bad:
            assert isinstance(value, TaskError)
            assert value.index == index
        else:
            assert value == item
