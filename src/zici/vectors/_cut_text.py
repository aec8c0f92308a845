"""Cut text as sentences of words: what vectors are trained on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from zici._progress import Progress, Step

if TYPE_CHECKING:
    from zici.corpus import Corpus
    from zici.segment import Segmenter

# A token without a letter, a digit or a Chinese character: a mark.
MARKS = re.compile(r"(?<!\S)[^\w\s]+(?!\S)")


class Sentences:
    """The words of a corpus, a list for each line, without marks; to go through as often as needed.

    Args:
        corpus: raw text; or, without a segmenter, text that is cut already, its words between blanks.
        segmenter: what raw text is cut with.
        workers: threads that cut; None: all processors.
    """

    def __init__(
        self, corpus: Corpus, segmenter: Segmenter | None = None, *, workers: int | None = None
    ) -> None:
        self._corpus = corpus
        self._segmenter = segmenter
        self._workers = workers

    def __iter__(self) -> Iterator[list[str]]:
        """Read the corpus, and cut it where that is to be done."""
        for text in whole_words(self._cut()):
            for line in MARKS.sub(" ", text).splitlines():
                words = line.split()
                if words:
                    yield words

    def _cut(self) -> Iterator[str]:
        if self._segmenter is None:
            return self._corpus.blocks()
        return self._segmenter.cut_blocks(self._corpus.raw_blocks(), workers=self._workers)


def whole_words(pieces: Iterable[str]) -> Iterator[str]:
    r"""Regroup pieces of cut text so that no word goes over the end of one.

    Example:
        >>> list(whole_words(["新 词\n发", "现 了"]))
        ['新 词\n', '发现 ', '了']
    """
    rest = ""
    for piece in pieces:
        text = rest + piece
        end = max(text.rfind("\n"), text.rfind(" ")) + 1
        rest = text[end:]
        if end:
            yield text[:end]
    if rest:
        yield rest


def told_once(progress: Progress) -> Progress:
    """Leave out the words that are read: the bar of the text, whose size is known, stands for them."""

    def tell(step: Step) -> None:
        if step.stage != "read words":
            progress(step)

    return tell
