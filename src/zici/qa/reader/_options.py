"""What may be asked of a reader and of its training, checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from zici.errors import OptionError
from zici.qa.voting import RULES

FEATURES = (
    "char_match",
    "char_shared",
    "char_jaccard",
    "char_edit",
    "word_match",
    "word_shared",
    "word_jaccard",
    "word_edit",
    "word_begin",
    "word_end",
)
"""The eight of article 5409, and whether a word begins or ends at a character: few answers cut words."""
MAX_LENGTH = 2048


@dataclass(frozen=True)
class ReaderOptions:
    """The network of a reader, and how it is trained (kexue.fm/archives/5409 and 6906).

    Attributes:
        width: numbers for each character in every layer, from 4.
        dilations: the steps of the gated convolutions over the passage, one a layer, each from 1.
        question_dilations: those over the question.
        aligned: every character of the passage also gets the mean of the question's characters, weighted by
            how well they go with it (Lee et al. 2016, arXiv 1611.01436; Chen et al. 2017, arXiv 1704.00051),
            beside the one vector of the whole question that 5409 gives to all of them.
        features: which features the network sees, of ``FEATURES``. Those named "shared" say in how many other
            passages a character or word stands; they say nothing where questions have one passage, and are
            learned only from questions with several.
        min_count: rarer characters of the training have no vector of their own, from 1.
        question_length: characters of the question that are read, from 4; of a longer one the beginning and
            the end.
        passage_length: characters of a passage that are read at once, from 16 to 2048; a longer one is read
            in windows that overlap.
        epochs: passes over the training, from 1.
        batch_size: rows of one step, from 1.
        learning_rate: the highest one, above 0; it rises over the first steps, then falls to a hundredth.
        gamma: of the focal loss, from 0; 0 is the cross entropy.
        positive: the weight of a begin or end against that of another place, above 0.
        pointer: the weight of a second loss, by which the right places compete with all others of their
            passage, from 0; 0 is the loss of the article.
        dropout: share of the numbers that go into the convolutions that are set to 0 in training.
        gate_noise: every gate's logit is multiplied by 1 + a number from -x to x in training.
        char_drop: share of the characters that are not seen in training; the words that cover them are, so
            that the network learns to rely on their vectors, which know more than a small training.
        word_drop: share of the characters whose word is not seen in training.
        crop: share of the passages that are cut to a random stretch in training.
        repeat: share of those shorter than half of ``train_length`` that are read twice in a row.
        train_length: the longest stretch in training, from 16.
        label_drop: share of the passages with several matches of which only some are labelled.
        ema: momentum of the running mean of the weights with which the reader reads, from 0 to below 1; None:
            such that the mean reaches over the last tenth of the training, at most .9999.
        patience: epochs without a better result on the validation after which training stops, from 1.

    Raises:
        OptionError: an option outside its range.

    Example:
        >>> ReaderOptions(gamma=-1)
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: gamma: expected a number from 0 to 10, got -1
    """

    width: int = 96
    dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2, 4, 8)
    question_dilations: tuple[int, ...] = (1, 2, 1)
    aligned: bool = True
    features: tuple[str, ...] = FEATURES
    min_count: int = 2
    question_length: int = 40
    passage_length: int = 320
    epochs: int = 10
    batch_size: int = 32
    learning_rate: float = 1e-3
    gamma: float = 2.0
    positive: float = 1.0
    pointer: float = 1.0
    dropout: float = 0.4
    gate_noise: float = 0.1
    char_drop: float = 0.2
    word_drop: float = 0.1
    crop: float = 0.8
    repeat: float = 0.1
    train_length: int = 160
    label_drop: float = 0.0
    ema: float | None = None
    patience: int = 4

    def __post_init__(self) -> None:
        for name, least, most in INTEGERS:
            check_integer(name, getattr(self, name), least, most)
        for name, low, high in NUMBERS:
            check_number(name, getattr(self, name), low, high)
        if self.ema is not None:
            check_number("ema", self.ema, 0.0, 1 - 1e-9)
        if not isinstance(self.aligned, bool):
            raise OptionError(f"aligned: expected True or False, got {self.aligned!r}")
        for name in ("dilations", "question_dilations"):
            if not isinstance(getattr(self, name), tuple):
                raise OptionError(f"{name}: expected a tuple of integers, got {getattr(self, name)!r}")
            for step in getattr(self, name):
                check_integer(name, step, 1, 64)
        unknown = set(self.features) - set(FEATURES)
        if unknown or not isinstance(self.features, tuple) or len(set(self.features)) < len(self.features):
            raise OptionError(f"features: expected some of {', '.join(FEATURES)}, got {self.features!r}")


INTEGERS = (
    ("width", 4, 1024),
    ("min_count", 1, None),
    ("question_length", 4, MAX_LENGTH),
    ("passage_length", 16, MAX_LENGTH),
    ("epochs", 1, None),
    ("batch_size", 1, 4096),
    ("train_length", 16, MAX_LENGTH),
    ("patience", 1, None),
)
NUMBERS = (
    ("learning_rate", 1e-9, 1),
    ("gamma", 0, 10),
    ("positive", 1e-3, 1000),
    ("pointer", 0, 1000),
    ("dropout", 0, 0.9),
    ("gate_noise", 0, 1),
    ("char_drop", 0, 0.9),
    ("word_drop", 0, 0.9),
    ("crop", 0, 1),
    ("repeat", 0, 1),
    ("label_drop", 0, 1),
)


@dataclass(frozen=True)
class Decoding:
    """How answers are read off what the network says of every place.

    Attributes:
        max_length: the longest answer, from 1; letters and digits count half (as 5409 counts).
        candidates: the most answers that one passage gives, from 1.
        threshold: answers of a passage with a lower score are none, from 0 to 1. With 0 every passage gives
            its best answer, however unsure; see :func:`choose_threshold`.
        vote: how the passages vote, one of the rules of :mod:`zici.qa.voting`.

    Raises:
        OptionError: one outside its range.
    """

    max_length: int = 12
    candidates: int = 1
    threshold: float = 0.0
    vote: str = "formula"

    def __post_init__(self) -> None:
        check_integer("max_length", self.max_length, 1, MAX_LENGTH)
        check_integer("candidates", self.candidates, 1, 1000)
        check_number("threshold", self.threshold, 0.0, 1.0)
        if self.vote not in RULES:
            raise OptionError(f"vote: expected one of {', '.join(RULES)}, got {self.vote!r}")


def check_integer(name: str, value: Any, least: int, most: int | None) -> None:
    """Refuse what is no integer from ``least`` to ``most``."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most and value > most):
        span = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise OptionError(f"{name}: expected an integer {span}, got {value!r}")


def check_number(name: str, value: Any, least: float, most: float) -> None:
    """Refuse what is no number from ``least`` to ``most``."""
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not least <= value <= most:
        raise OptionError(f"{name}: expected a number from {least:g} to {most:g}, got {value!r}")
