"""Background: how often words occur elsewhere, against which a document's words stand out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici._arrays import read_arrays
from zici._files import atomic_file
from zici.errors import EmptyError, FormatError, InputError
from zici.segment._segmenter import Segmenter

_FORMAT, _VERSION = "zici.background", 1
_BROKEN = (ValueError, LookupError, TypeError, OverflowError, RecursionError)

Int64 = NDArray[np.int64]


class Background:
    """Counts and document frequencies of the words of a corpus.

    Everything with a letter, a digit or a Chinese character in it counts as a word.

    Attributes:
        documents: how many documents there were.
        tokens: how many words, repeated ones as often as they occurred.

    Example:
        >>> segmenter = Segmenter(["新词", "发现", "语料"])
        >>> background = Background.of(["新词，新词发现", "语料"], segmenter)
        >>> background
        <Background of 2 documents: 3 words, 4 tokens>
        >>> background.count("新词"), background.documents_with("新词")
        (2, 1)
    """

    def __init__(self, documents: int, numbers: Mapping[str, tuple[int, int]]) -> None:
        self.documents = documents
        self.tokens = sum(count for count, _ in numbers.values())
        self._numbers = dict(numbers)

    @classmethod
    def of(cls, corpus: Iterable[str], segmenter: Segmenter, *, workers: int | None = 1) -> Background:
        """Count the words of a corpus as a segmenter cuts them.

        Args:
            corpus: documents: a Corpus (whose ``progress`` reports), or a list of texts.
            segmenter: the one that will cut the documents whose keywords are asked for.
            workers: threads that cut, from 1; None: one per CPU.

        Raises:
            EmptyError: no word in it.
            OptionError: a corpus that can be gone through only once.
        """
        counts: Counter[str] = Counter()
        spread: Counter[str] = Counter()
        documents = 0
        for tokens in segmenter.cut_corpus(corpus, workers=workers):
            counts.update(tokens)
            spread.update(set(tokens))
            documents += 1
        words = words_of(counts)
        if not words:
            raise EmptyError("expected a background corpus with words, found none in it; name another")
        return cls(documents, {word: (count, spread[word]) for word, count in words.items()})

    def __repr__(self) -> str:
        return f"<Background of {self.documents:,} documents: {len(self):,} words, {self.tokens:,} tokens>"

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, word: object) -> bool:
        return word in self._numbers

    def count(self, word: str) -> int:
        """How often a word occurs."""
        return self._numbers.get(word, (0, 0))[0]

    def documents_with(self, word: str) -> int:
        """In how many documents a word occurs."""
        return self._numbers.get(word, (0, 0))[1]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file (``.npz``, whatever its name).

        Raises:
            OutputError: the file can't be written.
        """
        header = {"format": _FORMAT, "version": _VERSION, "documents": self.documents}
        numbers = np.array(list(self._numbers.values()), "<i8")
        arrays: dict[str, Any] = {
            "header": _bytes(json.dumps(header)),
            "words": _bytes("\n".join(self._numbers)),
            "counts": numbers[:, 0],
            "spread": numbers[:, 1],
        }
        with atomic_file(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, **arrays)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Background:
        """Read what ``save`` wrote.

        Raises:
            InputError: the file is missing or can't be read.
            FormatError: it isn't a background, is of a later version, or is damaged.
        """
        name = os.fspath(path)
        try:
            arrays = read_arrays(path, packed=True)
            if "header" not in arrays:
                raise FormatError(f"{name}: expected a saved background, found another file")
            return cls(*_read(arrays, name))
        except OSError as error:
            raise InputError(f"{name}: can't be read ({error.strerror or error}); check the path") from error
        except _BROKEN as error:
            raise FormatError(
                f"{name}: expected a saved background, found a damaged file ({error!s:.200})"
            ) from error


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)


def _read(arrays: Mapping[str, Any], name: str) -> tuple[int, dict[str, tuple[int, int]]]:
    header = json.loads(bytes(arrays["header"]))
    if (header["format"], header["version"]) != (_FORMAT, _VERSION):
        raise FormatError(
            f"{name}: expected {_FORMAT} of version {_VERSION}, found {header['format']!r} of version "
            f"{header['version']!r}; save it again"
        )
    words = bytes(arrays["words"]).decode("utf-8", "surrogatepass").split("\n")
    counts, spread, documents = arrays["counts"], arrays["spread"], int(header["documents"])
    if counts.shape != (len(words),) or spread.shape != counts.shape or len(set(words)) != len(words):
        raise ValueError("its parts don't fit together")
    if not (counts >= spread).all() or not (spread >= 1).all() or not spread.max() <= documents < 1 << 62:
        raise ValueError("impossible counts")
    pairs = zip(counts.tolist(), spread.tolist(), strict=True)
    return documents, dict(zip(words, pairs, strict=True))


def words_of(counts: Mapping[str, int]) -> dict[str, int]:
    """The tokens that are words: with a letter, a digit or a Chinese character in them."""
    return {word: count for word, count in counts.items() if any(map(str.isalnum, word))}
