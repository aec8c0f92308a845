from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngrams.strategies import ALPHABET, texts
from reference import ref_discovery
from zici import Corpus, Lexicon, count_ngrams, discover
from zici.discovery import _neighbours, neighbour_entropies
from zici.errors import EmptyError, OptionError

WORDS = st.sets(
    st.text(alphabet=ALPHABET.replace("，", "").replace("\n", "").replace(" ", ""), min_size=1, max_size=6)
)


def as_dict(lexicon):
    columns = (lexicon.columns[name].tolist() for name in ("left_entropy", "right_entropy"))
    rows = zip(lexicon.words, lexicon.count.tolist(), *columns, strict=True)
    return {w: (c, *(None if math.isnan(h) else round(h, 9) for h in around)) for w, c, *around in rows}


def expected(docs, words):
    found = ref_discovery.neighbour_entropies(docs, words)
    return {
        w: (c, *(h if h is None else round(h, 9) + 0.0 for h in around)) for w, (c, *around) in found.items()
    }


@given(docs=texts, words=WORDS, workers=st.integers(1, 3))
def test_equals_the_slow_twin(docs, words, workers):
    words = sorted(words)
    assert as_dict(neighbour_entropies(words, Corpus.from_texts(docs), workers=workers)) == expected(
        docs, words
    )


@given(docs=texts, words=WORDS)
def test_many_passes_give_the_same(docs, words):
    words = sorted(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_neighbours, "PASS_BYTES", 40)
        assert as_dict(neighbour_entropies(words, Corpus.from_texts(docs))) == expected(docs, words)


def test_known_answer():
    lexicon = neighbour_entropies(
        ["葡萄"], Corpus.from_texts(["吃葡萄皮", "不吃葡萄皮", "倒吐葡萄皮", "葡萄，"])
    )
    left = [2 / 4, 1 / 4, 1 / 4]  # 吃 twice, 吐, and the line's begin
    right = [3 / 4, 1 / 4]
    assert lexicon["葡萄"].count == 4
    assert lexicon["葡萄"]["left_entropy"] == pytest.approx(-sum(p * math.log(p) for p in left))
    assert lexicon["葡萄"]["right_entropy"] == pytest.approx(-sum(p * math.log(p) for p in right))


def test_every_boundary_is_a_neighbour_of_its_own():
    lexicon = neighbour_entropies(["而已"], Corpus.from_texts(["说而已。", "说而已，", "说而已"]))
    assert lexicon["而已"]["right_entropy"] == pytest.approx(math.log(3))
    assert lexicon["而已"]["left_entropy"] == 0.0


def test_occurrences_overlap():
    assert neighbour_entropies(["哈哈"], Corpus.from_texts(["哈哈哈哈"])).to_dict() == {"哈哈": 3}


def test_a_lexicon_keeps_its_columns_and_order():
    lexicon = Lexicon(["乙", "甲"], {"count": [7, 3], "pmi": [1.5, 2.5]}, meta={"from": "here"})
    result = neighbour_entropies(lexicon, Corpus.from_texts(["甲乙"]))
    assert result.words == ("乙", "甲")
    assert result.to_dict() == {"乙": 7, "甲": 3}
    assert list(result.columns) == ["count", "pmi", "left_entropy", "right_entropy"]
    assert result.meta == {"from": "here"}


def test_a_word_that_is_not_in_the_text_has_no_entropy():
    lexicon = neighbour_entropies(["龘", "C++", "甲丙"], Corpus.from_texts(["甲乙丙"]))
    assert lexicon.count.tolist() == [0, 0, 0]
    assert np.isnan(lexicon.columns["left_entropy"]).all()


@pytest.mark.parametrize("method", ["ngram", "pair", "min-entropy", "entropy"])
@given(docs=texts)
def test_columns_for_any_method(method, docs):
    corpus = Corpus.from_texts(docs)
    try:
        lexicon = discover(corpus, method=method, min_count=1, min_pmi=0.5, entropy=True)
    except EmptyError:
        return
    around = expected(docs, lexicon.words)
    assert {w: h[1:] for w, h in as_dict(lexicon).items()} == {w: h[1:] for w, h in around.items()}


def test_columns_from_counts_and_corpus_are_the_same():
    corpus = Corpus.from_texts(["共和国的各项目，共和党人", "看K线图和5G手机"] * 3)
    counts = count_ngrams(corpus, min_count=2)
    once = discover(counts, min_count=2, min_pmi=0.5, entropy=True)
    counts.text = None
    assert discover(counts, corpus, min_pmi=0.5, entropy=True) == once
    with pytest.raises(OptionError, match="pass the corpus"):
        neighbour_entropies(["共和"], counts)


@pytest.mark.parametrize("method", ["ngram", "entropy", "min-entropy", "svd"])
def test_the_same_bytes_for_any_number_of_workers_and_any_budget(tmp_path, method):
    rng = np.random.default_rng(7)
    docs = ["".join(rng.choice(list("共和国党各项目的K5，"), 500)) for _ in range(50)]
    options = {"method": method, "min_count": 5, "entropy": True}
    if method == "entropy":
        options |= {"min_pmi": 0.1, "min_entropy": 1.0}
    if method == "svd":
        pairs = ["神兽", "神界", "神龙", "神灵", "魔兽", "魔界", "魔龙", "魔灵", "魔术"]
        docs = ["，".join(rng.choice(pairs, 200)) for _ in range(50)]
        options |= {"min_pmi": 0.1, "rank": 1}
    for name, more in (("one", {"workers": 1}), ("four", {"workers": 4}), ("less", {"memory": "100MB"})):
        discover(Corpus.from_texts(docs), **options, **more).save(tmp_path / f"{name}.tsv")
    first, *others = [(tmp_path / f"{name}.tsv").read_bytes() for name in ("one", "four", "less")]
    assert all(other == first for other in others)


def test_bad_input():
    corpus = Corpus.from_texts(["甲乙"])
    with pytest.raises(OptionError, match="list"):
        neighbour_entropies("甲乙", corpus)
    with pytest.raises(OptionError, match=r"zici\.Corpus"):
        neighbour_entropies(["甲"], "甲乙")
    with pytest.raises(EmptyError, match="no word character"):
        neighbour_entropies(["甲"], Corpus.from_texts(["，"]))
    with pytest.raises(OptionError, match="memory"):
        neighbour_entropies(["甲"], corpus, memory="much")
    with pytest.raises(OptionError, match="workers"):
        neighbour_entropies(["甲"], corpus, workers=-1)


def test_no_words_give_no_rows():
    assert len(neighbour_entropies([], Corpus.from_texts(["甲乙"]))) == 0


def test_progress_is_told():
    steps = []
    neighbour_entropies(["甲"], Corpus.from_texts(["甲乙"]), progress=steps.append)
    assert [(step.stage, step.done) for step in steps] == [("count occurrences", 4), ("gather neighbours", 4)]
