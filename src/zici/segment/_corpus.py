"""The words of many documents, one document at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from zici.errors import OptionError
from zici.segment._batches import batches, spread

if TYPE_CHECKING:
    from zici.corpus import Corpus
    from zici.segment._segmenter import Segmenter


class CutCorpus:
    """The documents of a corpus as lists of words, cut anew on every pass: nothing is kept.

    Raises:
        OptionError: the corpus can be gone through only once.
    """

    def __init__(
        self, cut: Callable[[list[str]], list[list[str]]], corpus: Iterable[str], workers: int | None
    ) -> None:
        if isinstance(corpus, str):
            raise OptionError("expected a Corpus or a list of texts, found one string; put it in a list")
        if isinstance(corpus, Iterator):
            raise OptionError(
                f"expected a Corpus or a list of texts, found a one-pass {type(corpus).__name__}; "
                "pass what it was made from, or list(...) of it"
            )
        self._cut = cut
        self._corpus = corpus
        self._workers = workers

    def __iter__(self) -> Iterator[list[str]]:
        for documents in spread(self._cut, batches(self._corpus), self._workers):
            yield from documents


def write_cut(
    segmenter: Segmenter, corpus: Corpus, stream: BinaryIO, *, sep: str, workers: int | None
) -> None:
    """Write the corpus, cut: a separator between the words, lines as they are, lone surrogates as well."""
    for text in segmenter.cut_blocks(corpus.raw_blocks(), sep=sep, workers=workers):
        stream.write(text.encode("utf-8", "surrogatepass"))
