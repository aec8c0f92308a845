"""Engine: who counts in the place of this process."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from zici._progress import Progress


class Engine(Protocol):
    """What every ``engine=`` takes; :class:`zici.cluster.Spark` is one.

    Each method does what the code of one machine does, and gives the same to the last byte. Its arguments are
    those of its caller, whose own package knows their types.
    """

    def count_ngrams(self, corpus: Any, *, order: int, min_count: Any, progress: Progress) -> Any:
        """The ``NgramCounts`` of a corpus, without its text."""

    def count_pieces(self, corpus: Any, counts: Any, kept: Any, *, strict: bool) -> Any:
        """The ``Pieces`` of the n-gram cut of a corpus, those rarer than any word left out."""

    def count_best(self, corpus: Any, counts: Any, kept: Any, *, scores: Any) -> Any:
        """How often each character and each node of the trie is a word in the most probable cut."""

    def cut_corpus(self, segmenter: Any, corpus: Any) -> Iterable[list[str]]:
        """The words of every document of a corpus."""

    def count_pairs(
        self,
        tokens: Any,
        options: Any,
        *,
        direction: str,
        min_count: int,
        max_words: int | None,
        vocabulary: Any,
    ) -> Any:
        """The ``PairCounts`` of words that :meth:`cut_corpus` gives."""
