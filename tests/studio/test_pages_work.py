"""What the pages stand on: stages in two languages, fields of a form, long work in threads."""

from __future__ import annotations

import re
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra studio is not installed")

from zici._progress import Step
from zici.discovery._methods import METHODS
from zici.errors import InputError, OptionError
from zici.studio.pages._stages import NUMBERED, STAGES, told
from zici.studio.pages._work import Work, begin, found
from zici.studio.pages.corpus._options import parsed, shown
from zici.studio.pages.opinions._form import guessed
from zici.studio.pages.opinions._try import kind_of

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_stages_are_told_in_the_language_of_the_page():
    assert all(CHINESE.search(told(stage, "zh")) for stage in STAGES)
    assert told("estimate words, round 1 of 2", "zh") == "估计词语，第 1 轮，共 2 轮"
    assert told("a new stage", "zh") == "a new stage"
    assert told("a new stage", "en") == "A new stage"
    assert all(pattern.groups for pattern, _ in NUMBERED)


@given(st.text(alphabet="0123456789.,:=- autoinf１２，：", max_size=40))
@example("9" * 5000 + ":1")
@example("1:2,")
def test_a_field_is_read_whatever_stands_in_it(text):
    found = parsed(text)
    assert found is None or isinstance(found, (int, float, str, dict))
    assert (found is None) == (not text.strip())


def test_a_default_that_a_field_shows_is_read_as_itself():
    for method in METHODS.values():
        for name, value in method.defaults.items():
            if isinstance(value, (int, str, dict)) and not isinstance(value, bool):
                assert parsed(shown(value)) == value, name


@given(st.lists(st.text(max_size=8), unique=True, max_size=5), st.integers(0, 5))
def test_guessed_columns_are_two_of_the_table(names, place):
    text = names[place] if place < len(names) else None
    found, label = guessed(names, text)
    assert found is None or found in names
    assert label is None or label in names
    assert found is None or found != label


@given(st.floats(-10, 10), st.floats(0, 10))
def test_a_piece_is_marked_by_its_sign(value, more):
    kind = kind_of(value, abs(value) + more)
    assert kind == "" or kind.startswith("z-for" if value > 0 else "z-against")


def test_work_tells_its_steps_and_its_result():
    goes_on, stepped = threading.Event(), threading.Event()

    def function(progress):
        progress(Step("read text", 1, 2, "bytes"))
        stepped.set()
        goes_on.wait(10)
        return "found"

    class Studio:
        pass

    studio = Studio()
    work = begin(studio, "here", "reading", function)
    assert stepped.wait(10)
    assert not work.done
    assert work.step == Step("read text", 1, 2, "bytes")
    assert found(studio, "here") is work
    assert found(studio, "there") is None
    with pytest.raises(OptionError, match="reading: still at work"):
        begin(studio, "here", "another", function)
    begin(studio, "there", "another", lambda progress: None).wait()  # elsewhere there is room
    goes_on.set()
    work.wait()
    assert (work.done, work.result, work.error) == (True, "found", "")
    begin(studio, "here", "again", lambda progress: None).wait()


def test_errors_of_work_are_one_line_with_names_in_the_place_of_paths():
    def refuse(progress):
        raise InputError("/state/uploads/3/data.csv: no such column")

    def fail(progress):
        raise ValueError("not foreseen")

    refused, failed = Work("refuse", refuse), Work("fail", fail)
    refused.names = {"/state/uploads/3/data.csv": "评论.csv"}
    refused.wait()
    failed.wait()
    assert refused.told() == "评论.csv: no such column"
    assert (refused.done, refused.result) == (True, None)
    assert failed.told() == "ValueError: not foreseen"
