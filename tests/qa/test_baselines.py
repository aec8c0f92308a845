"""Baselines: what they find, by hand, and what they never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import OptionError
from zici.qa import Passage, QAExample
from zici.qa.baselines import BASELINES, answer_by, predict_by, question_type
from zici.qa.scores import evaluate

MOUNTAIN = [
    "广州白云山是新羊城八景之首。主峰摩星岭高382米，峰峦重叠。",
    "白云山由30多座山峰组成。主峰高382米。",
    "最新测绘高度为372.6米。",
    "山体相当宽阔。",
]

texts = st.text("白云山主峰高有多谁是李白杜甫哪年里1949年，。 a·İ《》", max_size=40)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("白云山有多高", "number"),
        ("水浒传有几位好汉", "number"),
        ("莫扎特是哪国人", "place"),
        ("舒伯特出生在哪里", "place"),
        ("新中国哪一年成立", "date"),
        ("奥运会是什么时候开幕的", "date"),
        ("《红楼梦》的作者是谁", "person"),
        ("哪位诗人有诗佛之称", "person"),
        ("驴和马的后代叫什么", "other"),
        ("", "other"),
    ],
)
def test_what_a_question_asks_for(question, kind):
    assert question_type(question) == kind


def test_the_number_that_most_passages_have():
    spans = answer_by("typed", "广州白云山海拔多高", MOUNTAIN)
    # 30多 is no number with a measure; the fourth passage has none.
    assert [(span.text, span.score, span.passage) for span in spans] == [
        ("382米", 0.5, 0),
        ("382米", 0.5, 1),
        ("372.6米", 0.25, 2),
    ]


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("新中国哪一年成立", "中华人民共和国成立于1949年10月1日，定都北京", "1949年10月1日"),
        ("意大利国庆是几月几日", "6月2日是意大利的国庆日", "6月2日"),
        ("普洱茶产自我国的哪个省", "你好！普洱茶产自云南", "云南"),
        ("从百草园到三味书屋的作者是谁", "《从百草园到三味书屋》是鲁迅于1926年写的", "鲁迅"),
        ("这首诗的作者是谁", "作者是威廉·莎士比亚", "威廉·莎士比亚"),
    ],
)
def test_what_looks_like_an_answer(question, passage, answer):
    assert [span.text for span in answer_by("typed", question, [passage])] == [answer]


def test_what_the_question_says_is_no_answer():
    assert answer_by("typed", "云南是哪国的省", ["云南很美"]) == []


def test_the_sentence_that_shares_most():
    spans = answer_by("sentence", "白云山主峰多高", MOUNTAIN[:2])
    assert [span.text for span in spans] == ["广州白云山是新羊城八景之首", "白云山由30多座山峰组成"]


def test_new_words_near_those_of_the_question():
    assert answer_by("overlap", "摩星岭主峰高多少", MOUNTAIN[:1])[0].text == "382米"
    assert answer_by("overlap", "天", ["天", "", "，。"]) == []


@given(texts, st.lists(texts, max_size=4), st.sampled_from(BASELINES))
def test_at_most_one_span_for_each_passage_and_it_stands_there(question, passages, name):
    spans = answer_by(name, question, passages)
    assert [span.passage for span in spans] == sorted({span.passage for span in spans})
    for span in spans:
        assert span.text == passages[span.passage][span.begin : span.end] != ""
        assert 0 <= span.score <= 1
        is_new = span.text not in question or span.text.isdigit()  # a single figure says nothing of itself
        assert is_new or name == "sentence" or question_type(question) == "other"
    assert spans == answer_by(name, question, passages)


def test_what_the_question_says_is_known_where_lower_case_is_longer():
    assert answer_by("overlap", "İ谁", ["İ"]) == []


def test_a_figure_of_the_question_may_be_the_answer():
    assert [span.text for span in answer_by("overlap", "1谁", ["1"])] == ["1"]


def test_baselines_are_measured_like_a_reader():
    passages = tuple(Passage(f"q#{number:02d}", text) for number, text in enumerate(MOUNTAIN))
    asked = [QAExample("q", "广州白云山海拔多高", passages, ("382米",))]
    found = evaluate(asked, predict_by("typed", asked))
    assert found.passages_strict == (4, 3, 2) and found.strict == (1, 1, 1)


def test_an_unknown_baseline():
    with pytest.raises(OptionError, match="expected one of sentence, overlap, typed"):
        answer_by("guess", "谁", ["天"])
