from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngrams.strategies import texts
from reference import ref_ngrams
from zici import Corpus, count_ngrams, discover
from zici.errors import EmptyError, OptionError


def as_dict(lexicon):
    pmi = lexicon.columns["pmi"].tolist()
    return {
        w: (c, None if math.isnan(p) else round(p, 9))
        for w, c, p in zip(lexicon.words, lexicon.count.tolist(), pmi, strict=True)
    }


def expected(docs, **options):
    found = ref_ngrams.discover(docs, **options)
    return {w: (c, None if p is None else round(p, 9)) for w, (c, p) in found.items()}


def found(docs, **options):
    try:
        return as_dict(discover(Corpus.from_texts(docs), **options))
    except EmptyError:
        return {}


LEVELS = st.lists(st.sampled_from([-5.0, 0.0, 0.5, 1.0, 2.0]), min_size=3, max_size=3)


@given(docs=texts, least=st.integers(1, 3), pmi=LEVELS, strict=st.booleans(), order=st.integers(2, 4))
def test_equals_the_slow_twin(docs, least, pmi, strict, order):
    options = {"order": order, "min_count": least, "strict": strict}
    by_length = {n: pmi[n - 2] for n in range(2, order + 1)}
    result = found(docs, min_pmi=by_length, workers=2, **options)
    assert result == expected(docs, min_pmi=[by_length[n] for n in range(2, order + 1)], **options)


@given(docs=texts, least=st.integers(1, 3), pmi=st.sampled_from([-5.0, 0.0, 1.0]))
def test_pair_is_the_cut_between_weak_pairs(docs, least, pmi):
    result = found(docs, method="pair", min_count=least, min_pmi=pmi)
    assert result == expected(docs, order=2, min_count=least, min_pmi=[pmi])


OTHERS = [chr(0x5000 + k) for k in range(40)]
FILLER = ["，".join(OTHERS) + "，"] * 100


def test_known_answer_of_the_backtracking():
    # The pairs 各项 and 项目 close both gaps of 各项目, which is too weak itself: out. 共和国 is kept: in.
    docs = FILLER + ["各项，", "项目，"] * 30 + ["各项目，", "共和国，"] * 10
    lexicon = discover(Corpus.from_texts(docs), min_count=5, min_pmi={2: 2.0, 3: 5.0}, min_length=2)
    assert set(lexicon.words) == {"各项", "项目", "共和国"}


def test_strict_tests_the_shorter_windows_too():
    # With the pair threshold low and the 3-threshold high, a cohesive 4-gram has 3-windows that are not kept.
    docs = ["甲乙丙丁，"] * 20 + ["乙丙戊，丙丁己，"] * 3 + ["甲乙庚，"]
    loose, strict = (
        found(docs, min_count=2, min_pmi={2: 0.0, 3: 99.0, 4: 0.5}, strict=flag, min_length=4)
        for flag in (False, True)
    )
    assert "甲乙丙丁" in loose
    assert "甲乙丙丁" not in strict


def test_letters_and_digits_stay_as_the_text_has_them():
    docs = FILLER + [f"{a}K线图{a}，{a}5G{a}，{a}GDP{a}，{a}1998年{a}，" for a in OTHERS]
    lexicon = discover(Corpus.from_texts(docs), min_count=8, min_pmi=1.0, min_length=2)
    assert set(lexicon.words) == {"K线图", "5G", "GDP"}


def test_latin_words_need_no_kept_ngram():
    lexicon = discover(Corpus.from_texts(["K5G，", "Windows，"] * 5), min_count=5, min_pmi=99.0)
    assert set(lexicon.words) == {"K5G", "Windows"}


def test_deleted_symbols_split_and_never_glue():
    lexicon = discover(Corpus.from_texts(["北·京", "北 京", "北\n京", "北，京"] * 20), min_count=2)
    assert set(lexicon.words) == {"北", "京"}


def test_a_rare_character_is_not_taken_for_the_beginning_of_a_kept_ngram():
    # 9 is too rare to be kept; its code is the next after those that are.
    docs = ["9K", "55K", "55K"]
    assert found(docs, order=3, min_count=2, min_pmi=-5.0) == expected(
        docs, order=3, min_count=2, min_pmi=[-5.0, -5.0]
    )


