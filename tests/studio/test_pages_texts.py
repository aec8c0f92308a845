"""What the pages say: the same in both languages, and nothing that a page can't fill in."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra studio is not installed")

from zici.studio.pages import PAGES
from zici.studio.pages._settings import LONGEST_NAME, clean_name
from zici.studio.pages._texts import COMMON, LANGUAGES, preferred
from zici.studio.pages.cut._tokens import mark
from zici.studio.pages.words._filters import STEPS, Filters, Scale

ALL = [pytest.param(COMMON, id="common"), *(pytest.param(page.texts, id=page.path) for page in PAGES)]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("texts", ALL)
def test_both_languages_say_the_same(texts):
    assert set(texts) == set(LANGUAGES)
    assert set(texts["en"]) == set(texts["zh"])
    for key, text in texts["en"].items():
        assert names(text) == names(texts["zh"][key]), key


def test_seven_pages_each_with_a_path_and_a_title_of_its_own():
    assert len({page.path for page in PAGES}) == 7
    for lang in LANGUAGES:
        assert len({page.texts[lang]["title"] for page in PAGES}) == 7


@given(st.text(max_size=60))
def test_any_header_names_a_language(header):
    assert preferred(header) in LANGUAGES


@given(st.text(max_size=200))
def test_a_name_is_one_short_line(name):
    cleaned = clean_name(name)
    assert len(cleaned) <= LONGEST_NAME
    assert cleaned.isprintable()
    assert clean_name(cleaned) == cleaned


bounds = st.tuples(
    st.none() | st.floats(-1e9, 1e9).map(lambda x: float(f"{x:.6g}")),
    st.none() | st.integers(0, 10**9).map(float),
).filter(lambda bound: bound != (None, None))


@given(
    st.builds(
        Filters,
        text=st.text(max_size=9),
        status=st.sampled_from(["", "accepted", "undecided"]),
        new=st.booleans(),
        bounds=st.dictionaries(st.text(min_size=1, max_size=9), bounds, max_size=3),
    )
)
def test_filters_come_back_from_an_address(filters):
    assert Filters.of(filters.params()) == filters


@given(st.lists(st.tuples(st.sampled_from(["text", "status", "new", "bound"]), st.text(max_size=12))))
def test_any_address_gives_filters_that_the_api_takes(pairs):
    from zici.studio.api._words import bounds_of
    from zici.studio.curation import WordQuery

    filters = Filters.of(pairs)
    told = bounds_of([value for key, value in filters.params() if key == "bound"])
    WordQuery(filters.text, filters.status or None, told)


scales = st.builds(
    lambda least, width, whole, logarithmic: Scale(
        least, least + width, whole=whole, logarithmic=logarithmic
    ),
    st.integers(1, 1000),
    st.integers(1, 10**6),
    st.booleans(),
    st.booleans(),
)


@given(scales, st.integers(0, STEPS))
def test_a_step_stands_for_a_value_inside_and_back_near_it(scale, step):
    value = scale.value(step)
    assert scale.least * 0.99 <= value <= scale.most * 1.01
    assert 0 <= scale.step(value) <= STEPS
    low, high = scale.bound((0, STEPS))
    assert (low, high) == (None, None)
    assert scale.steps(scale.bound((step, STEPS)))[1] == STEPS


@given(st.lists(st.text(min_size=1, max_size=4), max_size=8), st.sets(st.integers(1, 30)))
def test_marks_keep_the_text(tokens, differ):
    made = mark(tokens, differ)
    assert ["".join(parts) for parts in made.tokens] == tokens
    ends, at = [], 0
    for token in tokens:
        at += len(token)
        ends.append(at)
    assert made.own == [end in differ for end in ends]
    inside = sum(1 for place in differ if place < at and place not in ends)
    assert sum(len(parts) - 1 for parts in made.tokens) == inside
