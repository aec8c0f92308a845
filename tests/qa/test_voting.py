"""The votes: the article's example, the rules by hand, and WebQA's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import OptionError
from zici.qa import Span
from zici.qa.voting import RULES, combine, official_vote, vote

SURE = [Span(0, 1, "A", 0.7, 0)]
GUESSES = [Span(0, 1, "B", 0.2, passage) for passage in range(1, 5)]

scores = st.lists(st.floats(0.01, 1), min_size=1, max_size=8)
spans = st.lists(
    st.builds(
        lambda text, score, passage: Span(0, len(text), text, score, passage),
        st.sampled_from(["天", "地", "天地", "天 地", "A", "a"]),
        st.floats(0.01, 1),
        st.integers(0, 4),
    ),
    max_size=12,
)


def test_the_known_answer():
    # .49 / 1.7 = .28824; 4 * .04 / (1 + .8) = .08889
    assert combine([0.7]) == pytest.approx(0.28824, abs=1e-5)
    assert combine([0.2] * 4) == pytest.approx(0.08889, abs=1e-5)


def test_the_rules_by_hand():
    held = [0.5, 0.3]
    assert combine(held, "sum") == pytest.approx(0.8)
    assert combine(held, "max") == 0.5
    assert combine(held, "squares") == pytest.approx(0.34)
    assert combine(held, "formula") == pytest.approx(0.34 / 1.8)
    assert [combine([], rule) for rule in RULES] == [0, 0, 0, 0]


@pytest.mark.parametrize(("rule", "first"), [("formula", "A"), ("squares", "A"), ("max", "A"), ("sum", "B")])
def test_who_wins(rule, first):
    assert vote(SURE + GUESSES, rule=rule)[0].text == first


@given(scores)
def test_the_formula_stays_below_the_highest_score_and_grows_with_more_of_it(held):
    assert combine(held) < max(held) <= 1
    assert combine([held[0]] * 2) > combine([held[0]])


@given(spans, st.sampled_from(RULES))
def test_every_span_is_in_one_answer_and_the_best_is_first(held, rule):
    answers = vote(held, rule=rule)
    assert sorted((span for answer in answers for span in answer.spans), key=repr) == sorted(held, key=repr)
    keys = ["".join(answer.text.split()).lower() for answer in answers]
    assert len(set(keys)) == len(keys)
    assert [answer.score for answer in answers] == sorted((answer.score for answer in answers), reverse=True)


def test_a_passage_counts_once_with_its_best():
    twice = [Span(0, 1, "A", 0.3, 0), Span(5, 6, "A", 0.7, 0)]
    answer = vote(twice)[0]
    assert answer.score == combine([0.7]) and [span.begin for span in answer.spans] == [0, 5]


def test_blanks_and_case_are_one_and_the_best_way_to_write_it_is_kept():
    answer = vote([Span(0, 3, "hiv", 0.2, 0), Span(0, 4, "HI V", 0.6, 1)])
    assert [found.text for found in answer] == ["HI V"]


def test_equal_answers_keep_the_order_of_the_passages():
    held = [Span(0, 1, text, 0.5, passage) for passage, text in enumerate("丙甲乙")]
    assert [answer.text for answer in vote(held)] == list("丙甲乙")


def test_no_spans_no_answers():
    assert vote([]) == []


def test_an_unknown_rule():
    for call in (lambda: combine([1.0], "mean"), lambda: vote([], rule="mean")):
        with pytest.raises(OptionError, match="expected one of formula, squares, sum, max"):
            call()


@pytest.mark.parametrize(
    ("passages", "answers"),
    [
        ([], ()),
        ([[], []], ()),
        # Given by two passages against one.
        ([["甲"], ["乙"], ["乙"]], ("乙",)),
        # All of the highest count.
        ([["甲"], ["乙"], ["乙"], ["甲"], ["丙"]], ("甲", "乙")),
        # None twice: those of the first passage that gave any.
        ([[], ["甲", "乙"], ["丙"]], ("甲", "乙")),
        # Twice in one passage counts twice.
        ([["甲"], ["乙", "乙"]], ("乙",)),
        # Blanks don't tell answers apart, case does; the first way to write it is kept.
        ([["NB A"], ["nba"], ["N BA"]], ("NB A",)),
        ([["New York"], []], ("New York",)),
    ],
)
def test_the_official_vote(passages, answers):
    assert official_vote(passages) == answers