def test_a_word_inside_a_longer_word_is_found_too():
    docs = FILLER + [f"{a}二维{a}，{a}二维码{a}，" for a in OTHERS]
    lexicon = discover(Corpus.from_texts(docs), min_count=8, min_pmi=1.0, min_length=2)
    assert set(lexicon.words) == {"二维", "二维码"}


@pytest.mark.parametrize("workers", [2, 4])
def test_the_same_bytes_for_any_number_of_workers(tmp_path, workers):
    rng = np.random.default_rng(7)
    docs = ["".join(rng.choice(list("共和国党各项目的K5，"), 500)) for _ in range(50)]
    for name, count in (("one", 1), ("many", workers)):
        discover(Corpus.from_texts(docs), min_count=5, workers=count).save(tmp_path / f"{name}.tsv")
    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "many.tsv").read_bytes()


@given(docs=texts)
def test_counts_and_corpus_in_two_steps_give_the_same(docs):
    corpus = Corpus.from_texts(docs)
    counts = count_ngrams(corpus, order=4, min_count=2)
    once = found(docs, min_count=2)
    for text in (counts.text, None):
        counts.text = text
        try:
            twice = as_dict(discover(counts, corpus if text is None else None))
        except EmptyError:
            twice = {}
        assert twice == once


def test_counts_without_text_need_the_corpus():
    counts = count_ngrams(Corpus.from_texts(["共和国共和国"]), min_count=1)
    counts.text = None
    with pytest.raises(OptionError, match="pass the corpus"):
        discover(counts)


def test_counts_of_a_smaller_order_are_refused():
    counts = count_ngrams(Corpus.from_texts(["共和国共和国"]), order=2, min_count=1)
    with pytest.raises(OptionError, match="order=4"):
        discover(counts)


def test_lengths():
    docs = ["共和国，人民，的，"] * 10
    corpus = Corpus.from_texts(docs)
    assert set(discover(corpus, min_count=5, min_length=2, max_length=2).words) == {"人民"}


@pytest.mark.parametrize(
    "options",
    [
        {"method": "magic"},
        {"method": ["ngram"]},
        {"order": 1},
        {"min_pmi": "high"},
        {"min_pmi": {1: 2.0}},
        {"min_pmi": {}},
        {"min_count": -1},
    ],
)
def test_options_outside_their_range(options):
    with pytest.raises(OptionError, match=next(iter(options))):
        discover(Corpus.from_texts(["共和国"]), **options)


def test_no_word_that_reaches_the_threshold_is_an_error():
    with pytest.raises(EmptyError, match="min_count 50"):
        discover(Corpus.from_texts(["共和国"]), min_count=50)


def test_a_piece_longer_than_the_first_tables(monkeypatch):
    from zici.discovery import _pieces

    monkeypatch.setattr(_pieces, "FIRST_SLOTS", 16)
    docs = [chr(0x4E00 + k) * 9 + "，" for k in range(300)] * 3
    lexicon = discover(Corpus.from_texts(docs), min_count=2, min_pmi=-99.0)
    assert sorted(lexicon.words) == sorted(chr(0x4E00 + k) * 9 for k in range(300))
    assert set(lexicon.count.tolist()) == {3}


def test_a_path_in_the_place_of_a_corpus_is_refused():
    counts = count_ngrams(Corpus.from_texts(["共和国"]), min_count=1)
    with pytest.raises(OptionError, match="wrap it"):
        discover(counts, "text.txt")


@pytest.mark.parametrize(
    "options",
    [
        {"min_pmi": math.inf},
        {"min_pmi": {2: 1.0, 3: math.inf}},
        {"method": "entropy", "min_entropy": -math.inf},
        {"method": "best", "min_pmi": -math.inf},
    ],
)
def test_thresholds_without_an_end_are_told_with_the_words(tmp_path, options):
    lexicon = discover(Corpus.from_texts(["共和国共和国", "项，目"]), min_count=1, **options)
    lexicon.save(tmp_path / "words.parquet")
    assert "inf" in str(lexicon.meta)
