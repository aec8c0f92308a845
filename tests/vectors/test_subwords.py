"""Vectors of character n-grams: for words never seen, in training and on disk."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_subwords
from zici.errors import FormatError, InputError, OptionError
from zici.vectors import WordVectors, evaluate_similarity, sentence_vectors, train_vectors
from zici.vectors._subwords import SubwordOptions, Subwords, hash_words

PARTS = SubwordOptions(1, 2)
STEMS = ["猫狗鱼鸟", "金银铜铁"]


def make_texts():
    """Words of two characters, both of one theme, eight in a sentence."""
    random = np.random.default_rng(0)
    texts = []
    for _ in range(1500):
        stem = STEMS[random.integers(2)]
        texts.append(["".join(stem[k] for k in random.integers(0, 4, 2)) for _ in range(8)])
    return [[word for word in text if word not in ("猫鸟", "金铁")] for text in texts]


TEXTS = make_texts()


def train(texts=TEXTS, **changes):
    options = {"method": "sgns", "dim": 12, "min_count": 1, "epochs": 3, "subsample": None, "seed": 2}
    options |= {"workers": 1, "subwords": True, "learning_rate": 0.05}
    return train_vectors(texts, **options | changes)


TRAINED = train()


def make_vectors():
    words = ["猫狗", "金"]
    numbers = np.unique(hash_words(words, PARTS)[1])
    rows = np.random.default_rng(1).standard_normal((numbers.size, 3))
    subwords = Subwords(numbers, rows, options=PARTS)
    return WordVectors(words, [[1, 2, 3], [3, 2, 1]], counts=[5, 1], subwords=subwords)


@given(st.lists(st.text(max_size=6), max_size=5), st.integers(1, 4), st.integers(0, 3), st.integers(1, 2**31))
def test_hashes_are_those_of_the_definition(words, shortest, more, buckets):
    options = SubwordOptions(shortest, shortest + more, buckets)
    start, numbers = hash_words(words, options)
    for k, word in enumerate(words):
        expected = [
            ref_subwords.bucket(part, buckets)
            for part in ref_subwords.ngrams(word, shortest, shortest + more)
        ]
        assert numbers[start[k] : start[k + 1]].tolist() == expected


def test_hashes_stay_what_they_are():
    """Saved vectors depend on them; the second character lies beyond the BMP."""
    assert hash_words(["字𠮷"], SubwordOptions(1, 2))[1].tolist() == KNOWN


KNOWN = [ref_subwords.bucket(part, 2**24) for part in [(0x110000, 0x5B57), (0x5B57,), (0x5B57, 0x20BB7)]]
KNOWN += [ref_subwords.bucket(part, 2**24) for part in [(0x20BB7,), (0x20BB7, 0x110001)]]


def test_the_vector_of_a_word_never_seen_is_the_mean_of_its_known_parts():
    vectors = make_vectors()
    rows = {int(n): row for n, row in zip(vectors.subwords.buckets, vectors.subwords.matrix, strict=True)}
    parts = [ref_subwords.bucket(part, PARTS.buckets) for part in ref_subwords.ngrams("狗金", 1, 2)]
    expected = np.mean([rows[part] for part in parts if part in rows], axis=0)
    np.testing.assert_allclose(vectors["狗金"], expected, rtol=1e-5)
    np.testing.assert_allclose(vectors[["金", "狗金"]], [[3, 2, 1], expected], rtol=1e-5)
    assert [vectors.has_vector(word) for word in ("金", "狗金", "书本", "")] == [True, True, False, False]
    assert "金" in vectors
    assert "狗金" not in vectors
    assert vectors[[]].shape == (0, 3)
    with pytest.raises(InputError, match="no part of '书本' is known"):
        vectors[["金", "书本"]]
    assert "金" not in Subwords(np.zeros(0), np.zeros((0, 3)), options=PARTS)


def test_questions_take_words_never_seen(tmp_path):
    vectors = make_vectors()
    new = vectors["狗金"]
    assert vectors.similarity("狗金", "金") == pytest.approx(vectors.similarity(new, "金"))
    assert vectors.most_similar("狗金", n=2) == vectors.most_similar(new, n=2)
    assert len(vectors.analogy("狗金", "金", "狗", n=1, method="mul")) == 1
    assert vectors.doesnt_match(["猫狗", "狗金", "金"]) in ("猫狗", "狗金", "金")
    mean = (new + vectors["金"]) / 2
    np.testing.assert_allclose(vectors.sentence_vector(["狗金", "书本", "金"]), mean, rtol=1e-5)
    np.testing.assert_allclose(sentence_vectors(vectors, (["狗金", "金"] for _ in "ab"))[1], mean, rtol=1e-5)
    weighted = (new + vectors["金"] * 0.5 / (0.5 + 1 / 6)) / 2
    np.testing.assert_allclose(vectors.sentence_vector(["狗金", "金"], how="sif", smooth=0.5), weighted, 1e-5)
    path = tmp_path / "pairs"
    path.write_text("狗金 金 1\n猫狗 金 2\n书本 金 3\n", encoding="utf-8")
    assert evaluate_similarity(vectors, path).covered == 2


def test_saved_loaded_and_cut_down(tmp_path):
    TRAINED.save(tmp_path / "v")
    loaded = WordVectors.load(tmp_path / "v")
    assert isinstance(loaded.subwords.matrix, np.memmap) or isinstance(loaded.subwords.matrix.base, np.memmap)
    assert loaded.subwords.options == SubwordOptions()
    for vectors in (loaded, loaded.subset(["猫狗"])):
        assert vectors["猫鸟"].tolist() == TRAINED["猫鸟"].tolist()
    loaded.save_word2vec(tmp_path / "v.txt")
    assert WordVectors.load_word2vec(tmp_path / "v.txt").subwords is None


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("buckets.npy", np.zeros(3, np.int64)),
        ("buckets.npy", np.zeros(3, np.float32)),
        ("ngrams.npy", np.zeros((2, 2), np.float32)),
        ("meta.json", {"shortest": 1}),
        ("meta.json", {"least": 1}),
        ("meta.json", 5),
    ],
)
def test_files_that_do_not_go_together(tmp_path, name, array):
    make_vectors().save(tmp_path / "v")
    path = tmp_path / "v" / name
    if name == "meta.json":
        meta = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(meta | {"subwords": array, "dim": 2 if "shortest" in str(array) else 3}))
    else:
        np.save(path, array)
    with pytest.raises(FormatError):
        WordVectors.load(tmp_path / "v")


@pytest.mark.parametrize("changes", [{}, {"method": "cbow"}, {"shared_negatives": False}, {"workers": 2}])
def test_words_never_seen_come_to_their_theme(changes):
    vectors = train(**changes)
    for word, stem in (("猫鸟", STEMS[0]), ("金铁", STEMS[1])):
        assert word not in vectors
        assert all(near[0] in stem for near, _ in vectors.most_similar(word, n=10))
    losses = vectors.info["losses"]
    assert losses[-1] < losses[0]


def test_one_worker_repeats_exactly_and_lengths_matter():
    again, other = train(), train(subwords=(2, 2))
    assert again.matrix.tobytes() == TRAINED.matrix.tobytes()
    assert again.subwords.matrix.tobytes() == TRAINED.subwords.matrix.tobytes()
    assert len(other.subwords) < len(TRAINED.subwords)
    assert train(buckets=5).subwords.buckets.tolist() == [0, 1, 2, 3, 4]


def test_a_checkpoint_holds_the_n_grams(tmp_path):
    class Stop(Exception):
        pass

    def stop(epoch):
        assert epoch.vectors.matrix.shape == (30, 12)
        if epoch.number == 2:
            raise Stop

    with pytest.raises(Stop):
        train(checkpoint=tmp_path / "c", on_epoch=stop)
    resumed = train(checkpoint=tmp_path / "c")
    assert resumed.matrix.tobytes() == TRAINED.matrix.tobytes()
    assert resumed.subwords.matrix.tobytes() == TRAINED.subwords.matrix.tobytes()
    with pytest.raises(OptionError, match="subwords"):
        train(checkpoint=tmp_path / "c", subwords=(1, 2))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subwords": 3}, r"subwords: expected None, True or \(shortest, longest\), got 3"),
        ({"subwords": (3, 1)}, "subwords: expected an integer from 3 to 16, got 1"),
        ({"subwords": (0, 1)}, "subwords: expected an integer of at least 1, got 0"),
        ({"buckets": 0}, "buckets: expected an integer from 1"),
        ({"add_context": True}, "add_context: subwords have no vectors as contexts"),
        ({"method": "svd"}, "not an option of method 'svd'"),
    ],
)
def test_options_outside_their_range(changes, message):
    with pytest.raises(OptionError, match=message):
        train(TEXTS[:20], **changes)


@pytest.mark.parametrize(
    ("buckets", "matrix"),
    [
        ([1, 2], [[1.0]]),
        ([2, 1], [[1.0], [2.0]]),
        ([1, 1], [[1.0], [2.0]]),
        ([-1], [[1.0]]),
        ([2**24], [[1.0]]),
    ],
)
def test_arrays_that_do_not_go_together(buckets, matrix):
    with pytest.raises(OptionError, match="subwords: expected"):
        Subwords(buckets, matrix)
    with pytest.raises(OptionError, match="subwords: expected vectors of dim 2, got 1"):
        WordVectors(["字"], [[1, 2]], subwords=Subwords([1], [[1.0]]))
