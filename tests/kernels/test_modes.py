"""The kernels do the same compiled, interpreted (NUMBA_DISABLE_JIT=1) and bounds-checked
(NUMBA_BOUNDSCHECK=1).

Run by ``make test`` compiled, and once more in each of the other modes; sizes are small for the interpreter.
"""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_ngrams
from zici import Corpus, count_ngrams, discover

DOCS = ["共和国的各项目，共和党人", "看K线图和5G手机，𠮷野家", "各项目和项目", "，", "共和国" * 3] * 3


def test_count():
    counts = count_ngrams(Corpus.from_texts(DOCS), order=5, min_count=2, workers=2)
    expected = ref_ngrams.keep(ref_ngrams.count_ngrams(DOCS, 5), [2] * 5)
    assert {n: dict(counts.items(n)) for n in range(1, 6)} == expected


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("order", [2, 3, 4])
def test_discover(order, strict):
    options = {"order": order, "min_count": 2, "strict": strict}
    lexicon = discover(Corpus.from_texts(DOCS), min_pmi=0.5, workers=2, **options)
    expected = ref_ngrams.discover(DOCS, min_pmi=[0.5] * 3, **options)
    assert lexicon.to_dict() == {word: count for word, (count, _) in expected.items()}
    pmi = dict(zip(lexicon.words, lexicon.columns["pmi"].tolist(), strict=True))
    for word, (_, score) in expected.items():
        assert np.isnan(pmi[word]) if score is None else pmi[word] == pytest.approx(score, abs=1e-12)


def test_encode_reads_surrogate_pairs_and_breaks_at_lone_halves():
    from zici.corpus import encode

    coded = encode(["𠮷\ud842字", "\udfb7词"])
    codes = np.concatenate([coded.blocks[k] for k in range(len(coded.blocks))]).tolist()
    text = "".join("|" if code == 0 else chr(coded.alphabet[code - 1]) for code in codes)
    assert text == "|𠮷||字||词|"
