"""How good word vectors are: analogies and similarities that people have judged."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.vectors._word_vectors import EPSILON, WordVectors

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

CELLS = 1 << 24  # cosines held at a time


@dataclass(frozen=True)
class AnalogyScore:
    """How many analogies of a category came out right.

    Attributes:
        right: those whose fourth word was the best.
        covered: those whose four words all have a vector.
        total: those in the file.
    """

    right: int
    covered: int
    total: int

    @property
    def accuracy(self) -> float:
        """The share of the covered ones that are right, 0 to 1; NaN if none is covered."""
        return self.right / self.covered if self.covered else float("nan")

    @property
    def coverage(self) -> float:
        """The share of all that is covered, 0 to 1."""
        return self.covered / self.total


@dataclass(frozen=True)
class SimilarityScore:
    """How the cosines of pairs of words go with the judgement of people.

    Attributes:
        spearman: the correlation of the ranks over the covered pairs, -1 to 1; NaN if there are fewer than
            two or all are the same.
        covered: pairs whose two words have a vector.
        total: those in the file.
    """

    spearman: float
    covered: int
    total: int

    @property
    def coverage(self) -> float:
        """The share of all that is covered, 0 to 1."""
        return self.covered / self.total


def evaluate_analogies(
    vectors: WordVectors, path: str | os.PathLike[str], *, method: str = "add"
) -> dict[str, AnalogyScore]:
    r"""Ask analogies a : b = c : d, and see for how many d is the word that comes first.

    Args:
        vectors: what is tested.
        path: UTF-8 text: lines ``: category``, each followed by lines of four words with blanks between.
        method: "add" (3CosAdd) or "mul" (3CosMul), as in :meth:`WordVectors.analogy`.

    Returns:
        The score of every category, in the order of the file, and of all together under ``"all"``.

    Raises:
        InputError: the file can't be read.
        FormatError: a line of another form; names it.
        EmptyError: no analogy in the file.
        OptionError: another method.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "analogies.txt"
        >>> _ = path.write_text(": family\n男 王 女 后\n男 王 女 妃\n", encoding="utf-8")
        >>> vectors = WordVectors("王后男女", [[1, 1], [1, -1], [0, 1], [0, -1]])
        >>> evaluate_analogies(vectors, path)["all"]
        AnalogyScore(right=1, covered=1, total=2)
    """
    if method not in ("add", "mul"):
        raise OptionError(f"method: expected add or mul, got {method!r}")
    questions = list(_read_analogies(Path(path)))
    if not questions:
        raise EmptyError(f"{path}: expected analogies, found none")
    covered = [all(word in vectors for word in words) for _, words in questions]
    rows = np.array(
        [
            [vectors.index[word] for word in words]
            for (_, words), known in zip(questions, covered, strict=True)
            if known
        ],
        np.int64,
    ).reshape(-1, 4)
    right = np.zeros(len(questions), bool)
    right[np.flatnonzero(covered)] = _answers(vectors, rows[:, :3], method) == rows[:, 3]
    groups: dict[str, list[int]] = {}
    for number, (category, _) in enumerate(questions):
        groups.setdefault(category, []).append(number)
    groups["all"] = list(range(len(questions)))
    return {
        category: AnalogyScore(int(right[numbers].sum()), sum(covered[k] for k in numbers), len(numbers))
        for category, numbers in groups.items()
    }


def _answers(vectors: WordVectors, questions: Int64, method: str) -> Int64:
    """The row of the best fourth word of every question; the three given are no answers."""
    answers = np.empty(len(questions), np.int64)
    step = max(1, CELLS // len(vectors) // (1 if method == "add" else 3))
    for first in range(0, len(questions), step):
        rows = questions[first : first + step]
        units = vectors.matrix[rows] / vectors.norms[rows][..., None]
        if method == "add":
            scores = _cosines(vectors, units[:, 1] - units[:, 0] + units[:, 2])
        else:
            one, two, three = ((1 + _cosines(vectors, units[:, k])) / 2 for k in range(3))
            scores = (two * three / (one + EPSILON)).astype(np.float32)
        np.put_along_axis(scores, rows, -np.inf, axis=1)
        answers[first : first + step] = scores.argmax(axis=1)
    return answers


def _cosines(vectors: WordVectors, targets: Float32) -> Float32:
    result: Float32 = targets @ vectors.matrix.T
    result /= vectors.norms
    return result


def _read_analogies(path: Path) -> Iterator[tuple[str, list[str]]]:
    category = "other"
    for number, line in _lines(path):
        words = line.split()
        if line.startswith(":"):
            category = line[1:].strip()
        elif len(words) == 4:
            yield category, words
        else:
            raise FormatError(
                f"{path}, line {number}: expected four words or `: category`, got {line.strip()[:60]!r}"
            )


def evaluate_similarity(vectors: WordVectors, path: str | os.PathLike[str]) -> SimilarityScore:
    r"""Compare the cosines of pairs of words with the judgement of people, by rank.

    With subwords, words never seen have a vector too.

    Args:
        vectors: what is tested.
        path: UTF-8 text: two words and a number a line, with tabs or blanks between.

    Raises:
        InputError: the file can't be read.
        FormatError: a line of another form; names it.
        EmptyError: no pair in the file.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "pairs.tsv"
        >>> _ = path.write_text("猫\t狗\t9\n猫\t书\t1\n狗\t车\t2\n", encoding="utf-8")
        >>> evaluate_similarity(WordVectors("猫狗书", [[1, 0.1], [1, 0], [0, 1]]), path)
        SimilarityScore(spearman=1.0, covered=2, total=3)
    """
    pairs = list(_read_pairs(Path(path)))
    if not pairs:
        raise EmptyError(f"{path}: expected pairs of words, found none")
    known = [pair for pair in pairs if all(map(vectors.has_vector, pair[:2]))]
    ours = np.array([vectors.similarity(one, two) for one, two, _ in known])
    theirs = np.array([score for _, _, score in known])
    return SimilarityScore(spearman(ours, theirs), len(known), len(pairs))


def _read_pairs(path: Path) -> Iterator[tuple[str, str, float]]:
    for number, line in _lines(path):
        try:
            one, two, score = line.split()
            judged = float(score)
        except ValueError as error:
            raise FormatError(
                f"{path}, line {number}: expected two words and a number, got {line.strip()[:60]!r}"
            ) from error
        if not math.isfinite(judged):
            raise FormatError(f"{path}, line {number}: expected two words and a finite number, got {score}")
        yield one, two, judged


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers from 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: expected text in UTF-8, found other bytes") from error
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line


def spearman(first: Float64, second: Float64) -> float:
    """The correlation of the ranks of two arrays; equal numbers share the mean of their ranks.

    Example:
        >>> round(spearman(np.array([1.0, 2, 3]), np.array([4.0, 9, 9])), 4)
        0.866
    """
    one, two = (_ranks(values) for values in (first, second))
    if one.size < 2 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return float("nan")
    one, two = one - one.mean(), two - two.mean()
    return float(one @ two / np.sqrt((one @ one) * (two @ two)))


def _ranks(values: Float64) -> Float64:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    result: Float64 = (last - (count - 1) / 2)[place]
    return result
