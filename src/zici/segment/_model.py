"""The compiled form of a segmenter, and the batches it cuts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zici._kernels.segment_cut import END, TOKENS, TOTAL, cut_documents, join_tokens
from zici._kernels.segment_units import BREAK, CLASS_MASK, CLASS_SHIFT
from zici.segment._alphabet import single_characters, to_chars
from zici.segment._trie import Trie

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


class Cutter(ABC):
    """What every way to cut has in common.

    Attributes:
        table: int32, the cell of every code point; see ``_alphabet``.
        strings: what token numbers stand for; a negative number is a slice of the text.
    """

    table: Int32
    strings: NDArray[np.object_]

    @abstractmethod
    def run(self, text: str, documents: Int64) -> Int32:
        """Cut ``text``, the documents one behind the other; return int32 (2, tokens): ends and numbers."""

    def ends(self, text: str) -> list[int]:
        """Where each token of ``text`` ends."""
        if not text:
            return []
        ends: list[int] = self.run(text, np.array(((len(text), 0, 0),)))[0].tolist()
        return ends

    def cut_many(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of every text; a word of the lexicon is one shared string."""
        joined = "".join(texts)
        if not joined:
            return [[] for _ in texts]
        documents = _documents(texts)
        tokens = self.run(joined, documents)
        strings = self.strings.take(tokens[1], mode="clip")
        unknown = np.flatnonzero(tokens[1] < 0)
        ends = tokens[0, unknown].tolist()
        starts = np.where(unknown > 0, tokens[0, unknown - 1], 0).tolist()
        for number, start, end in zip(unknown.tolist(), starts, ends, strict=True):
            strings[number] = joined[start:end]
        begin = 0
        result = []
        for end in documents[:, TOKENS].tolist():
            result.append(strings[begin:end].tolist())
            begin = end
        return result

    def token_ends(self, texts: Sequence[str]) -> tuple[Int32, Int64]:
        """Where each token of the joined texts ends, and how many tokens there are up to each text's end."""
        documents = _documents(texts)
        if not any(texts):
            return np.zeros(0, np.int32), documents[:, TOKENS]
        ends = self.run("".join(texts), documents)[0]
        return ends, documents[:, TOKENS]

    def totals(self, texts: Sequence[str]) -> Int64:
        """The score of every text's best cut."""
        documents = _documents(texts)
        self.run("".join(texts), documents)
        return documents[:, TOTAL]

    def join(self, text: str, separator: str, before: str = "") -> str:
        """``text`` with the separator between its tokens; ``before`` is the character in front of it."""
        if not text:
            return ""
        ends = self.run(text, np.array(((len(text), 0, 0),)))[0]
        table = self.table
        between = to_chars(separator)
        out = np.empty(len(text) + ends.size * between.size, np.uint32)
        kind = (int(table[ord(before)]) >> CLASS_SHIFT) & CLASS_MASK if before else BREAK
        size = join_tokens(to_chars(text), ends, table, between, kind, out)
        return str(out[:size].data, "utf-32-le", "surrogatepass")


@dataclass(frozen=True)
class Model(Cutter):
    """Cutting with words.

    Attributes:
        trie: the words.
        rules: int64, see the kernels.
        strings: the words, then every character of the basic plane.
    """

    trie: Trie
    rules: Int64
    strings: NDArray[np.object_]

    @property
    def table(self) -> Int32:  # type: ignore[override]
        """The cells of the words' alphabet."""
        return self.trie.table

    def run(self, text: str, documents: Int64) -> Int32:
        """Cut by the method that ``rules`` names."""
        chars = to_chars(text)
        tokens = np.empty((2, chars.size), np.int32)
        trie = self.trie
        made = cut_documents(chars, documents, trie.table, trie.links, trie.values, self.rules, tokens)
        return tokens[:, :made]


def _documents(texts: Sequence[str]) -> Int64:
    documents = np.zeros((len(texts), 3), np.int64)
    documents[:, END] = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    return documents


def make_strings(words: Iterable[str]) -> NDArray[np.object_]:
    """The strings of token numbers: the words, then the single characters."""
    listed = list(words)
    strings = np.empty(len(listed), dtype=object)
    strings[:] = listed
    return np.concatenate((strings, single_characters()))
