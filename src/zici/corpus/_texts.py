"""Documents that are in memory already, or that an object of the caller's makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path

from zici._progress import Progress
from zici.corpus._cut import cut_documents
from zici.corpus._meter import Meter
from zici.corpus._normalise import normaliser, without_surrogates
from zici.corpus._options import Options
from zici.errors import CorpusError, OptionError

Texts = Iterable[str] | Callable[[], Iterable[str]]


class TextReader:
    """Texts that can be gone through again and again.

    Raises:
        OptionError: they can't: a generator or another one-pass iterator, or no iterable at all.
    """

    files: tuple[Path, ...] = ()
    size: int | None = None
    fingerprint: str | None = None
    skipped: tuple[tuple[Path, str], ...] = ()

    def __init__(self, texts: Texts, options: Options) -> None:
        if isinstance(texts, str | bytes):
            raise OptionError(f"expected a list of texts, got one {type(texts).__name__}; pass [text]")
        if not callable(texts):
            _refuse_one_pass(texts)
        self._texts = texts
        self._tidy = normaliser(nfkc=options.nfkc, simplify=options.simplify)
        self._given: object = None

    def __str__(self) -> str:
        return "texts" if self._count is None else f"{self._count:,} texts"

    def documents(self, progress: Progress) -> Iterator[str]:
        """Yield the texts that aren't empty, without lone surrogates.

        Raises:
            CorpusError: one of them isn't a string.
        """
        meter = Meter(progress, self._count, "items")
        for index, text in enumerate(self._pass()):
            if not isinstance(text, str):
                raise CorpusError(f"text {index}: expected a string, got {type(text).__name__}")
            if text:
                text = without_surrogates(text)
                yield text if self._tidy is None else self._tidy(text)
            meter.seen(index + 1)
        meter.finish()

    def blocks(self, chars: int, progress: Progress, *, closed: bool) -> Iterator[str]:
        """Yield all texts, each with a line end after it, in blocks; ``closed`` has no meaning here."""
        return cut_documents(self.documents(progress), chars)

    @property
    def _count(self) -> int | None:
        return len(self._texts) if isinstance(self._texts, Sized) else None

    def _pass(self) -> Iterable[str]:
        if not callable(self._texts):
            return self._texts
        given = self._texts()
        if given is self._given and iter(given) is given:
            raise OptionError("the function gave one iterator twice; it has to return a new one each time")
        self._given = given
        return given


def _refuse_one_pass(texts: Iterable[str]) -> None:
    try:
        once = iter(texts) is texts
    except TypeError:
        raise OptionError(f"expected a list of texts, got {type(texts).__name__}; pass a list") from None
    if once:
        raise OptionError(
            f"expected texts that can be read twice, got a one-pass {type(texts).__name__}; "
            "pass a list, an object whose __iter__ starts anew, or a function that returns a new iterator"
        )
