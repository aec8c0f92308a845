"""What words with contexts are asked: which words stand near others, how likely, and which tell a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from zici.errors import FormatError, OptionError
from zici.vectors._largest import largest
from zici.vectors._options import check_integer, check_number
from zici.vectors._word_table import Float32, WordTable

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

CELLS = 1 << 22  # scores held at a time


class Probabilities(WordTable):
    """The questions that scores of words and contexts answer."""

    def log_proba(self, words: str | Iterable[str]) -> Float32:
        """The logarithm of the probability of every word to stand near some words, ln p(word | words).

        This is the prediction of CBOW, from the mean of the vectors; with vectors of other methods it is the
        geometric mean of what the words say, made a distribution. The text is that which the training saw:
        where frequent words were sub-sampled, their probability is smaller than in the whole text.

        Args:
            words: a word or several, repeats count; those without a vector are left out. Without any known
                word the result is the distribution of contexts.

        Returns:
            float32 of shape (words,), in the order of ``words``; the exponentials sum to 1.

        Raises:
            InputError: a single word that has no vector.
            OptionError: vectors without contexts.
            FormatError: numbers that are not finite.

        Example:
            >>> from zici.vectors import WordVectors
            >>> vectors = WordVectors("猫狗", [[1], [0]], contexts=[[0], [2]], bias=[0.7, 0])
            >>> [round(float(share), 3) for share in np.exp(vectors.log_proba(["猫"]))]
            [0.214, 0.786]
        """
        mean = self[words] if isinstance(words, str) else self._mean(words)
        scores: Float32 = self._contexts() @ mean + self._bias()
        _check_finite(scores)
        return _normalised(scores)

    def related(self, word: str, *, n: int = 10, alpha: float = 1.0) -> list[tuple[str, float]]:
        """The words that stand near a word more often than by chance; such as its parts, places and people.

        :meth:`most_similar` gives words that could take its place; see kexue.fm/archives/4368 for the
        difference.

        Args:
            word: with a vector.
            n: how many words to give, without the word.
            alpha: the score is ln p(c | word) - alpha ln q(c), q the distribution of contexts: at 1 their
                PMI, below 1 frequent words come first, at 0 the most likely ones; 0 to 1.

        Returns:
            Words with scores (natural logarithm), the largest first.

        Raises:
            InputError: a word that has no vector.
            OptionError: an option outside its range, or vectors without contexts.

        Example:
            >>> from zici.vectors import WordVectors
            >>> vectors = WordVectors("猫狗鱼", [[1], [0], [0]], contexts=[[0], [0], [2]])
            >>> vectors.related("猫", n=1)
            [('鱼', 0.859...)]
        """
        check_integer("n", n)
        check_number("alpha", alpha, above=None, most=1.0)
        scores = self.log_proba(word) - np.float32(alpha) * _normalised(self._bias())
        known = word in self.index
        if known:
            scores[self.index[word]] = -np.inf
        return [(self.words[k], float(scores[k])) for k in largest(scores, min(n, len(self) - known))]

    def keywords(self, words: Iterable[str], *, n: int = 10) -> list[tuple[str, float]]:
        """The words of a text from which the rest of it is guessed best (kexue.fm/archives/4316).

        A word w of the text w1 .. wm scores ln p(text | w) = sum over k of ln p(wk | w), every word taken as
        independent of the others.

        Args:
            words: those of the text; those without a vector are left out.
            n: how many words to give.

        Returns:
            Different words of the text with scores (natural logarithm), the largest first; none where no
            word has a vector.

        Raises:
            OptionError: a string, ``n`` below 1, or vectors without contexts.
            FormatError: numbers that are not finite.

        Example:
            >>> from zici.vectors import WordVectors
            >>> vectors = WordVectors("猫狗书", [[1], [0.5], [-1]], contexts=[[1], [1], [-1]])
            >>> vectors.keywords(["狗", "猫", "字"])
            [('猫', -1.51...), ('狗', -1.72...)]
        """
        if isinstance(words, str):
            raise OptionError("expected a list of words, got a string; cut the text before")
        check_integer("n", n)
        contexts, bias = self._contexts(), self._bias()
        bag = Counter(self._known(words))
        rows = np.fromiter(bag, np.int64, len(bag))
        weights = np.fromiter(bag.values(), np.float64, len(bag))
        # sum over k of (w . ck + bk): the contexts of the text are added up before the product.
        total = weights @ contexts[rows].astype(np.float64)
        scores = self.matrix[rows] @ total + weights @ bias[rows]
        scores -= weights.sum() * log_normalisers(self.matrix[rows], contexts, bias)
        order = np.argsort(-scores, kind="stable")[:n]
        return [(self.words[rows[k]], float(scores[k])) for k in order]

    def _mean(self, words: Iterable[str]) -> Float32:
        bag = Counter(self._known(words))
        rows = np.fromiter(bag, np.int64, len(bag))
        weights = np.fromiter(bag.values(), np.float32, len(bag))
        mean: Float32 = weights @ self.matrix[rows] / np.float32(max(weights.sum(), 1))
        return mean

    def _known(self, words: Iterable[str]) -> list[int]:
        return [self.index[word] for word in words if word in self.index]

    def _contexts(self) -> Float32:
        if self.contexts is None:
            raise OptionError(
                "these vectors have no contexts, which this needs; "
                "train with contexts=True and add_context=False"
            )
        return self.contexts

    def _bias(self) -> Float32:
        return np.zeros(len(self), np.float32) if self.bias is None else self.bias


def log_normalisers(vectors: Float32, contexts: Float32, bias: Float32) -> Float64:
    """The logarithm of the sum over contexts of exp(x . c + b) for every row x, in bounded memory.

    Returns:
        float64 of shape (rows,).
    """
    tops, sums = np.full(len(vectors), -np.inf), np.zeros(len(vectors))
    height = max(1, min(len(vectors), CELLS // 1024))
    step = CELLS // height
    for first in range(0, len(vectors), height):
        part = slice(first, first + height)
        for start in range(0, len(contexts), step):
            scores = vectors[part] @ contexts[start : start + step].T
            scores += bias[start : start + step]
            _check_finite(scores)
            top = np.maximum(tops[part], scores.max(axis=1))
            scores -= top[:, None].astype(np.float32)
            sums[part] *= np.exp(tops[part] - top)
            sums[part] += np.exp(scores, out=scores).sum(axis=1, dtype=np.float64)
            tops[part] = top
    result: Float64 = tops + np.log(sums)
    return result


def _normalised(scores: Float32) -> Float32:
    """Scores less the logarithm of the sum of their exponentials."""
    top = scores.max()
    result: Float32 = scores - np.float32(top + np.log(np.exp(scores - top).sum(dtype=np.float64)))
    return result


def _check_finite(scores: Float32 | Float64) -> None:
    if not np.isfinite(scores).all():
        raise FormatError("the vectors or contexts have numbers that are not finite; train again")
