from __future__ import annotations

import lzma
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_discovery
from zici import Corpus, Lexicon, discover
from zici.discovery import derived_words
from zici.errors import EmptyError, OptionError

KNOWN = ["神兽", "神界", "神龙", "神灵", "魔兽", "魔界", "魔龙", "魔灵", "魔术"]
PAIRS = st.dictionaries(
    st.sampled_from(["".join(p) for p in product("神魔鬼龙", "兽界龙灵术")]), st.integers(1, 99), min_size=2
)


@given(counts=PAIRS, rank=st.sampled_from([None, 1, 2, 3]), least=st.integers(1, 20))
def test_equals_the_slow_twin(counts, rank, least):
    lexicon = Lexicon.from_words(counts)
    if max(counts.values()) < least:
        with pytest.raises(EmptyError, match=f"min_count {least}"):
            derived_words(lexicon, min_count=least, rank=rank)
        return
    found = derived_words(lexicon, min_count=least, rank=rank, min_score=0.4937)
    scores = dict(zip(found.words, found.columns["score"].tolist(), strict=True))
    # Equal singular values leave a choice: only what lies clear of the edges can be compared.
    expected = ref_discovery.derived(counts, min_count=least, rank=rank, min_score=0.4937)
    if not _ambiguous(counts, rank, least):
        assert scores == pytest.approx(
            {word: score for word, score in expected.items() if word in scores or score > 0.493702}, abs=2e-6
        )
    assert found.to_dict() == {word: counts.get(word, 0) for word in scores}
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


def _ambiguous(counts, rank, least):
    import numpy as np

    pairs = {w: c for w, c in counts.items() if c >= least}
    firsts, seconds = sorted({w[0] for w in pairs}), sorted({w[1] for w in pairs})
    sigma = np.linalg.svd(
        np.array([[pairs.get(a + b, 0) for b in seconds] for a in firsts]), compute_uv=False
    )
    if rank is None:
        return bool(np.any(np.abs(sigma - 10 * least) < 1e-6))
    return rank < sigma.size and sigma[rank - 1] - sigma[rank] < 1e-3


def test_the_example_of_the_article():
    words = Lexicon.from_words(dict.fromkeys(KNOWN, 1))
    assert derived_words(words, min_count=1, rank=1, min_score=0.1).words == ("神术",)


def test_all_singular_values_restore_the_matrix_and_derive_nothing():
    words = Lexicon.from_words({"神兽": 5, "魔界": 7, "神龙": 3, "魔龙": 2})
    assert len(derived_words(words, min_count=1, rank=9, min_score=0.01)) == 0


def test_a_known_word_below_the_count_has_its_count():
    counts = dict.fromkeys(KNOWN, 9) | {"神术": 1}
    assert derived_words(Lexicon.from_words(counts), min_count=2, rank=1, min_score=1).to_dict() == {
        "神术": 1
    }


def test_words_of_a_text_suggest_others_with_their_true_counts():
    docs = [f"{word}，" for word in KNOWN] * 20 + ["神术，"]
    lexicon = discover(
        Corpus.from_texts(docs), method="svd", min_count=10, min_pmi={2: 0.5, 3: 9.0}, rank=1, min_score=1
    )
    assert lexicon.to_dict() == {"神术": 1}
    assert list(lexicon.columns) == ["count", "score"]


def test_nothing_derived_names_the_threshold():
    docs = ["神兽，魔界，"] * 20
    with pytest.raises(EmptyError, match=r"min_score 10 "):
        discover(Corpus.from_texts(docs), method="svd", min_count=5, min_pmi=0.1)


@pytest.mark.parametrize("options", [{"rank": 0}, {"rank": True}, {"min_score": "x"}, {"min_count": 0}])
def test_options_outside_their_range(options):
    with pytest.raises(OptionError, match=next(iter(options))):
        derived_words(Lexicon.from_words({"神兽": 200}), **options)


@pytest.mark.data
@pytest.mark.slow
def test_the_figures_of_the_article(data_dir):
    # Published scores from jieba's dictionary: they come from the singular values of 1,000 and more.
    with lzma.open(data_dir / "lexicon" / "jieba_dict.txt.xz", "rt", encoding="utf-8") as file:
        words = Lexicon.from_words((word, int(count)) for word, count, *_ in map(str.split, file))
    found = derived_words(words)
    published = {
        "龙脑": 10.271244,
        "龙脚": 12.496673,
        "龙腊": 16.860170,
        "龙蔗": 67.800909,
        "龙薯": 30.580730,
    }
    published |= {
        "七讲": 11.439969,
        "七页": 15.499356,
        "怨怒": 29.831461,
        "怨苦": 24.979326,
        "怪奇": 12.768122,
    }
    assert {word: found[word]["score"] for word in published} == pytest.approx(published, abs=2e-6)
