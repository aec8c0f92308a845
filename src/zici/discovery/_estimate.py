"""Word counts by estimation: cut the text by the probabilities of the last count, count again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.discovery._grams import KeptGrams
from zici.discovery._task import Task
from zici.ngrams import plain_errors
from zici.parallel import parallel_imap

if TYPE_CHECKING:
    from zici._kernels.best_path import Tally

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

# A run of letters or digits scores as a word that makes up this share of the text; which words stand beside
# it hardly depends on it.
LATIN_SHARE = 3e-4
# A character that was no word of its own weighs as if it had been one this often.
UNSEEN = 0.1


class WordCounts(NamedTuple):
    """Counts of single characters, by code, and of longer words, by trie node."""

    single: Int64
    node: Int64

    @property
    def total(self) -> int:
        """The number of words in the text; 1 if there are none, to divide by."""
        return max(1, int(self.single.sum() + self.node.sum()))


@plain_errors()
def estimate(task: Task, stage: str, kept: KeptGrams, counts: WordCounts, discount: Float64) -> WordCounts:
    """Cut the text into the most probable words and count them.

    A word's probability is its share in ``counts``, times ``discount`` (by trie node) for longer words.
    """
    from zici._kernels.best_path import Scores, count_best

    with np.errstate(divide="ignore"):  # what weighs nothing is never taken
        single = np.log((counts.single + UNSEEN) / counts.total)
        node = np.log(counts.node * discount / counts.total)
    scores = Scores(single, node, float(np.log(LATIN_SHARE)))
    if task.engine is not None:
        with task.told(stage):
            return WordCounts(*task.engine.count_best(task.corpus, task.counts, kept, scores=scores))
    free = [_empty(single.size, node.size) for _ in range(task.workers)]

    def count(block: Int32) -> None:
        tally = free.pop()  # at most ``workers`` blocks are in work: there is always one left
        try:
            count_best(block, task.options.order, kept.trie, scores, tally)
        finally:
            free.append(tally)

    blocks = task.blocks(stage)
    for _ in parallel_imap(count, blocks, workers=task.workers, backend="thread", ordered=False, chunk=1):
        pass
    return WordCounts(np.sum([t.single for t in free], axis=0), np.sum([t.node for t in free], axis=0))


def by_length(kept: KeptGrams, values: tuple[float, ...]) -> Float64:
    """For every trie node the value of its length; ``values`` are those of the lengths 2, 3, ..."""
    result = np.zeros(kept.trie.nodes)
    for n, ids in kept.ids.items():
        result[kept.base[n] : kept.base[n] + ids.size] = values[n - 2]
    return result


def description_length(counts: WordCounts, kept: KeptGrams, alphabet: int) -> float:
    """Nats that write down the text as words and the words as characters (two-part code)."""
    used = np.concatenate([counts.single[counts.single > 0], counts.node[counts.node > 0]]).astype(np.float64)
    if used.size == 0:  # a text of letters and digits alone
        return 0.0
    total = used.sum()
    text = float(-(used * np.log(used / total)).sum())
    lengths = by_length(kept, tuple(range(2, len(kept.ids) + 2)))[counts.node > 0]
    # Each word is spelt, with an end mark; each count costs half the log of what there is to count.
    spelling = float((lengths + 1).sum() * np.log(alphabet))
    return text + spelling + 0.5 * used.size * float(np.log(total))


def _empty(singles: int, nodes: int) -> Tally:
    from zici._kernels.best_path import Tally

    return Tally(np.zeros(singles, np.int64), np.zeros(nodes, np.int64))
