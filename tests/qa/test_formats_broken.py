"""Files of questions with something else in one place, or cut short: read, or refused in one line."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import FormatError, InputError
from zici.qa import Passage, QAExample, load_examples, save_examples
from zici.qa.formats import FORMATS, check_examples, load_predictions

EXAMPLES = [
    QAExample("q1", "多高", (Passage("p1", "主峰高382米", ("382米",)),), ("382米",)),
    QAExample("q2", "在哪", (Passage("p1", "主峰高382米"),), ("广州",)),
    QAExample("q3", "谁", (Passage("p3", "云"),)),
]
PREDICTIONS = {"q1": "382米", "q2": ["广州", "天"], "q3": {"p3": "云", "p4": ["天"]}}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """What is in a sound file, by form."""
    path = tmp_path_factory.mktemp("broken") / "questions.json"
    found = {}
    for form in FORMATS:
        save_examples(EXAMPLES, path, format=form)
        found[form] = json.loads(path.read_bytes())
    return found


def places(value):
    """The way to every node below a value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield (key,)
        yield from ((key, *rest) for rest in places(value[key]))


def broken(draw, document):
    """A copy in which one node is another value, is missing, or has another name."""
    result = copy.deepcopy(document)
    *way, last = draw(st.sampled_from(list(places(result))))
    holder = result
    for key in way:
        holder = holder[key]
    change = draw(st.sampled_from(["replace", "replace", "drop", "rename"]))
    if change == "rename" and isinstance(holder, dict):
        holder[draw(st.text(max_size=3))] = holder.pop(last)
    elif change == "drop":
        del holder[last]
    else:
        holder[last] = draw(values)
    return result


def in_one_line(error, path):
    """What is told after the file's name."""
    text = str(error)
    assert "\n" not in text and text.startswith(str(path)) and len(text) < 1000
    return text.removeprefix(str(path))


@given(st.data())
@pytest.mark.parametrize("form", FORMATS)
def test_another_value_somewhere(tmp_path_factory, documents, form, data):
    path = tmp_path_factory.mktemp("broken") / "questions.json"
    path.write_text(json.dumps(broken(data.draw, documents[form])), encoding="utf-8")
    try:
        examples = load_examples(path)
    except InputError as error:
        refused = in_one_line(error, path)
    else:
        assert all(isinstance(example, QAExample) for example in examples)
        save_examples(examples, path, format="merged")  # what is read can be written
        assert load_examples(path) == examples
        return
    try:
        problems = check_examples(path).problems
    except InputError as error:  # no form of questions at all
        assert in_one_line(error, path) == refused
        return
    severe = [f", {problem.entry}: {problem.text}" for problem in problems if problem.severe]
    assert refused == severe[0]


@given(st.data())
def test_another_value_among_predictions(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("broken") / "answers.json"
    path.write_text(json.dumps(broken(data.draw, PREDICTIONS)), encoding="utf-8")
    try:
        load_predictions(path)
    except InputError as error:
        in_one_line(error, path)


@pytest.mark.parametrize("form", FORMATS)
def test_cut_short_anywhere(tmp_path, documents, form):
    path = tmp_path / "questions.json"
    whole = json.dumps(documents[form], ensure_ascii=False, indent=1).encode()
    for size in range(len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(InputError) as refused:
            load_examples(path)
        told = in_one_line(refused.value, path)
        if isinstance(refused.value, FormatError) and size > 1:
            assert told.startswith((", line ", ": expected JSON"))
