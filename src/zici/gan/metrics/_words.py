"""Whether generated words are new, and whether they could be words."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from zici.corpus import Corpus
from zici.errors import InputError
from zici.gan.metrics._ngrams import check_strings
from zici.segment import CharLM


class Novelty(NamedTuple):
    """How many samples are new.

    Attributes:
        novel: the share of samples that are not known, 0 to 1.
        distinct: different samples, as a share of all samples.
        words: the different samples that are not known, in the order they first came.
    """

    novel: float
    distinct: float
    words: tuple[str, ...]


class Validity(NamedTuple):
    """How probable strings are to a language model, as the mean ln of the probability of a character.

    Attributes:
        samples: of the samples.
        held_out: of real strings that the model was not trained on: as good as can be expected.
        shuffled: of the same lengths and characters, dealt anew by chance: as bad as without any order.
    """

    samples: float
    held_out: float
    shuffled: float

    @property
    def place(self) -> float:
        """Where the samples are between shuffled (0) and held out (1); NaN where these are the same."""
        way = self.held_out - self.shuffled
        return (self.samples - self.shuffled) / way if way else float("nan")


def novelty(samples: Sequence[str], known: Container[str] | Iterable[str]) -> Novelty:
    """See which samples are not in a lexicon, and how many are different.

    Args:
        samples: strings.
        known: a Lexicon, a set, or any series of strings.

    Raises:
        InputError: samples that are no strings, or a string as ``known``.
        EmptyError: no samples.

    Example:
        >>> novelty(["北京", "北海", "北海", "海京"], {"北京", "上海"})
        Novelty(novel=0.75, distinct=0.75, words=('北海', '海京'))
    """
    strings = check_strings(samples, name="samples")
    if isinstance(known, str | bytes):
        raise InputError("known: expected a lexicon or a set of strings, got one string")
    table = known if isinstance(known, Container) and not isinstance(known, Sequence) else set(known)
    new = [string for string in strings if string not in table]
    return Novelty(len(new) / len(strings), len(set(strings)) / len(strings), tuple(dict.fromkeys(new)))


def validity(samples: Sequence[str], model: CharLM, *, held_out: Sequence[str], seed: int = 0) -> Validity:
    """See how probable samples are to a language model, beside real strings and beside shuffled ones.

    The mean is over all characters and ends of runs, as in ``CharLM.perplexity``. Train the model on the
    strings that the generator was trained on, and hold others out: a model gives what it has seen more than
    its due. Samples more probable than those held out are no success: they repeat what was trained on.

    Args:
        samples: strings.
        model: a language model of strings of this kind.
        held_out: real strings that the model was not trained on.
        seed: gives the shuffled ones.

    Raises:
        InputError: something else than strings or a CharLM.
        EmptyError: no strings, or no word character in them.

    Example:
        >>> words = ["北京市", "上海市", "天津市", "北海市", "海口市"] * 3
        >>> model = CharLM.train(Corpus.from_texts(words), order=3)
        >>> found = validity(["北京市", "天海市"], model, held_out=["上海市", "海口市", "天津市"])
        >>> found.shuffled < found.samples < found.held_out
        True
    """
    if not isinstance(model, CharLM):
        raise InputError(f"model: expected a CharLM, got {type(model).__name__}")
    strings = check_strings(samples, name="samples")
    real = check_strings(held_out, name="held_out")
    return Validity(*(_mean(model, some) for some in (strings, real, _shuffled(real, seed))))


def _mean(model: CharLM, strings: list[str]) -> float:
    return -math.log(model.perplexity(Corpus.from_texts(strings)))


def _shuffled(strings: list[str], seed: int) -> list[str]:
    """The characters of all strings, dealt anew to strings of the same lengths."""
    letters = np.array(list("".join(strings)))
    dealt = "".join(np.random.default_rng([seed, 3]).permutation(letters).tolist())
    ends = np.cumsum([len(string) for string in strings]).tolist()
    return [dealt[begin:end] for begin, end in zip([0, *ends[:-1]], ends, strict=True)]
