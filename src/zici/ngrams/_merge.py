"""Adding counts up: exact, or refused."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._progress import Progress
from zici.corpus import Blocks, CodedText, Corpus, encode, ranked
from zici.errors import OptionError
from zici.ngrams._count_ngrams import count_coded, count_ngrams
from zici.ngrams._counts import NgramCounts
from zici.ngrams._levels import Level, Rows, first_level, linked_level

Int32 = npt.NDArray[np.int32]


def merge(one: NgramCounts, other: NgramCounts) -> NgramCounts:
    """The counts of two texts together; see :meth:`NgramCounts.merge`."""
    if one.order != other.order or one.min_count != other.min_count:
        raise OptionError(
            f"merge: expected counts of the same order and min_count, got {one.order} {one.min_count} "
            f"and {other.order} {other.min_count}; count both with the same options"
        )
    if one.text is not None and other.text is not None:
        return count_coded(_joined(one.text, other.text), one.min_count)
    if one.complete and other.complete:
        return _merge_tables(one, other)
    raise _inexact(one)


def add(
    counts: NgramCounts, corpus: Corpus, *, workers: int | None, progress: Progress | None
) -> NgramCounts:
    """Counts with documents added; see :meth:`NgramCounts.add`."""
    if counts.text is None:
        if not counts.complete:
            raise _inexact(counts)  # before the corpus is read
        new = count_ngrams(corpus, order=counts.order, min_count=1, workers=workers, progress=progress)
        return merge(counts, new)
    onto = CodedText(counts.alphabet, counts.text.counts, _copy(counts.text.blocks))
    return count_coded(
        encode(corpus.blocks(), onto=onto), counts.min_count, workers=workers, progress=progress
    )


def _inexact(counts: NgramCounts) -> OptionError:
    return OptionError(
        f"merge: rare n-grams (below {max(counts.min_count)}) were dropped, exact sums can't be known; "
        "keep the texts (save with text=True) or count with min_count=1"
    )


def _copy(blocks: Blocks) -> Blocks:
    result = Blocks(limit=0 if blocks.on_disk else None)
    for index in range(len(blocks)):
        result.append(blocks[index].copy())
    return result


def _joined(one: CodedText, other: CodedText) -> CodedText:
    """Both texts in one alphabet."""
    points, inverse = np.unique(np.concatenate([one.alphabet, other.alphabet]), return_inverse=True)
    counts = np.bincount(inverse, np.concatenate([one.counts, other.counts])).astype(np.int64)
    blocks = Blocks(limit=0 if one.blocks.on_disk or other.blocks.on_disk else None)
    for text, codes in ((one, inverse[: one.alphabet.size]), (other, inverse[one.alphabet.size :])):
        mapping = np.append(np.int32(0), codes.astype(np.int32) + np.int32(1))
        for index in range(len(text.blocks)):
            blocks.append(mapping[text.blocks[index]])
    return ranked(points, counts, blocks)


def _merge_tables(one: NgramCounts, other: NgramCounts) -> NgramCounts:
    """Sum complete tables level by level, mapping the ids of both to the common ones."""
    points, inverse = np.unique(np.concatenate([one.alphabet, other.alphabet]), return_inverse=True)
    both = np.concatenate([one.levels[0].count[1:], other.levels[0].count[1:]])
    counts = np.bincount(inverse, both).astype(np.int64)
    order = np.argsort(-counts, kind="stable")
    code = np.empty(order.size, np.int32)
    code[order] = np.arange(1, order.size + 1, dtype=np.int32)
    new = code[inverse]
    chars = [np.append(np.int32(0), part) for part in (new[: one.alphabet.size], new[one.alphabet.size :])]
    levels, ids = [first_level(counts[order])], list(chars)
    for n in range(2, one.order + 1):
        level, ids = _merge_level(
            levels[-1], [(c.levels[n - 1], ids[k], chars[k]) for k, c in enumerate((one, other))]
        )
        levels.append(level)
    return NgramCounts(points[order], levels, min_count=one.min_count, total=one.total + other.total)


def _merge_level(below: Level, parts: list[tuple[Level, Int32, Int32]]) -> tuple[Level, list[Int32]]:
    """The summed level, and for both parts the map from their ids to its ids."""
    keys = [
        (ids[level.prefix[1:]].astype(np.int64) << 21) | chars[level.char[1:]] for level, ids, chars in parts
    ]
    merged, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    count = np.zeros(merged.size, np.int64)
    np.add.at(count, inverse, np.concatenate([level.count[1:] for level, _, _ in parts]))
    level = linked_level(
        below, Rows((merged >> 21).astype(np.int32), (merged & ((1 << 21) - 1)).astype(np.int32), count)
    )
    split = keys[0].size
    new = (inverse + 1).astype(np.int32)
    return level, [np.append(np.int32(0), new[:split]), np.append(np.int32(0), new[split:])]
