"""The kernels of discovery, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_discovery, ref_ngrams
from zici import Corpus, Lexicon, discover
from zici.discovery import neighbour_entropies, prune

DOCS = ["共和国的各项目，共和党人", "看K线图和5G手机，𠮷野家", "各项目和项目", "，", "共和国" * 3, "人"] * 3


def test_neighbours():
    words = ["人", "共和国", "国共和国", "项目", "K线图", "𠮷", "龘", "共龘", "野家"]
    lexicon = neighbour_entropies(words, Corpus.from_texts(DOCS), workers=2)
    for word, (count, left, right) in ref_discovery.neighbour_entropies(DOCS, words).items():
        entry = lexicon[word]
        assert entry.count == count
        for value, name in ((left, "left_entropy"), (right, "right_entropy")):
            assert np.isnan(entry[name]) if value is None else entry[name] == pytest.approx(value, abs=1e-12)


def test_entropy():
    options = {"order": 3, "min_count": 2, "min_pmi": 0.5, "min_entropy": 0.5}
    lexicon = discover(Corpus.from_texts(DOCS), method="entropy", workers=2, **options)
    expected = ref_discovery.by_entropy(DOCS, **options)
    assert lexicon.to_dict() == {word: count for word, (count, _, _) in expected.items()}


def test_min_entropy():
    options = {"order": 3, "min_count": 2}
    lexicon = discover(Corpus.from_texts(DOCS), method="min-entropy", min_pmi=0.0, min_gain=1.5, **options)
    candidates = ref_ngrams.discover(DOCS, min_pmi=[0.0, 0.0], **options)
    counts = {word: count for word, (count, _) in candidates.items()}
    assert lexicon.to_dict() == ref_discovery.without_redundant(counts, min_gain=1.5, least=2)


def test_prune():
    counts = {
        "的": 50,
        "主要": 30,
        "的主要": 2,
        "葡萄": 2,
        "要": 9,
        "主": 9,
        "5G": 1,
        "5G主要": 1,
        "GDP": 4,
        "𠮷": 1,
    }
    assert list(prune(Lexicon.from_words(counts)).words) == ref_discovery.prune(counts)
