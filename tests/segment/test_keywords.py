"""Keywords and the background they are compared with."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.corpus import Corpus
from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.segment import Background, CharLM, Segmenter, keywords

WORDS = ["新词", "发现", "方法", "语料", "GPU", "新词发现"]
SEGMENTER = Segmenter(WORDS, numbers="join")
OTHER = ["方法，方法", "方法与发现", "方法 3.5", "语料"]


@pytest.fixture
def background() -> Background:
    return Background.of(OTHER, SEGMENTER)


def test_the_background_counts_words_and_documents(background):
    assert background.documents == 4
    assert background.tokens == 8
    assert (background.count("方法"), background.documents_with("方法")) == (4, 3)
    assert (background.count("无"), background.documents_with("无")) == (0, 0)
    assert "与" in background
    assert "，" not in background


def test_tfidf_by_hand(background):
    found = keywords("新词和方法，新词", segmenter=SEGMENTER, background=background)
    assert [word for word, _ in found] == ["新词", "方法"]
    assert found[0][1] == pytest.approx(2 / 4 * math.log(5 / 1))
    assert found[1][1] == pytest.approx(1 / 4 * math.log(5 / 4))


def test_weirdness_by_hand(background):
    found = keywords("新词方法，新词方法", segmenter=SEGMENTER, background=background, method="weirdness")
    size = background.tokens + len(background) + 1
    assert found == [("新词", pytest.approx(2 / 4 * size / 1)), ("方法", pytest.approx(2 / 4 * size / 5))]


def test_without_a_background_the_counts_of_the_words_stand_in():
    segmenter = Segmenter({"方法": 5000, "新词": 2, "发现": 300})
    for method in ("tfidf", "weirdness"):
        found = keywords("方法新词，发现方法新词", segmenter=segmenter, method=method, min_count=1)
        assert [word for word, _ in found] == ["新词", "发现", "方法"]
    with pytest.raises(OptionError, match="background"):
        keywords("新词", segmenter=Segmenter(method="ngram", ngrams=["新词"]))
    lm = CharLM.train(Corpus.from_texts(["新词发现"]), order=2)
    with pytest.raises(OptionError, match="background"):
        keywords("新词", segmenter=Segmenter(method="lm", lm=lm))


@pytest.mark.parametrize(
    "other", ["新", "3.5", "１９９８年", "二十三点五", "百分之三", "第五", "几十万", "，", "……", " "]
)
def test_single_characters_numbers_and_signs_are_no_keywords(background, other):
    text = f"新词，{other}，{other}，发现"
    words = [word for word, _ in keywords(text, segmenter=SEGMENTER, background=background)]
    assert words == ["新词", "发现"]


def test_what_may_be_a_keyword_can_be_chosen(background):
    options = {"segmenter": SEGMENTER, "background": background}
    assert ("3.6", pytest.approx(math.log(5))) in keywords("3.6", **options, keep=lambda word: True)
    assert keywords("和", **options, min_length=1) == [("和", pytest.approx(math.log(5)))]
    assert keywords("GPU新词", **options, keep=str.isascii, top=1)[0][0] == "GPU"
    assert keywords("新词发现", **options, min_count=2) == []


def test_texts_together_are_one_document(background):
    options = {"segmenter": SEGMENTER, "background": background}
    assert keywords(["新词", "发现新词"], **options) == keywords("新词\n发现新词", **options)
    assert keywords(Corpus.from_texts(["新词", "发现新词"]), **options) == keywords(
        "新词\n发现新词", **options
    )


@given(st.lists(st.sampled_from([*WORDS, "，", "的"]), max_size=30), st.sampled_from(["tfidf", "weirdness"]))
def test_the_order_is_by_score_count_word_and_top_is_a_beginning(words, method):
    options = {"segmenter": SEGMENTER, "background": Background.of(OTHER, SEGMENTER), "method": method}
    text = "，".join(words)
    found = keywords(text, **options, top=100)
    assert found == sorted(found, key=lambda row: (-row[1], -words.count(row[0]), row[0]))
    assert keywords(text, **options, top=2) == found[:2]


@pytest.mark.parametrize("options", [{"method": "bm25"}, {"top": 0}, {"min_length": 0}, {"min_count": 0}])
def test_options_out_of_range_are_refused(background, options):
    with pytest.raises(OptionError, match=next(iter(options))):
        keywords("新词", segmenter=SEGMENTER, background=background, **options)


def test_a_background_without_words_or_read_once_is_refused():
    with pytest.raises(EmptyError):
        Background.of(["，", ""], SEGMENTER)
    with pytest.raises(OptionError):
        Background.of(iter(["新词"]), SEGMENTER)


def test_a_saved_background_is_the_same(background, tmp_path: Path):
    path = tmp_path / "背景"
    background.save(path)
    loaded = Background.load(path)
    text = "新词和方法，新词GPU与方法"
    assert repr(loaded) == repr(background)
    for method in ("tfidf", "weirdness"):
        options = {"segmenter": SEGMENTER, "method": method}
        found = keywords(text, **options, background=background)
        assert keywords(text, **options, background=loaded) == found


def test_other_files_are_refused(background, tmp_path: Path):
    with pytest.raises(InputError, match="no_such"):
        Background.load(tmp_path / "no_such")
    path = tmp_path / "file"
    SEGMENTER.save(path)
    with pytest.raises(FormatError, match=r"zici\.background"):
        Background.load(path)
    np.savez(path.with_suffix(".npz"), x=np.zeros(3))
    with pytest.raises(FormatError, match="another file"):
        Background.load(path.with_suffix(".npz"))


@given(st.data())
def test_every_damage_is_told(data):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        Background.of(OTHER, SEGMENTER).save(path)
        whole = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(whole) - 1))
        damaged = whole[:at] if data.draw(st.booleans()) else whole
        if len(damaged) > at:
            damaged[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(damaged)
        try:
            Background.load(path)
        except FormatError as error:
            assert str(path) in str(error)
