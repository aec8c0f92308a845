"""One call of discover: the counts, the text, the options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step
from zici.corpus import Blocks, CodedText, Corpus, encode, encode_with
from zici.discovery._options import Options
from zici.errors import OptionError
from zici.ngrams import NgramCounts
from zici.parallel._engine import Engine

Int32 = npt.NDArray[np.int32]

TEXT_SHARE = 4  # a coded text may take this part of the budget; more goes to a temporary file


@dataclass(frozen=True)
class Task:
    """What a method of discovery works on.

    Attributes:
        counts: the n-grams of the text.
        corpus: the text, if the caller gave it beside the counts.
        options: what to find.
        workers: threads.
        budget: bytes for arrays; None: no bound.
        progress: called with every step.
        engine: who goes through the text in the place of this process, if anyone does.
    """

    counts: NgramCounts
    corpus: Corpus | None
    options: Options
    workers: int
    budget: int | None
    progress: Progress
    engine: Engine | None = None

    @property
    def least(self) -> int:
        """The count that words must reach."""
        return min(self.counts.min_count)

    @cached_property
    def text(self) -> CodedText:
        """The coded text, every character of it with its own code.

        Raises:
            OptionError: nobody kept it.
        """
        if self.corpus is not None:
            limit = None if self.budget is None else self.budget // TEXT_SHARE
            return encode(self.corpus.blocks(), limit=limit)
        return kept_text(self.counts)

    def blocks(self, stage: str) -> Iterator[Int32]:
        """The text in the codes of the counts, block by block, with progress."""
        total, done = self.counts.total, 0
        for block in self._blocks():
            yield block
            done += int(np.count_nonzero(block))
            self.progress(Step(stage, min(done, total), total, "chars"))

    @contextmanager
    def told(self, stage: str) -> Iterator[None]:
        """Tell the progress of an engine's work, which is known before and after."""
        self.progress(Step(stage, 0, self.counts.total, "chars"))
        yield
        self.progress(Step(stage, self.counts.total, self.counts.total, "chars"))

    def _blocks(self) -> Iterable[Int32]:
        if self.corpus is not None:
            return encode_with(self.corpus.blocks(), self.counts.alphabet)
        return _read(kept_text(self.counts).blocks)


def kept_text(counts: NgramCounts) -> CodedText:
    """The coded text that counts have kept.

    Raises:
        OptionError: they were saved without it.
    """
    if counts.text is None:
        raise OptionError("these counts were saved without their text; pass the corpus as well")
    return counts.text


def _read(blocks: Blocks) -> Iterator[Int32]:
    for index in range(len(blocks)):
        yield blocks[index]
