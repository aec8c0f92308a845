"""What word vectors answer, against the definitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_vectors
from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.vectors import (
    WordVectors,
    bag_of_words,
    evaluate_analogies,
    evaluate_similarity,
    sentence_vectors,
)
from zici.vectors._evaluate import spearman
from zici.vectors._largest import largest

RNG = np.random.default_rng(0)
WORDS = [f"词{k}" for k in range(40)]
MATRIX = RNG.standard_normal((40, 6)).astype(np.float32)
CONTEXTS = RNG.standard_normal((40, 6)).astype(np.float32)
BIAS = RNG.standard_normal(40).astype(np.float32)
VECTORS = WordVectors(WORDS, MATRIX, counts=np.arange(40, 0, -1), contexts=CONTEXTS, bias=BIAS)
TABLE = {word: row.tolist() for word, row in zip(WORDS, MATRIX, strict=True)}


def test_nearest_words():
    found = VECTORS.most_similar("词3", n=5)
    cosines = {w: ref_vectors.cosine(TABLE["词3"], TABLE[w]) for w in WORDS if w != "词3"}
    expected = sorted(cosines.items(), key=lambda item: -item[1])[:5]
    assert [word for word, _ in found] == [word for word, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-6)
    assert VECTORS.nearest(MATRIX[3], n=1) == [("词3", pytest.approx(1.0))]
    assert len(VECTORS.most_similar("词3", n=999)) == 39
    assert VECTORS.similarity("词3", "词8") == pytest.approx(cosines["词8"], abs=1e-6)


@pytest.mark.parametrize("method", ["add", "mul"])
def test_analogies(method):
    for k in range(5):
        words = WORDS[k], WORDS[k + 7], WORDS[k + 20]
        found = VECTORS.analogy(*words, n=40, method=method)
        scores = ref_vectors.analogy_scores(TABLE, *words, method=method)
        assert dict(found) == pytest.approx(scores, abs=1e-5)
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_vectors_may_stand_for_words():
    by_word = VECTORS.most_similar(["词1", "词2"], ["词3"], n=40)
    by_vector = VECTORS.most_similar([MATRIX[1], MATRIX[2]], MATRIX[3], n=40)
    kept = [item for item in by_vector if item[0] not in ("词1", "词2", "词3")]
    assert by_word == kept


def test_the_odd_one():
    vectors = WordVectors("猫狗书鱼", [[1, 0.1], [1, 0], [-1, 1], [1, 0.2]])
    assert vectors.doesnt_match(["猫", "书", "狗", "鱼"]) == "书"
    with pytest.raises(OptionError, match="at least two"):
        vectors.doesnt_match(["猫"])


def test_single_and_many():
    assert VECTORS["词2"].tolist() == MATRIX[2].tolist()
    assert VECTORS[["词2", "词0"]].tolist() == MATRIX[[2, 0]].tolist()
    assert VECTORS[[]].shape == (0, 6)
    assert "词2" in VECTORS
    assert "字" not in VECTORS
    assert (len(VECTORS), VECTORS.dim, repr(VECTORS)) == (40, 6, "WordVectors(40 words, dim 6)")
    vector = VECTORS["词2"]
    vector[:] = 0  # a copy: the vectors stay
    assert VECTORS["词2"].tolist() == MATRIX[2].tolist()


def test_subset():
    some = VECTORS.subset(["词9", "无", "词1", "词9"])
    assert some.words == ("词9", "词1")
    assert some.matrix.tolist() == MATRIX[[9, 1]].tolist()
    assert some.counts is not None
    assert some.counts.tolist() == [31, 39]
    assert some.contexts is not None
    assert some.contexts.tolist() == CONTEXTS[[9, 1]].tolist()
    assert some.bias is not None
    assert some.bias.tolist() == BIAS[[9, 1]].tolist()
    assert WordVectors("猫", [[1]]).subset("猫").contexts is None
    with pytest.raises(EmptyError):
        VECTORS.subset(["无"])


def test_a_zero_vector_is_near_nothing():
    vectors = WordVectors(["零", "词"], [[0, 0], [1, 0]])
    assert vectors.similarity("零", "词") == 0
    assert vectors.most_similar("零") == [("词", 0.0)]


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4000), st.integers(1, 5))
def test_the_largest(numbers, n):
    scores = np.array(numbers, np.float32)
    n = min(n, scores.size)
    expected = sorted(range(scores.size), key=lambda k: (-numbers[k], k))[:n]
    assert largest(scores, n).tolist() == expected
    many = np.tile(scores, 9)  # long enough for maxima of runs
    expected = sorted(range(many.size), key=lambda k: (-many[k], k))[:n]
    assert largest(many, n).tolist() == expected


TEXTS = st.lists(st.lists(st.sampled_from([*WORDS[:5], "无"]), max_size=8), min_size=1, max_size=5)


@given(TEXTS)
def test_a_sum_of_embeddings_is_a_bag_of_words_times_the_matrix(texts):
    """Exactly, in whole numbers (article 4233): looking rows up and adding them is a product with counts."""
    vectors = WordVectors(WORDS, np.arange(240).reshape(40, 6) % 17 - 8)
    sums = sentence_vectors(vectors, texts, how="sum")
    looked_up = [vectors[[word for word in text if word in vectors]].sum(axis=0) for text in texts]
    assert np.array_equal(sums, looked_up)
    assert np.array_equal(sums, bag_of_words(vectors, texts).toarray() @ vectors.matrix)
    assert all(
        np.array_equal(vectors.sentence_vector(text, how="sum"), row)
        for text, row in zip(texts, sums, strict=True)
    )


def test_means_and_sif():
    text = ["词1", "词1", "词4", "无"]
    assert VECTORS.sentence_vector(text) == pytest.approx((2 * MATRIX[1] + MATRIX[4]) / 3, abs=1e-6)
    weight = [1e-3 / (1e-3 + VECTORS.counts[k] / VECTORS.counts.sum()) for k in (1, 4)]
    expected = (2 * weight[0] * MATRIX[1] + weight[1] * MATRIX[4]) / 3
    assert VECTORS.sentence_vector(text, how="sif") == pytest.approx(expected, abs=1e-6)
    assert VECTORS.sentence_vector(["无"]).tolist() == [0] * 6


def test_what_texts_have_in_common_goes():
    texts = [[WORDS[k], WORDS[k + 1]] for k in range(20)]
    plain = sentence_vectors(VECTORS, texts)
    common = np.linalg.svd(plain)[2][0]
    without = sentence_vectors(VECTORS, texts, remove=1)
    assert without == pytest.approx(plain - np.outer(plain @ common, common), abs=1e-5)
    assert sentence_vectors(VECTORS, []).shape == (0, 6)


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: VECTORS["无"], InputError, "expected a word that has a vector, got '无'"),
        (lambda: VECTORS.most_similar("无"), InputError, "'无'"),
        (lambda: VECTORS.most_similar([]), OptionError, "at least one"),
        (lambda: VECTORS.most_similar("词1", n=0), OptionError, "n: expected"),
        (lambda: VECTORS.nearest([1.0]), OptionError, "6 finite numbers"),
        (lambda: VECTORS.nearest([np.nan] * 6), OptionError, "finite"),
        (lambda: VECTORS.analogy("词1", "词2", "词3", method="x"), OptionError, "add or mul"),
        (lambda: VECTORS.sentence_vector([], how="max"), OptionError, "how"),
        (lambda: sentence_vectors(VECTORS, [], remove=7), OptionError, "remove"),
        (lambda: WordVectors("猫", [[1]]).sentence_vector([], how="sif"), OptionError, "counts"),
        (lambda: WordVectors([], []), EmptyError, "no words"),
        (lambda: WordVectors("猫猫", [[1], [2]]), OptionError, "twice"),
        (lambda: WordVectors("猫", [1]), OptionError, "a row for each of 1 words"),
        (lambda: WordVectors("猫", [[1]], counts=[1, 2]), OptionError, "counts"),
        (lambda: WordVectors("猫", [[1]], contexts=[[1, 2]]), OptionError, "contexts: expected the shape"),
        (lambda: WordVectors("猫", [[1]], contexts=[[1]], bias=[1, 2]), OptionError, "bias: expected one"),
        (lambda: WordVectors("猫", [[1]], bias=[1]), OptionError, "bias: expected finite .* contexts"),
        (lambda: WordVectors("猫", [[1]], contexts=[[1]], bias=[np.nan]), OptionError, "bias: .* finite"),
        (lambda: WordVectors("猫狗", [[1], [np.inf]]).most_similar("猫"), FormatError, "'狗'"),
    ],
)
def test_refusals(ask, error, message):
    with pytest.raises(error, match=message):
        ask()


@pytest.mark.parametrize("method", ["add", "mul"])
def test_evaluating_is_asking_every_analogy(tmp_path: Path, method):
    path = tmp_path / "analogies.txt"
    groups = {"甲": RNG.integers(0, 42, (30, 4)), "乙": RNG.integers(0, 42, (10, 4))}
    names = [*WORDS, "无", "没"]
    lines = [
        f": {name}\n" + "\n".join(" ".join(names[k] for k in row) for row in rows)
        for name, rows in groups.items()
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    scores = evaluate_analogies(VECTORS, path, method=method)
    for name, rows in groups.items():
        known = [[names[k] for k in row] for row in rows if max(row) < 40]
        right = sum(VECTORS.analogy(*row[:3], n=1, method=method)[0][0] == row[3] for row in known)
        assert (scores[name].right, scores[name].covered, scores[name].total) == (
            right,
            len(known),
            len(rows),
        )
    assert scores["all"].total == 40
    assert scores["all"].coverage == scores["all"].covered / 40


def test_ranks_share_their_mean():
    stats = pytest.importorskip("scipy.stats")
    one, two = RNG.integers(0, 9, (2, 50)).astype(float)
    assert spearman(one, two) == pytest.approx(stats.spearmanr(one, two).statistic)
    assert np.isnan(spearman(one[:1], two[:1]))
    assert np.isnan(spearman(one, np.ones(50)))


@pytest.mark.parametrize(
    ("evaluate", "text", "error", "message"),
    [
        (evaluate_analogies, ": 甲\n一 二 三\n", FormatError, "line 2: expected four words"),
        (evaluate_analogies, "\n: 甲\n", EmptyError, "found none"),
        (evaluate_similarity, "一 二 3\n一 二\n", FormatError, "line 2: expected two words and a number"),
        (evaluate_similarity, "一\t二\t多\n", FormatError, "line 1"),
        (evaluate_similarity, "一\t二\tnan\n", FormatError, "line 1"),
        (evaluate_similarity, "", EmptyError, "found none"),
    ],
)
def test_files_that_can_not_be_evaluated(tmp_path: Path, evaluate, text, error, message):
    path = tmp_path / "test.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=message):
        evaluate(VECTORS, path)
    path.write_bytes("一 二 三 四".encode("gb18030"))
    with pytest.raises(FormatError, match="UTF-8"):
        evaluate(VECTORS, path)
    with pytest.raises(InputError, match="can't be read"):
        evaluate(VECTORS, tmp_path / "none.txt")


def test_nothing_covered(tmp_path: Path):
    path = tmp_path / "test.txt"
    path.write_text("一 二 三 四\n", encoding="utf-8")
    score = evaluate_analogies(VECTORS, path)["all"]
    assert (score.covered, score.coverage) == (0, 0.0)
    assert np.isnan(score.accuracy)
    path.write_text("一 二 3\n", encoding="utf-8")
    assert np.isnan(evaluate_similarity(VECTORS, path).spearman)
    with pytest.raises(OptionError, match="add or mul"):
        evaluate_analogies(VECTORS, path, method="sub")


@pytest.mark.data
def test_the_real_tests_are_read(data_dir: Path):
    folder = data_dir / "vectors"
    words = ["雅典", "希腊", "北京", "中国", "医生", "责任"]
    vectors = WordVectors(words, np.eye(6))
    scores = evaluate_analogies(vectors, folder / "ca_translated.txt")
    assert list(scores) == ["capital-common-countries", "city-in-state", "family", "all"]
    assert (scores["all"].total, scores["all"].covered) == (953, 2)
    assert evaluate_analogies(vectors, folder / "ca8_semantic.txt")["all"].total == 7636
    assert evaluate_similarity(vectors, folder / "wordsim240.txt").total == 240
