"""From the network's numbers to answers, against trying everything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zici.qa import Span
from zici.qa.reader._decode import Scored, best_spans, probabilities, spans_of
from zici.qa.reader._options import Decoding

CHARS = st.text(st.sampled_from("山海a1，"), min_size=1, max_size=9)


@st.composite
def read(draw):
    """A text, begin and end of its places (with many equal ones), and how to decode."""
    text = draw(CHARS)
    places = draw(arrays.arrays(np.float32, (len(text), 2), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])))
    decoding = Decoding(
        max_length=draw(st.integers(1, 5)),
        candidates=draw(st.integers(1, 4)),
        threshold=draw(st.sampled_from([0.0, 0.2, 0.5])),
    )
    return text, places, decoding


def by_trying_all(text, places, decoding):
    spans = []
    for first in range(len(text)):
        for last in range(first, len(text)):
            halves = sum(1 if char in "a1" else 2 for char in text[first : last + 1])
            score = float(places[first, 0] * places[last, 1])
            said = set(text[first : last + 1]) != {"，"}
            if said and halves <= 2 * decoding.max_length and score >= decoding.threshold:
                spans.append((-score, first, last))
    found = []
    for score, first, last in sorted(spans):
        same = any(text[a : b + 1] == text[first : last + 1] for _, a, b in found)
        apart = all(last < a or b < first for _, a, b in found)
        if apart and not same and len(found) < decoding.candidates:
            found.append((-score, first, last))
    return found


@given(read())
def test_the_best_spans(case):
    text, places, decoding = case
    found = best_spans(places, text, decoding)
    assert [tuple(span) for span in found] == by_trying_all(text, places, decoding)


def test_letters_and_digits_count_half():
    places = np.zeros((30, 2), np.float32)
    places[0, 0] = places[23, 1] = 1.0
    assert best_spans(places, "1" * 30, Decoding(threshold=0.5)) == [Scored(1.0, 0, 23)]
    assert best_spans(places, "山" * 30, Decoding(threshold=0.5)) == []


def test_windows_of_one_passage_are_joined():
    passage = "高382米，高３８２米，高500米"
    found = [Scored(0.5, 1, 4), Scored(0.7, 7, 10), Scored(0.6, 2, 4), Scored(0.4, 13, 16)]
    spans = spans_of(passage, 3, found, Decoding(candidates=3))
    assert spans == [
        Span(7, 11, "３８２米", 0.7, 3),
        Span(2, 5, "82米", 0.6, 3),
        Span(13, 17, "500米", 0.4, 3),
    ]
    assert spans_of(passage, 3, found, Decoding()) == spans[:1]


@given(arrays.arrays(np.float32, (2, 3, 3), elements=st.floats(-90, 90, width=32)))
def test_places_times_the_answer_in_the_passage(logits):
    with np.errstate(over="ignore"):
        sigmoid = 1 / (1 + np.exp(-logits.astype(np.float64)))
    expected = sigmoid[..., :2] * sigmoid[..., 2:]
    np.testing.assert_allclose(probabilities(logits), expected, rtol=1e-4, atol=1e-12)


@pytest.mark.parametrize("text", ["", "山"])
def test_nothing_to_find(text):
    places = np.zeros((len(text), 2), np.float32)
    assert best_spans(places, text, Decoding(threshold=0.1)) == []
