from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngrams.strategies import texts
from reference import ref_best, ref_ngrams
from zici import Corpus, Segmenter, count_ngrams, discover
from zici.discovery._cohesion import pmi_by_level
from zici.discovery._estimate import LATIN_SHARE, UNSEEN, WordCounts, by_length, description_length, estimate
from zici.discovery._grams import keep
from zici.discovery._methods import options_of
from zici.discovery._task import Task
from zici.errors import EmptyError, OptionError

OTHERS = [chr(0x5000 + k) for k in range(40)]
FILLER = ["，".join(OTHERS) + "，"] * 100


def word_scores(kept, counts, found, price):
    """The estimation's counts as word -> count, with the scores it cut by."""
    words = {}
    for n, ids in kept.ids.items():
        members = (kept.pmi[n][ids] >= -99) & (found.node[kept.base[n] : kept.base[n] + ids.size] > 0)
        for word, count in zip(
            counts.strings(n, ids[members]),
            found.node[kept.base[n] : kept.base[n] + ids.size][members].tolist(),
            strict=True,
        ):
            words[word] = count
    return words


@given(docs=texts.map(lambda docs: [doc[:12] for doc in docs[:3]]), price=st.sampled_from([0.0, 1.0, 2.5]))
def test_the_cut_is_the_most_probable_one(docs, price):
    if not ref_ngrams.runs(docs):
        return
    counts = count_ngrams(Corpus.from_texts(docs), order=3, min_count=1)
    kept = keep(counts, pmi_by_level(counts, 3), (-99.0, -99.0))
    task = Task(counts, None, options_of("best", {"order": 3}), 2, None, lambda step: None)
    singles = np.zeros(kept.trie.kind.size, np.int64)
    singles[1 : counts.alphabet.size + 1] = counts.levels[0].count[1:]
    nodes = np.zeros(kept.trie.nodes, np.int64)
    for n, ids in kept.ids.items():
        nodes[kept.base[n] : kept.base[n] + ids.size] = counts.levels[n - 1].count[ids]
    first = WordCounts(singles, nodes)
    prices = (price, 2 * price)
    found = estimate(task, "", kept, first, np.exp(-by_length(kept, prices)))

    table = {w: c for n in (1, 2, 3) for w, c in counts.items(n)}
    words = {w for w in table if len(w) > 1}
    score = ref_best.scorer(table, words, prices, first.total, unseen=UNSEEN, latin=LATIN_SHARE)
    best = sum(ref_best.best_score(run, score, words, 3) for run in ref_ngrams.runs(docs))
    # What was found must add up to the same, with Latin runs that are no counted word scored apart.
    by_word = word_scores(kept, counts, found, prices)
    alphabet = counts.alphabet.tolist()
    by_word |= {
        chr(p): c for p, c in zip(alphabet, found.single[1 : len(alphabet) + 1].tolist(), strict=True) if c
    }
    han = [w for w in by_word if not ref_ngrams.LATIN.search(w)]
    if not any(ref_ngrams.LATIN.search(doc) for doc in docs):
        assert sum(by_word[w] * score(w) for w in han) == pytest.approx(best, abs=1e-6)
    chars = sum(len(run) for run in ref_ngrams.runs(docs))
    assert sum(len(w) * c for w, c in by_word.items()) <= chars


def test_a_price_keeps_apart_what_only_meets():
    docs = FILLER + [f"{a}一个，{b}一，个{b}，" for a, b in zip(OTHERS, OTHERS[::-1], strict=True)] * 3
    docs += [f"{a}葡萄{a}，" for a in OTHERS] * 3
    free = discover(Corpus.from_texts(docs), method="best", min_count=10, min_pmi=0.0, join_penalty=0.0)
    priced = discover(Corpus.from_texts(docs), method="best", min_count=10, min_pmi=0.0, join_penalty=5.0)
    assert {"一个", "葡萄"} <= set(free.words)
    assert "葡萄" in priced.words
    assert "一个" not in priced.words


