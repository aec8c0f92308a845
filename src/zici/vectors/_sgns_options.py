"""What a caller may ask of word2vec, checked."""

from __future__ import annotations

from dataclasses import dataclass

from zici.errors import OptionError
from zici.vectors._options import MAX_WINDOW, check_integer, check_number
from zici.vectors._subwords import BUCKETS, SubwordOptions, subword_options

ARCHITECTURES = ("sgns", "cbow")


@dataclass(frozen=True)
class SgnsOptions:
    """The options of word2vec with negative sampling (Mikolov et al. 2013).

    Attributes:
        dim: length of the vectors, from 1.
        window: the most words to either side, from 1 to 255.
        dynamic: draw how far every window reaches from 1 .. ``window``, so that near words count more; else
            all windows reach ``window`` words.
        negative: words drawn against every centre, from 1.
        context_smoothing: negatives are drawn by their count to the power of this, above 0 to 1.
        epochs: passes over the text, from 1.
        subsample: threshold t: a token of a word with relative frequency f is kept with probability
            t / f + sqrt(t / f); None keeps all. On 21 million words 1e-5 found fewer analogies than
            1e-4, and a text of a few million words loses half of its tokens to it.
        learning_rate: the learning rate at first, above 0 to 1. 0.05 came out better than 0.025 on 21 million
            words in five epochs, 0.075 no better (one seed each).
        min_learning_rate: what it falls to with the tokens gone through, above 0 to ``learning_rate``.
        architecture: "sgns" (skip-gram: each word around against the centre) or "cbow" (their mean).
        shared_negatives: skip-gram draws the negatives once for a centre; False: for every word around it,
            as the original does, which takes several times as long. CBOW has one draw a centre anyway.
        subwords: None; or the lengths (shortest, longest) of the character n-grams that vectors are made of
            too, as in fastText; True: those of :class:`SubwordOptions`. Then words never seen have a vector.
        buckets: what n-grams are numbered to, see :class:`SubwordOptions`.
        seed: of the first vectors and of all draws, from 0.
        workers: threads; with 1 the result is exactly repeatable on the same machine, with more its vectors
            differ a little from run to run.

    Raises:
        OptionError: an option outside its range.

    Example:
        >>> SgnsOptions(negative=0)
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: negative: expected an integer of at least 1, got 0; ...
    """

    dim: int = 100
    window: int = 5
    dynamic: bool = True
    negative: int = 5
    context_smoothing: float = 0.75
    epochs: int = 5
    subsample: float | None = 1e-4
    learning_rate: float = 0.05
    min_learning_rate: float = 1e-4
    architecture: str = "sgns"
    shared_negatives: bool = True
    subwords: tuple[int, int] | bool | None = None
    buckets: int = BUCKETS
    seed: int = 0
    workers: int = 1

    def __post_init__(self) -> None:
        if self.architecture not in ARCHITECTURES:
            expected = " or ".join(ARCHITECTURES)
            raise OptionError(f"architecture: expected {expected}, got {self.architecture!r}")
        check_integer("dim", self.dim)
        check_integer("window", self.window, most=MAX_WINDOW)
        hint = "word2vec learns from words drawn against the centre, 5 to 20 of them"
        check_integer("negative", self.negative, hint=hint)
        check_integer("epochs", self.epochs)
        check_integer("seed", self.seed, least=0, most=2**63 - 1)
        check_integer("workers", self.workers)
        check_number("context_smoothing", self.context_smoothing, above=0.0, most=1.0)
        if self.subsample is not None:
            check_number("subsample", self.subsample, above=0.0, most=1.0)
        check_number("learning_rate", self.learning_rate, above=0.0, most=1.0)
        check_number("min_learning_rate", self.min_learning_rate, above=0.0, most=self.learning_rate)
        _ = self.ngrams

    @property
    def ngrams(self) -> SubwordOptions | None:
        """Which character n-grams have vectors; None: vectors are of words only."""
        return subword_options(self.subwords, self.buckets)
