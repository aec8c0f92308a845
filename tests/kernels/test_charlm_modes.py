"""The kernels of the character language model: compiled, interpreted, bounds-checked; see test_modes."""

from __future__ import annotations

import math

import pytest

from reference import ref_charlm as ref
from reference.ref_segment import UNIT
from zici import CharLM, Corpus, Segmenter

TEXTS = ["共和国的各项目，共和党人", "看K线图和5G手机，𠮷野家", "各项目和项目", "，", "共和国" * 3] * 3
TEXT = "看共和国的5G手机和K线图，二百三十五个项目……奇"


@pytest.mark.parametrize("order", [2, 4, 6])
@pytest.mark.parametrize(("least", "smoothing"), [(1, "kneser-ney"), (2, "absolute")])
def test_model_and_cut(order, least, smoothing, tmp_path):
    model = CharLM.train(
        Corpus.from_texts(TEXTS), order=order, min_count=least, smoothing=smoothing, workers=2
    )
    slow = ref.Model(TEXTS, order, least=least, kneser_ney=smoothing == "kneser-ney")
    assert model.logprob(TEXT) == pytest.approx(slow.logprob(TEXT), rel=1e-5)
    model.save(tmp_path / "lm")
    loaded = CharLM.load(tmp_path / "lm")
    assert math.exp(loaded.score_chars("共和")[1]) == pytest.approx(
        slow.conditional((ref.BOS, "共"), "和"), rel=1e-5
    )
    joins = {"bc": 0.3, "cd": 0.1, "de": 0.2, "ee": 0.05}
    segmenter = Segmenter(method="lm", lm=loaded, transitions=joins)
    weights = {name: round(math.log(weight) * UNIT) for name, weight in joins.items()}
    weights |= dict.fromkeys(["bb", "cb", "db", "eb"], 0)
    probs, backoffs = ref.tables(model.trie, model.alphabet)
    assert segmenter.cut(TEXT) == ref.cut(TEXT, probs, backoffs, (order, weights, "join"))
