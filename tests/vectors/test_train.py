"""From text to vectors: every method by one call, from a corpus cut by a segmenter, and back from disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zici import Corpus, Segmenter, WordVectors, train_vectors
from zici.errors import OptionError

RNG = np.random.default_rng(0)
TEXTS = ["".join(RNG.choice(list("猫狗鱼" if k % 2 else "车船路"), 8)) + "和" for k in range(400)]
SEGMENTER = Segmenter(dict.fromkeys("猫狗鱼车船路和", 9))


@pytest.mark.parametrize("method", ["svd", "sgns", "cbow"])
def test_every_method(method, tmp_path: Path):
    tokens = SEGMENTER.cut_corpus(Corpus.from_texts(TEXTS))
    options = {"dim": 4, "seed": 2, "workers": 1, "subsample": None, "epochs": 30, "learning_rate": 0.1}
    vectors = train_vectors(tokens, method=method, **options)
    assert {word for word, _ in vectors.subset("猫狗鱼车船路").most_similar("猫", n=2)} == {"狗", "鱼"}
    assert vectors.info["method"] == method
    again = train_vectors(tokens, method=method, **options)
    assert again.matrix.tobytes() == vectors.matrix.tobytes()
    vectors.save(tmp_path / "v")
    assert WordVectors.load(tmp_path / "v").info == vectors.info
    both = train_vectors(tokens, method=method, add_context=True, **options)
    assert not np.array_equal(both.matrix, vectors.matrix)


def test_the_subsampling_of_each_method():
    short = [list("猫狗鱼")] * 9
    assert train_vectors(short, dim=2).info["subsample"] is None
    assert train_vectors(short, dim=2, subsample=0.5).info["subsample"] == 0.5
    with pytest.raises(OptionError, match="number of negative samples"):
        train_vectors(short, dim=2, method="cbow", negative=0)
