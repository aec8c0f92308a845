"""The threshold below which an answer is none: chosen so that the fuzzy F1 is best."""

from __future__ import annotations

import random

import pytest

from zici.errors import EmptyError
from zici.qa import Passage, QAExample, Span
from zici.qa.reader import Decoding, choose_threshold
from zici.qa.reader._threshold import best_threshold
from zici.qa.reader._validate import fuzzy_f1
from zici.qa.voting import vote


class Sure:
    """Gives answers whose scores are known."""

    decoding = Decoding(vote="sum", threshold=0.9)

    def __init__(self, scores):
        self.scores = scores

    def spans_many(self, questions, *, decoding):
        assert (decoding.threshold, decoding.vote) == (0.0, "sum")  # every answer, read as the reader reads
        return [[Span(0, 1, "天", self.scores[question.id], 0)] for question in questions]


def asked(**answers):
    return [QAExample(name, "谁", (Passage("p", "天"),), told) for name, told in answers.items()]


def test_questions_without_an_answer_are_left_unanswered():
    reader = Sure({"a": 0.8, "b": 0.3, "c": 0.2, "d": 0.6})
    examples = asked(a=("天",), b=(), c=(), d=("天",))
    assert choose_threshold(reader, examples) == 0.6
    assert choose_threshold(reader, asked(a=("天",), b=("天",))) == 0.0  # nothing is better left out
    assert choose_threshold(reader, asked(a=("地",), b=("地",))) == 0.0  # whatever is done, none is right
    with pytest.raises(EmptyError, match="expected some to choose a threshold by"):
        choose_threshold(reader, [])


def span(rng, example, place):
    """A reader is surer of what is right, but not always."""
    right = bool(example.answers) and rng.random() < 0.6
    return Span(0, 1, "天" if right else "地", rng.uniform(0.2, 1) if right else rng.uniform(0, 0.6), place)


def test_none_is_better_than_what_is_chosen():
    rng = random.Random(0)
    examples = [QAExample(str(n), "谁", (), ("天",) if rng.random() < 0.7 else ()) for n in range(40)]
    spans = [[span(rng, example, place) for place in range(3)] for example in examples]

    def quality(threshold):
        kept = [[span for span in found if span.score >= threshold] for found in spans]
        return fuzzy_f1(examples, [vote(found) for found in kept])

    chosen = best_threshold(examples, spans, rule="formula")
    every = sorted({span.score for found in spans for span in found})
    assert quality(chosen) > quality(0.0)
    # Of 120 scores 100 are tried, so that the best of all may be a neighbour.
    assert quality(chosen) >= max(map(quality, every)) - 0.02
    assert quality(chosen) == max(quality(every[k * 119 // 99]) for k in range(100))
