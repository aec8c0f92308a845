"""CodedText: a corpus as arrays of character codes, the form in which everything is counted and cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from zici.corpus._blocks import Blocks

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

CODE_POINTS = 0x110000
LATIN = ((0x30, 0x3A), (0x41, 0x5B), (0x61, 0x7B))
# Unified ideographs with all their extensions, the compatibility forms, and 〇, which dates are written with.
# The articles stop at U+9FA5; the rest is what rare characters in names and old books are written with.
HAN = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


class CodedText:
    """The word characters of a text as int32 codes, in blocks; runs of them are broken by code 0.

    Every block begins and ends with a break, and no run of word characters crosses from one into the next.
    Word characters are Chinese characters, ASCII digits and ASCII letters; everything else breaks.

    Attributes:
        alphabet: uint32 array; ``alphabet[k - 1]`` is the code point of code k. After :func:`encode` the most
            frequent character has code 1; equals stand in the order of their code points.
        counts: int64 array of the alphabet's length: how often each character occurs.
        blocks: the codes, see :class:`Blocks`.
    """

    def __init__(self, alphabet: npt.NDArray[np.uint32], counts: Int64, blocks: Blocks) -> None:
        self.alphabet = alphabet
        self.counts = counts
        self.blocks = blocks

    @property
    def total(self) -> int:
        """The number of word characters."""
        return int(self.counts.sum())


def character_kinds(alphabet: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """0 for a Chinese character (and for the break, index 0), 1 for a digit, 2 for a letter, by code.

    Two more entries follow for the codes that :func:`encode_with` gives to characters outside the alphabet.
    """
    kinds = np.zeros(alphabet.size + 3, np.uint8)
    kinds[1:-2][alphabet < 0x3A] = 1
    kinds[1:-2][(alphabet >= 0x3A) & (alphabet < 0x7B)] = 2
    kinds[-1] = 2
    return kinds


def encode(blocks: Iterable[str], *, onto: CodedText | None = None, limit: int | None = None) -> CodedText:
    """Code a text.

    Args:
        blocks: pieces of the text in order, as ``Corpus.blocks()`` gives them.
        onto: a coded text to go on with; it is used up.
        limit: bytes of codes (4 a character) that may stay in memory; more go to a temporary file.

    Returns:
        The coded text, its alphabet sorted by frequency.

    Example:
        >>> coded = encode(["字词,词 K5"])
        >>> "".join(map(chr, coded.alphabet)), coded.counts.tolist()
        ('词5K字', [2, 1, 1, 1])
        >>> [coded.blocks[k].tolist() for k in range(len(coded.blocks))]
        [[0, 4, 1, 0, 1, 0], [0, 3, 2, 0]]
    """
    table, counts, used = _first_table(onto)
    result = Blocks(limit=limit) if onto is None else onto.blocks
    for block in whole_runs(_codes(blocks, table, counts, used)):
        result.append(block)
    return _ranked(table, counts, int(used[0]), result)


def encode_with(blocks: Iterable[str], alphabet: npt.NDArray[np.uint32]) -> Iterator[Int32]:
    """Code a text by a given alphabet of n characters, block by block.

    Other Chinese characters get the code n + 1, other letters and digits n + 2: they can be in no n-gram that
    was kept, but they are characters, not breaks.
    """
    counts = np.zeros(alphabet.size + 3, np.int64)
    return whole_runs(_codes(blocks, code_table(alphabet), counts, np.zeros(1, np.int64)))


def code_table(alphabet: npt.NDArray[np.uint32]) -> Int32:
    """The code of every code point, as :func:`encode_with` gives them; 0 for a break."""
    table = np.zeros(CODE_POINTS, np.int32)
    for spans, code in ((HAN, alphabet.size + 1), (LATIN, alphabet.size + 2)):
        for first, stop in spans:
            table[first:stop] = code
    table[alphabet] = np.arange(1, alphabet.size + 1, dtype=np.int32)
    return table


def is_word_character(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Whether each code point is that of a word character.

    Example:
        >>> is_word_character(np.array([0x5B57, 0x2C, 0x4B], np.uint32)).tolist()
        [True, False, True]
    """
    known: npt.NDArray[np.bool_] = code_table(np.zeros(0, np.uint32))[points] != 0
    return known


def _codes(blocks: Iterable[str], table: Int32, counts: Int64, used: Int64) -> Iterator[Int32]:
    """The codes of each piece of text, between two breaks."""
    from zici._kernels.encode import encode_utf16

    for text in blocks:
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        codes = np.empty(units.size + 2, np.int32)
        yield codes[: encode_utf16(units, table, counts, used, codes)]


def whole_runs(arrays: Iterable[Int32]) -> Iterator[Int32]:
    """Cut the codes anew so that no run crosses from one array into the next."""
    gap = np.zeros(1, np.int32)
    rest = [gap]
    for codes in arrays:
        text = codes[1:-1]
        back = int(np.argmax(text[::-1] == 0)) if text.size else 0
        if text.size == 0 or text[text.size - 1 - back] != 0:
            rest.append(text)  # put together only where the run ends: it may go over many arrays
            continue
        stop = text.size - back
        yield np.concatenate([*rest, text[:stop]])
        rest = [gap, text[stop:]]
    last = np.concatenate([*rest, gap])
    if last.size > 2:
        yield last


def _first_table(onto: CodedText | None) -> tuple[Int32, Int64, Int64]:
    """The table code point -> code, the counts by code, and the number of codes given."""
    table = np.zeros(CODE_POINTS, np.int32)
    for first, stop in (*LATIN, *HAN):
        table[first:stop] = -1
    counts = np.zeros(sum(stop - first for first, stop in (*LATIN, *HAN)) + 1, np.int64)
    used = np.zeros(1, np.int64)
    if onto is not None:
        used[0] = onto.alphabet.size
        table[onto.alphabet] = np.arange(1, used[0] + 1, dtype=np.int32)
        counts[1 : used[0] + 1] = onto.counts
    return table, counts, used


def _ranked(table: Int32, counts: Int64, used: int, blocks: Blocks) -> CodedText:
    points = np.flatnonzero(table > 0).astype(np.uint32)
    codes = table[points]
    provisional = np.zeros(used, np.uint32)
    provisional[codes - 1] = points
    return ranked(provisional, counts[1 : used + 1], blocks)


def ranked(alphabet: npt.NDArray[np.uint32], counts: Int64, blocks: Blocks) -> CodedText:
    """Renumber the codes by frequency (in place): neighbours in use become neighbours in memory."""
    from zici._kernels.encode import recode

    order = np.lexsort((alphabet, -counts))  # equal counts stand in the order of code points
    mapping = np.zeros(alphabet.size + 1, np.int32)
    mapping[order + 1] = np.arange(1, alphabet.size + 1, dtype=np.int32)
    for index in range(len(blocks)):
        block = blocks[index]
        recode(block, mapping)
        blocks[index] = block
    return CodedText(alphabet[order], counts[order], blocks)
