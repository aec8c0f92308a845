"""CharLM: how probable characters are after those before them."""

from __future__ import annotations

import math
import os
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zici._kernels.charlm_find import Trie, score_codes
from zici._progress import Progress, silent
from zici.corpus import CodedText, Corpus, code_table, encode_with
from zici.errors import EmptyError, InputError, OptionError
from zici.ngrams import MinCount, NgramCounts, encode_corpus
from zici.segment._alphabet import to_chars
from zici.segment._charlm_count import count_text
from zici.segment._charlm_options import check_order, check_smoothing, rising
from zici.segment._charlm_train import Estimated, estimate_model

UInt32 = npt.NDArray[np.uint32]
Float64 = npt.NDArray[np.float64]


class CharLM:
    """A language model of characters with interpolated modified Kneser-Ney smoothing.

    Text is split into runs of word characters (Chinese, ASCII letters and digits), as for all counts. A run
    is a sentence: its first character is predicted from its beginning, and its end is predicted too. A
    Chinese character, letter or digit that was never seen has the probability of "unknown".

    The estimate is that of Chen & Goodman (1998) as KenLM's ``lmplz`` computes it (Heafield et al. 2013):
    three discounts for each length from the counts of counts; shorter n-grams weighed by the number of
    different characters before them, not by their counts; interpolation down to equal shares of all.

    Attributes:
        order: the longest n-grams.
        alphabet: uint32, the characters that were seen, as code points; the most frequent first.
        discounts: for every length what counts of 1, of 2, and from 3 on give up.
        smoothing: "kneser-ney" or "absolute".

    Example:
        >>> model = CharLM.train(Corpus.from_texts(["新词发现", "发现新词", "新词"]), order=2)
        >>> model.logprob("新词") > model.logprob("词新")
        True
    """

    def __init__(self, alphabet: UInt32, model: Estimated, *, smoothing: str) -> None:
        self.alphabet = alphabet
        self.smoothing = smoothing
        self._model = model

    @classmethod
    def train(
        cls,
        source: Corpus | NgramCounts,
        *,
        order: int = 4,
        min_count: MinCount = 1,
        smoothing: str = "kneser-ney",
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> CharLM:
        """Estimate a model from a text.

        All n-grams are counted, whatever ``min_count`` says: the smoothing needs those that occur once, and
        the ends of the runs. Takes about 40 bytes for each different n-gram and 4 for each character.

        Args:
            source: the text: a corpus (read once), or counts that kept theirs.
            order: the longest n-grams, 2 to 8.
            min_count: n-grams of two and more characters that occur less often leave the finished model,
                which gets smaller; their probability goes to shorter contexts. See ``count_ngrams`` for its
                forms; a longer n-gram never needs less than a shorter one.
            smoothing: "kneser-ney", or "absolute": the same discounting, but shorter n-grams weighed by their
                counts, so that the probability of a single character is its share of the text.
            workers: threads; None: all processors. The result doesn't depend on it.
            progress: called with every step.

        Raises:
            EmptyError: no word character in the text.
            OptionError: an option outside its range, or counts without their text.
        """
        check_order(order)
        check_smoothing(smoothing)
        text = _coded(source)
        least = rising(min_count, order, text.total)
        from zici.parallel import cpu_count

        counted = count_text(text, order, workers=workers or cpu_count(), progress=progress or silent)
        model = estimate_model(counted, least=least, kneser_ney=smoothing == "kneser-ney")
        return cls(text.alphabet, model, smoothing=smoothing)

    @property
    def order(self) -> int:
        """The length of the longest n-grams."""
        return len(self._model.edges) - 1

    @property
    def trie(self) -> Trie:
        """The arrays, see ``_kernels.charlm_find``."""
        return self._model.trie

    @property
    def discounts(self) -> list[tuple[float, ...]]:
        """For every length what counts of 1, of 2, and from 3 on give up."""
        return self._model.discounts

    def size(self, n: int) -> int:
        """How many n-grams of length ``n`` the model holds; the ends of the runs and "unknown" included."""
        edges = self._model.edges
        if not 1 <= n <= self.order:
            raise OptionError(f"n: expected 1 to {self.order} (the order of the model), got {n}")
        return edges[n] - edges[n - 1]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{n}: {self.size(n):,}" for n in range(1, self.order + 1))
        return f"<CharLM of {self.alphabet.size:,} characters; n-grams by length {sizes}>"

    def logprob(self, text: str) -> float:
        """The ln of the probability of all runs in ``text``, their ends included; 0 where there are none.

        Raises:
            InputError: not a string.
        """
        codes = self._codes(text)
        total: float = score_codes(codes, self.order, self._model.trie, np.empty(codes.size, np.float64))[0]
        return total

    def score_chars(self, text: str) -> Float64:
        """The ln of the probability of every character after the ``order - 1`` before it in its run.

        Returns:
            float64, one value per character. What is no word character gets 0, except right behind a run:
            there stands the probability that the run ends. The end of the text itself has no place;
            ``logprob`` counts it.

        Raises:
            InputError: not a string.

        Example:
            >>> model = CharLM.train(Corpus.from_texts(["新词", "新词典"]), order=2)
            >>> model.score_chars("新词。").round(2).tolist()
            [-0.51, -0.51, -0.92]
        """
        codes = self._codes(text)
        out = np.empty(codes.size, np.float64)
        score_codes(codes, self.order, self._model.trie, out)
        return out[1:-1]

    def perplexity(self, corpus: Corpus) -> float:
        """The perplexity of a text: exp of the mean of -ln probability over its characters and ends of runs.

        Raises:
            EmptyError: no word character in the text.
        """
        total, scored = 0.0, 0
        for codes in encode_with(corpus.blocks(), self.alphabet):
            some, size = score_codes(codes, self.order, self._model.trie, np.empty(codes.size, np.float64))
            total, scored = total + some, scored + size
        if scored == 0:
            raise EmptyError(f"{corpus}: expected Chinese text, found no word character")
        return math.exp(-total / scored)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write the model to a folder of arrays.

        Raises:
            OutputError: the folder can't be written.
        """
        from zici.segment._charlm_storage import save

        save(folder, self.alphabet, self._model, smoothing=self.smoothing)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> CharLM:
        """Read what ``save`` wrote; the arrays stay on disk and are mapped into memory.

        Raises:
            InputError: no such folder.
            FormatError: not such a model, of a later version, or damaged.
        """
        from zici.segment._charlm_storage import load

        alphabet, model, smoothing = load(folder)
        return cls(alphabet, model, smoothing=smoothing)

    @cached_property
    def _table(self) -> npt.NDArray[np.int32]:
        return code_table(self.alphabet)

    def _codes(self, text: str) -> npt.NDArray[np.int32]:
        """The codes of the characters of ``text``, between two breaks."""
        if not isinstance(text, str):
            raise InputError(f"text: expected a string, found {text!r} ({type(text).__name__})")
        return np.pad(self._table[to_chars(text)], 1)


def _coded(source: Corpus | NgramCounts) -> CodedText:
    """The text to learn from."""
    if isinstance(source, NgramCounts):
        if source.text is None:
            raise OptionError("source: expected counts that kept their text, found none; pass the corpus")
        return source.text
    return encode_corpus(source, None)
