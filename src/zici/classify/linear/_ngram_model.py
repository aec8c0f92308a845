"""NgramModel: what models share whose logits are a sum over the n-grams of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._kernels.linear import score_documents
from zici._kernels.ngram_features import Documents
from zici._progress import Step
from zici.classify._model import Contribution, Float32Array, Run
from zici.classify.features import NgramOptions, Ngrams, Tokenizer, learn_ngrams
from zici.classify.features._codes import check_texts
from zici.classify.linear._contributions import contributions_of
from zici.errors import EmptyError, InputError, OptionError

CHARACTERS = 1 << 21  # of texts that are asked about at once
LARGEST = float(np.finfo(np.float16).max)


class NgramModel:
    """Columns, their idf and their weights, and what these say of texts.

    Values are (1 + ln count) idf, each text divided by its Euclidean length. Their product with the weights,
    and the last row of these, are the outputs; with ``_output`` that product times this matrix. One output x
    stands for the logits (-x / 2, x / 2).
    """

    options: NgramOptions
    tokenizer: Tokenizer
    _ngrams: Ngrams | None = None
    _output: Float32Array | None = None

    def _find_ngrams(
        self, documents: Documents, texts: int, most: int, run: Run
    ) -> tuple[Ngrams, npt.NDArray[np.int64]]:
        """The columns, and in how many of the ``texts`` each is.

        Raises:
            EmptyError: no n-gram occurs in ``min_count`` texts.
        """
        blocks = self.options.blocks(self.tokenizer.views)
        run.progress(Step("find n-grams", 0, texts, "texts"))
        try:
            found = learn_ngrams(documents, blocks, min_count=self.options.min_count, most=most)
        except EmptyError as error:
            raise EmptyError(
                f"texts: expected n-grams that occur in {self.options.min_count} texts, found none; give "
                "more texts, or lower min_count"
            ) from error
        run.progress(Step("find n-grams", texts, texts, "texts"))
        return found

    def _set(
        self, ngrams: Ngrams, idf: Float32Array, weights: Float32Array, output: Float32Array | None = None
    ) -> None:
        """Keep what was learned, in half precision as files do: a saved model decides as it did before.

        Raises:
            InputError: weights or options so large that numbers overflowed.
        """
        if not all(np.isfinite(numbers).all() for numbers in (weights, output) if numbers is not None):
            raise InputError(
                "training: the model's numbers overflow; use smaller weights of the texts, or options nearer "
                "to the defaults"
            )
        self._ngrams, self._idf, self._weights = ngrams, idf, _halved(weights)
        self._output = None if output is None else _halved(output)

    def _fitted(self) -> Ngrams:
        if self._ngrams is None:
            raise OptionError("expected a trained model, got one without training; call fit first")
        return self._ngrams

    @property
    def classes(self) -> int:
        """How many classes there are."""
        self._fitted()
        width = self._weights.shape[1] if self._output is None else self._output.shape[1]
        return max(2, int(width))

    @property
    def columns(self) -> int:
        """How many n-grams have weights."""
        return len(self._fitted())

    @property
    def intercept(self) -> Float32Array:
        """What every text's logits begin with, float32 of shape (classes,)."""
        self._fitted()
        found: Float32Array = self._answers(self._weights[-1:])[0]
        return found

    def _answers(self, sums: Float32Array) -> Float32Array:
        return both(sums if self._output is None else sums @ self._output)

    def logits(self, texts: Sequence[str]) -> Float32Array:
        """Finite float32 of shape (texts, classes); a text without known n-grams has the intercept.

        Raises:
            OptionError: the model is not trained.
            InputError: a text is not a string.
        """
        ngrams = self._fitted()
        check_texts(texts)
        out = np.empty((len(texts), self._weights.shape[1]), np.float32)
        begin = 0
        while begin < len(texts):
            end, size = begin, 0
            while end < len(texts) and size < CHARACTERS:
                size += len(texts[end]) + 1
                end += 1
            documents = self.tokenizer.documents(texts[begin:end])
            out[begin:end] = score(documents, ngrams, self._idf, self._weights)
            begin = end
        return self._answers(out)

    def contributions(self, text: str) -> list[Contribution]:
        """What each span of the text adds to the logits: with the intercept they are the logits.

        An n-gram that occurs several times shares its part among its places; all n-grams of one place are
        added up.

        Raises:
            OptionError: the model is not trained.

        Example:
            >>> from zici.classify.linear import LinearModel, LinearOptions
            >>> texts, targets = ["好看", "真好看", "难看", "真难看"], np.array([1, 1, 0, 0], np.int32)
            >>> model = LinearModel(LinearOptions(opening=(), char_ngrams=(1, 1)))
            >>> model.fit(texts, targets, classes=2, weights=np.ones(4, np.float32))
            >>> [(part.text, bool(part.values[1] > 0)) for part in model.contributions("好！")]
            [('好', True)]
        """
        ngrams = self._fitted()
        return contributions_of(text, self.tokenizer, ngrams, (self._idf, self._weights, self._output))


def score(documents: Documents, ngrams: Ngrams, idf: Float32Array, weights: Float32Array) -> Float32Array:
    """The outputs of documents, float32 of shape (documents, width of the weights)."""
    out = np.empty((documents.start.shape[1] - 1, weights.shape[1]), np.float32)
    score_documents(documents, ngrams.known, ngrams.row(documents), idf, weights, out)
    return out


def both(values: Float32Array) -> Float32Array:
    """One output x as two logits (-x / 2, x / 2)."""
    if values.shape[1] > 1:
        return values
    half = values * np.float32(0.5)
    return np.concatenate([-half, half], axis=1)


def accuracy(outputs: Float32Array, right: npt.NDArray[Any]) -> float:
    """The share of texts whose greatest logit is that of the right class."""
    return float((both(outputs).argmax(axis=1) == right).mean())


def _halved(numbers: Float32Array) -> Float32Array:
    return np.clip(numbers, -LARGEST, LARGEST).astype(np.float16).astype(np.float32)
