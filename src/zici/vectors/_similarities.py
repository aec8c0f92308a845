"""What words with vectors are asked: which are near, which complete an analogy, which is the odd one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from zici.errors import OptionError
from zici.vectors._largest import largest
from zici.vectors._options import check_integer
from zici.vectors._word_table import Float32, Query, WordTable

EPSILON = 1e-3  # keeps the quotient of 3CosMul finite


class Similarities(WordTable):
    """The questions that cosines answer."""

    def unit(self, word: Query) -> Float32:
        """The vector of a word, or any vector, at length 1 (a zero vector stays), float32 of shape (dim,).

        Raises:
            InputError: a word that has no vector.
            OptionError: a vector of another shape, or not of finite numbers.
        """
        vector = self[word] if isinstance(word, str) else np.asarray(word, np.float32)
        if vector.shape != (self.dim,) or not np.isfinite(vector).all():
            raise OptionError(
                f"expected a word or a vector of {self.dim} finite numbers, got shape {vector.shape}"
            )
        length = np.linalg.norm(vector)
        return vector / (length if length else np.float32(1))

    def cosines(self, vector: Query) -> Float32:
        """The cosine of every word with a word or a vector, float32 of shape (words,)."""
        result: Float32 = self.matrix @ self.unit(vector)
        result /= self.norms
        return result

    def similarity(self, first: Query, second: Query) -> float:
        """The cosine of two words, -1 to 1; 0 where a vector is zero.

        Raises:
            InputError: a word that has no vector.

        Example:
            >>> from zici.vectors import WordVectors
            >>> WordVectors(["字", "词"], [[1, 0], [0, 2]]).similarity("字", "词")
            0.0
        """
        return float(self.unit(first) @ self.unit(second))

    def nearest(self, vector: Query, *, n: int = 10, exclude: Iterable[str] = ()) -> list[tuple[str, float]]:
        """The ``n`` words nearest to a vector with their cosines, the nearest first.

        Raises:
            OptionError: ``n`` below 1, or a vector of another shape.
            InputError: a word that has no vector.

        Example:
            >>> from zici.vectors import WordVectors
            >>> WordVectors(["字", "词"], [[1, 0], [0, 2]]).nearest([0.0, 3.0], n=1)
            [('词', 1.0)]
        """
        return self._best(
            self.cosines(vector), n, [self.index[word] for word in exclude if word in self.index]
        )

    def most_similar(
        self,
        positive: Query | Sequence[Query],
        negative: Query | Sequence[Query] = (),
        *,
        n: int = 10,
    ) -> list[tuple[str, float]]:
        """The words nearest to a word, or to the sum of words less other words, each at length 1.

        Args:
            positive: a word or a vector, or several.
            negative: those taken off.
            n: how many words to give.

        Returns:
            Words with cosines, the nearest first, without the words of the question.

        Raises:
            InputError: a word that has no vector.
            OptionError: nothing in ``positive`` and ``negative``, or ``n`` below 1.

        Example:
            >>> from zici.vectors import WordVectors
            >>> vectors = WordVectors(["新", "旧", "词"], [[1, 0.2], [1, 0], [0, 1]])
            >>> vectors.most_similar("新", n=1)
            [('旧', 0.98058...)]
        """
        plus, minus = _listed(positive), _listed(negative)
        if not plus and not minus:
            raise OptionError("expected at least one word or vector, got none")
        total = np.zeros(self.dim, np.float32)
        for sign, words in ((np.float32(1), plus), (np.float32(-1), minus)):
            for word in words:
                total += sign * self.unit(word)
        return self.nearest(total, n=n, exclude=[word for word in plus + minus if isinstance(word, str)])

    def analogy(
        self, first: str, second: str, third: str, *, n: int = 10, method: str = "add"
    ) -> list[tuple[str, float]]:
        """What is to ``third`` as ``second`` is to ``first``.

        Args:
            first: 男 in 男 : 王 = 女 : ?
            second: 王 there.
            third: 女 there.
            n: how many words to give, without the three.
            method: "add" (3CosAdd): largest cos(x, second) - cos(x, first) + cos(x, third), given as the
                cosine with that sum; "mul" (3CosMul; Levy and Goldberg 2014): largest product of the two
                over the third, each made (1 + cos) / 2.

        Raises:
            InputError: a word that has no vector.
            OptionError: another method, or ``n`` below 1.
        """
        if method == "add":
            return self.most_similar([second, third], [first], n=n)
        if method != "mul":
            raise OptionError(f"method: expected add or mul, got {method!r}")
        one, two, three = ((1 + self.cosines(word)) / 2 for word in (first, second, third))
        return self._best(
            (two * three / (one + EPSILON)).astype(np.float32),
            n,
            [self.index[word] for word in (first, second, third) if word in self.index],
        )

    def _best(self, scores: Float32, n: int, without: Sequence[int]) -> list[tuple[str, float]]:
        check_integer("n", n)
        scores[list(without)] = -np.inf
        rows = largest(scores, min(n, len(self) - len(set(without))))
        return [(self.words[row], float(scores[row])) for row in rows]

    def doesnt_match(self, words: Sequence[str]) -> str:
        """The word that is farthest from the mean of all of them.

        Raises:
            InputError: a word that has no vector.
            OptionError: fewer than two words.

        Example:
            >>> from zici.vectors import WordVectors
            >>> WordVectors("猫狗书", [[1, 0.1], [1, 0], [0, 1]]).doesnt_match(["书", "猫", "狗"])
            '书'
        """
        if isinstance(words, str) or len(words) < 2:
            raise OptionError(f"expected a list of at least two words, got {words!r}")
        units = np.array([self.unit(word) for word in words])
        return words[int(np.argmin(units @ units.mean(axis=0)))]


def _listed(words: Query | Sequence[Query]) -> list[Query]:
    if isinstance(words, str) or (isinstance(words, np.ndarray) and words.ndim == 1):
        return [words]
    return list(words)
