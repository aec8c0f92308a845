"""Rows: one question with one stretch of one passage, as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.qa.reader._features import hand_features
from zici.qa.reader._labels import Spans, find_spans, inside
from zici.qa.reader._options import FEATURES, ReaderOptions
from zici.qa.reader._text import plain, shorten
from zici.qa.reader._vocabulary import Vocabulary
from zici.qa.reader._words import Cut, Words

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]

OVERLAP = 64  # characters that two windows of a long passage share


class Row(NamedTuple):
    """What the network reads at once.

    Attributes:
        question: int32 of shape (q,), characters.
        question_words: int32 of shape (q,), rows of the vectors of the words that cover them.
        passage: int32 of shape (n,), characters.
        words: int32 of shape (n,).
        features: float32 of shape (n, features).
        spans: int32 of shape (answers, 2), first and last character of every answer.
        place: position of the passage among those of its question.
        begin: where the stretch begins in the passage.
    """

    question: Int32
    question_words: Int32
    passage: Int32
    words: Int32
    features: Float32
    spans: Spans
    place: int
    begin: int


class Encoder(NamedTuple):
    """What turns text into rows."""

    vocabulary: Vocabulary
    words: Words
    options: ReaderOptions

    def encode(
        self, question: str, passages: Sequence[str], answers: Sequence[Sequence[str]] = ()
    ) -> list[Row]:
        """The rows of a question, passage by passage; an empty passage has none.

        Args:
            question: as it was typed.
            passages: as they stand.
            answers: the right answers of each passage; without any, rows have no spans.
        """
        asked = shorten(plain(question), self.options.question_length)
        texts = [plain(passage) for passage in passages]
        cuts = self.words.cut([asked, *texts])
        features = self._features(asked, texts, cuts)
        ids, words = self.vocabulary.encode(asked), _word_rows(cuts[0])
        rows = []
        for place, (text, cut, columns) in enumerate(zip(texts, cuts[1:], features, strict=True)):
            chars, covers = self.vocabulary.encode(text), _word_rows(cut)
            spans = find_spans(text, answers[place] if answers else ())
            for begin, end in windows(len(text), self.options.passage_length):
                found = inside(spans, begin, end)
                part = slice(begin, end)
                rows.append(Row(ids, words, chars[part], covers[part], columns[part], found, place, begin))
        return rows

    def _features(self, asked: str, texts: Sequence[str], cuts: Sequence[Cut]) -> list[Float32]:
        """The features that are wanted."""
        if not self.options.features:
            return [np.zeros((len(text), 0), np.float32) for text in texts]
        columns = [FEATURES.index(name) for name in self.options.features]
        by_hand = hand_features(asked, texts, cuts)
        return [
            np.concatenate([found, cut.borders()], axis=1)[:, columns]
            for found, cut in zip(by_hand, cuts[1:], strict=True)
        ]


def _word_rows(cut: Cut) -> Int32:
    return cut.spread(cut.rows).astype(np.int32)


def windows(size: int, length: int) -> Iterator[tuple[int, int]]:
    """Begin and end of the stretches in which ``size`` characters are read.

    Example:
        >>> list(windows(300, 128))
        [(0, 128), (64, 192), (128, 256), (172, 300)]
        >>> list(windows(100, 128)), list(windows(0, 128))
        ([(0, 100)], [])
    """
    if size <= length:
        yield from pairwise([0, size] if size else [0])
        return
    step = length - min(OVERLAP, length // 2)
    for begin in range(0, size - length, step):
        yield begin, begin + length
    yield size - length, size
