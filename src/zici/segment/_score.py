"""Scores of a segmentation against gold: the measures of the SIGHAN bakeoffs."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from zici.errors import EmptyError, FormatError, InputError, OptionError

Gold = str | os.PathLike[str] | Iterable[str | Sequence[str]]
"""A file's path, or lines: each a string of words between blanks, or a list of words."""


class Scores(NamedTuple):
    """Counts of words, and the measures that follow from them (each from 0 to 1; None where 0 would divide).

    A word of the prediction is correct if the gold has a word with the same begin and end in the line.

    Attributes:
        gold: words of the gold.
        predicted: words of the prediction.
        correct: words of the prediction that are correct.
        oov: words of the gold that are not in the vocabulary (out of vocabulary); None without a vocabulary.
        oov_correct: those of them that the prediction has; None without a vocabulary.
    """

    gold: int
    predicted: int
    correct: int
    oov: int | None = None
    oov_correct: int | None = None

    @property
    def precision(self) -> float:
        """Correct words among the predicted ones."""
        return self.correct / self.predicted

    @property
    def recall(self) -> float:
        """Correct words among those of the gold."""
        return self.correct / self.gold

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return f1(self.precision, self.recall)

    @property
    def oov_rate(self) -> float | None:
        """Words outside the vocabulary among those of the gold."""
        return None if self.oov is None else self.oov / self.gold

    @property
    def oov_recall(self) -> float | None:
        """Recall of the words outside the vocabulary."""
        return None if not self.oov or self.oov_correct is None else self.oov_correct / self.oov

    @property
    def iv_recall(self) -> float | None:
        """Recall of the words of the vocabulary."""
        if self.oov is None or self.oov_correct is None or self.oov == self.gold:
            return None
        return (self.correct - self.oov_correct) / (self.gold - self.oov)

    def __str__(self) -> str:
        shown = [f"P {self.precision:.4f}", f"R {self.recall:.4f}", f"F1 {self.f1:.4f}"]
        rest = {"OOV rate": self.oov_rate, "OOV recall": self.oov_recall, "IV recall": self.iv_recall}
        return "  ".join(shown + [f"{name} {value:.4f}" for name, value in rest.items() if value is not None])


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are 0.

    Example:
        >>> round(f1(0.734, 0.799), 3)
        0.765
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(gold: Gold, predicted: Gold, *, vocabulary: Container[str] | None = None) -> Scores:
    """Compare a segmentation with the gold, line by line, by the offsets of the words.

    Args:
        gold: the true words: a file's path (UTF-8), or lines, each a string of words between blanks (one, two
            or more) or a list of words.
        predicted: the words to judge, of the same text, in any of these forms.
        vocabulary: the known words, for the rate and the recall of unknown ones.

    Raises:
        InputError: the texts differ; names the line.
        FormatError: a file that is not UTF-8; names the line.
        EmptyError: no words.

    Example:
        >>> result = score(["共同  创造  美好  的  新  世纪"], [["共同", "创造", "美好", "的", "新世纪"]],
        ...                vocabulary={"共同", "的"})
        >>> result.correct, result.precision, round(result.recall, 3), result.oov_recall
        (4, 0.8, 0.667, 0.5)
    """
    truth, found = gold_lines(gold), gold_lines(predicted)
    if len(truth) != len(found):
        raise InputError(f"expected {len(truth)} lines as in the gold, found {len(found)}; cut line by line")
    gold_size = found_size = correct = oov = oov_correct = 0
    for number, (words, guess) in enumerate(zip(truth, found, strict=True), 1):
        if words != guess and "".join(words) != "".join(guess):
            raise InputError(_differ(number, "".join(words), "".join(guess)))
        spans, guesses = _spans(words), set(_spans(guess))
        gold_size += len(words)
        found_size += len(guess)
        correct += sum(span in guesses for span in spans)
        if vocabulary is not None:
            unknown = [span for word, span in zip(words, spans, strict=True) if word not in vocabulary]
            oov += len(unknown)
            oov_correct += sum(span in guesses for span in unknown)
    if not gold_size:
        raise EmptyError("expected gold with words, found none; check the file")
    if vocabulary is None:
        return Scores(gold_size, found_size, correct)
    return Scores(gold_size, found_size, correct, oov, oov_correct)


def _spans(words: Sequence[str]) -> list[tuple[int, int]]:
    ends = list(accumulate(map(len, words)))
    return list(zip([0, *ends[:-1]], ends, strict=True)) if ends else []


def _differ(number: int, gold: str, found: str) -> str:
    size = min(len(gold), len(found))
    at = next((k for k in range(size) if gold[k] != found[k]), size)
    expected, got = gold[at : at + 10], found[at : at + 10]
    return (
        f"line {number}, character {at + 1}: expected the gold's text {expected!r}, found {got!r}; "
        "both must have the same characters"
    )


def gold_lines(source: Gold) -> list[list[str]]:
    """The words of every line.

    Raises:
        InputError: the file can't be read.
        FormatError: it is not UTF-8.
        OptionError: what was given is no path and no lines.
    """
    if isinstance(source, str | os.PathLike):
        return [line.split() for line in _read_lines(Path(source))]
    lines = []
    for line in source:
        if isinstance(line, str):
            lines.append(line.split())
        elif isinstance(line, Sequence):
            lines.append([word for word in line if word])
        else:
            raise OptionError(f"line {len(lines) + 1}: expected a string or a list of words, found {line!r}")
    return lines


def _read_lines(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{path}, line {number}: expected UTF-8, found other bytes; convert the file"
        ) from error
    return text.removesuffix("\n").split("\n")
