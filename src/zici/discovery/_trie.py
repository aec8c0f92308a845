"""Words as a trie that the kernels walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.ngrams import make_table

if TYPE_CHECKING:
    from zici._kernels.word_trie import WordTrie

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

CODE_POINTS = 0x110000


def coded(words: Sequence[str], alphabet: npt.NDArray[np.uint32]) -> tuple[Int32, Int64]:
    """The words' characters as codes of the alphabet, one word after the other, and where each begins.

    A character outside the alphabet gets the code 0. The last of the starts is the end of all.
    """
    table = np.zeros(CODE_POINTS, np.int32)
    table[alphabet] = np.arange(1, alphabet.size + 1, dtype=np.int32)
    points = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    start = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=start[1:])
    return table[points], start


def build_trie(codes: Int32, start: Int64, alphabet: int) -> WordTrie:
    """The trie of coded words; a word that holds a code 0 is left out."""
    from zici._kernels.word_trie import HAS_LONGER, IS_WORD, WordTrie, grow

    room = alphabet + 1 + codes.size
    prefix, char = np.zeros(room, np.int32), np.zeros(room, np.int32)
    word = np.full(room, -1, np.int32)
    scratch = np.zeros((1 << max(4, (2 * codes.size).bit_length()), 2), np.uint64)
    nodes = grow(codes, start, scratch, prefix, char, word)
    longer = slice(alphabet + 1, nodes)
    flags = np.where(word[:nodes] >= 0, IS_WORD, 0).astype(np.int32)
    flags[prefix[longer]] |= HAS_LONGER
    # A node that is neither (a character in no word) must end the walk: its value is 0.
    values = np.where(flags != 0, np.arange(nodes, dtype=np.int32) << 2 | flags, np.int32(0))
    table = make_table(prefix[longer], char[longer], values[longer])
    return WordTrie(table, values[: alphabet + 1].copy(), word[:nodes].copy())