def test_weights_are_discounted_counts_and_the_segmenter_uses_them():
    docs = FILLER + [f"{a}葡萄{a}，{a}GDP{a}，{a}5G{a}，" for a in OTHERS]
    lexicon = discover(Corpus.from_texts(docs), method="best", min_count=8, join_penalty={2: 1.0, 3: 2.0})
    grape = lexicon["葡萄"]
    assert grape["weight"] == pytest.approx(grape.count * math.exp(-1.0))
    assert {"GDP", "5G"} <= set(lexicon.words)
    heavy = lexicon.from_arrays(["葡", "萄", "葡萄"], count=[5, 5, 90], weight=[50.0, 50.0, 1e-6])
    assert Segmenter(heavy).cut("葡萄") == ["葡", "萄"]


@pytest.mark.parametrize("workers", [1, 4])
def test_any_number_of_workers_gives_the_same(workers):
    rng = np.random.default_rng(3)
    docs = ["".join(rng.choice(list("共和国党各项目的K5，"), 500)) for _ in range(50)]
    one = discover(Corpus.from_texts(docs), method="best", workers=2)
    assert discover(Corpus.from_texts(docs), method="best", workers=workers) == one


@given(docs=texts)
def test_every_text_gets_words_or_a_clear_error(docs):
    try:
        lexicon = discover(Corpus.from_texts(docs), method="best", min_count=1)
    except EmptyError:
        return
    assert (lexicon.columns["weight"] > 0).all()


def test_description_length_by_hand():
    counts = count_ngrams(Corpus.from_texts(["甲乙，甲乙，丙"]), order=2, min_count=1)
    kept = keep(counts, pmi_by_level(counts, 2), (-99.0,))
    single, node = np.zeros(kept.trie.kind.size, np.int64), np.zeros(kept.trie.nodes, np.int64)
    single[3], node[kept.base[2]] = 1, 2  # 丙 once, 甲乙 twice
    text = -(2 * math.log(2 / 3) + math.log(1 / 3))
    expected = text + 3 * math.log(3) + 0.5 * 2 * math.log(3)
    assert description_length(WordCounts(single, node), kept, 3) == pytest.approx(expected)


def test_auto_thresholds_are_a_multiple_of_the_usual_ones():
    from zici.discovery._auto import auto_min_pmi

    docs = FILLER + [f"{a}葡萄{a}，{a}二维码{a}，" for a in OTHERS]
    counts = count_ngrams(Corpus.from_texts(docs), min_count=2)
    task = Task(counts, None, options_of("ngram", {"min_pmi": "auto"}), 2, None, lambda step: None)
    found = auto_min_pmi(task, pmi_by_level(counts, 4))
    assert found[1] / found[0] == pytest.approx(5 / 1.5)
    assert found[2] / found[0] == pytest.approx(8 / 1.5)
    assert "葡萄" in discover(counts, min_pmi="auto").words


def test_auto_thresholds_of_a_text_of_latin_words_alone():
    lexicon = discover(Corpus.from_texts(["ABC ABC"] * 9), min_count=2, min_pmi="auto")
    assert lexicon.words == ("ABC",)


def test_a_price_that_nothing_can_pay_leaves_single_characters():
    docs = [f"{a}葡萄{a}，" for a in OTHERS]
    lexicon = discover(Corpus.from_texts(docs), method="best", join_penalty=math.inf)
    assert {"葡", "萄"} <= set(lexicon.words)
    assert max(map(len, lexicon.words)) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"join_penalty": "high"},
        {"join_penalty": -1000},
        {"join_penalty": {2: 1.0, 3: -math.inf}},
        {"rounds": -1},
        {"rounds": 1.5},
        {"join_penalty": {1: 1.0}},
        {"min_pmi": "auto"},
    ],
)
def test_options_outside_their_range(options):
    with pytest.raises(OptionError, match=next(iter(options))):
        discover(Corpus.from_texts(["共和国"]), method="best", **options)


def test_the_cost_of_thresholds_by_hand():
    from zici.discovery._auto import PRICE, _cost

    counts = count_ngrams(Corpus.from_texts(["甲乙，"] * 20), min_count=2)
    task = Task(counts, None, options_of("ngram", {}), 1, None, lambda step: None)
    # One word, 20 times: the text costs nothing, its spelling and count do, and every join is paid.
    expected = 3 * math.log(2) + 0.5 * math.log(20) + 20 * PRICE[2]
    assert _cost(task, pmi_by_level(counts, 4), (0.0, 0.0, 0.0)) == pytest.approx(expected)
