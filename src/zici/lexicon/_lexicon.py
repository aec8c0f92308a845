"""The Lexicon: words and their numbers, column by column."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import compress
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zici.errors import OptionError

from . import _storage
from ._columns import check_columns, check_meta, freeze
from ._merge import join, merge_repeated
from ._select import Bounds, kept_by, largest, matching, order, sort_key, within
from ._table import UNKNOWN, Table, check_unique, check_words

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a lexicon.

    Attributes:
        word: the word.
        count: how often it was seen; -1 where nobody has counted.
        scores: the values of the other columns.
    """

    word: str
    count: int
    scores: dict[str, float]

    def __getitem__(self, column: str) -> float:
        return self.count if column == "count" else self.scores[column]


class Lexicon:
    """Words, each once, with numeric columns; every method leaves it as it is and gives a new one.

    ``count`` is always there: int64, from 0, and -1 where unknown (a plain word list has no counts). Other
    columns (``pmi``: cohesion, natural logarithm; neighbour entropies...) are float64, NaN where unknown, or
    int64, and go through every operation and through TSV and Parquet. An unknown count or NaN is inside no
    bound of ``filter`` and last of a descending ``sort``.

    Args:
        words: the words in their order; none blank, none twice.
        columns: name -> as many numbers as there are words.
        meta: what is known of the whole (method, parameters, size of the text): JSON values, kept by Parquet.

    Raises:
        OptionError: a repeated or blank word, a column of another length or not of numbers.

    Example:
        >>> words = Lexicon(["新词", "发现", "的"], {"count": [5, 8, 90], "pmi": [6.5, 4.0, float("nan")]})
        >>> words["新词"]
        Entry(word='新词', count=5, scores={'pmi': 6.5})
        >>> words.filter(min_pmi=3).sort() - ["新词"]
        <Lexicon of 1 word: 发现 8; columns count, pmi>
    """

    __hash__ = None  # type: ignore[assignment]  # equal by value, and large
    __slots__ = ("_index", "_table")

    def __init__(
        self,
        words: Iterable[str],
        columns: Mapping[str, ArrayLike] | None = None,
        *,
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        checked = check_words(words)
        check_unique(checked)
        self._table = Table(checked, check_columns(columns or {}, len(checked)), check_meta(meta))
        self._index: dict[str, int] | None = None

    @classmethod
    def _of(cls, table: Table) -> Lexicon:
        """A lexicon of a table that is known to be in order."""
        self = cls.__new__(cls)
        self._table = Table(tuple(table.words), freeze(table.columns), table.meta)
        self._index = None
        return self

    @classmethod
    def from_arrays(
        cls, words: Iterable[str], *, meta: Mapping[str, Any] | None = None, **columns: ArrayLike
    ) -> Lexicon:
        """Words with columns given by name.

        Example:
            >>> words = Lexicon.from_arrays(["天", "地"], count=[2, 1], left_entropy=[1.5, 0.25])
            >>> words.columns["left_entropy"]
            array([1.5 , 0.25])
        """
        return cls(words, columns, meta=meta)

    @classmethod
    def from_words(
        cls,
        words: Mapping[str, int] | Iterable[str] | Iterable[tuple[str, int]],
        *,
        meta: Mapping[str, Any] | None = None,
    ) -> Lexicon:
        """Words alone, (word, count) pairs, or a mapping to counts; counts of repeated words are added.

        Raises:
            OptionError: a blank word, a count that is not a whole number from 0 (-1: unknown).

        Example:
            >>> Lexicon.from_words([("天", 1), ("地", 2), ("天", 3)]).to_dict()
            {'天': 4, '地': 2}
        """
        if isinstance(words, str):
            check_words(words)
        items = words.items() if isinstance(words, Mapping) else words
        pairs = [(item, UNKNOWN) if isinstance(item, str) else _pair(item) for item in items]
        names = check_words(pair[0] for pair in pairs)
        columns = check_columns({"count": [pair[1] for pair in pairs]}, len(names))
        return cls._of(merge_repeated(Table(names, columns, check_meta(meta))))

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        format: str | None = None,  # noqa: A002 - the word the formats are called by everywhere
        *,
        column: str | int | None = None,
        encoding: str | None = None,
    ) -> Lexicon:
        """Read a word list of ours or of another program; .gz .xz .bz2 .zst are unpacked.

        Counts of repeated words are added; part-of-speech tags and codes are not kept.

        Args:
            path: the file.
            format: tsv, parquet, jieba, hanlp, ik, rime or plain; by default found from name and content.
            column: where the words stand in a table of others: a column's name (a TSV with a header,
                Parquet), or the number of a tab-separated field, from 1. Of a named column's table, ``count``
                is read as well, nothing else.
            encoding: the text's encoding; by default UTF-8 or GB18030, or UTF-16 with a byte order mark.

        Raises:
            InputError: the file is missing, a folder, or not readable.
            FormatError: a line that breaks the format, bytes that are no text, a damaged file.
            EmptyError: no word in it.
            OptionError: no such format or encoding, or a format that has no ``column``.
        """
        return cls._of(_storage.load(path, format, column=column, encoding=encoding))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write zici's own form: .tsv (also .tsv.gz .xz .bz2 .zst) or .parquet, which also keeps ``meta``.

        Raises:
            OptionError: another suffix.
            OutputError: a word the format can't hold, or a place that can't be written.
        """
        _storage.save(self._table, path)

    def export(self, path: str | os.PathLike[str], format: str) -> None:  # noqa: A002 - as in load
        """Write a dictionary for another program: jieba, hanlp, ik, rime, plain (or tsv, parquet).

        Raises:
            OptionError: no such format.
            OutputError: a word the format can't hold, or a place that can't be written.
        """
        _storage.export(self._table, path, format)

    def to_text(self, format: str = "tsv") -> str:  # noqa: A002 - as in load
        r"""The text that ``export`` would write.

        Example:
            >>> Lexicon.from_words({"字词": 3}).to_text("jieba")
            '字词 3\n'
        """
        return _storage.render(self._table, format)

    @property
    def words(self) -> tuple[str, ...]:
        """The words in their order."""
        return tuple(self._table.words)

    @property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """Column name -> read-only int64 or float64 array, shape (len(self),); ``count`` comes first."""
        return MappingProxyType(self._table.columns)

    @property
    def count(self) -> NDArray[np.int64]:
        """How often each word was seen, -1 where unknown; read-only, shape (len(self),)."""
        counts: NDArray[np.int64] = self._table.columns["count"]
        return counts

    @property
    def meta(self) -> dict[str, Any]:
        """A copy of what is known of the whole."""
        return check_meta(self._table.meta)

    def with_meta(self, meta: Mapping[str, Any]) -> Lexicon:
        """The same lexicon with something else known of the whole.

        Example:
            >>> Lexicon.from_words({"天": 2}).with_meta({"chars": 9}).meta
            {'chars': 9}
        """
        return Lexicon._of(Table(self._table.words, self._table.columns, check_meta(meta)))

    def to_dict(self) -> dict[str, int]:
        """Word -> count (-1 where unknown)."""
        return dict(zip(self._table.words, self.count.tolist(), strict=True))

    def sort(self, by: str = "count", *, descending: bool | None = None) -> Lexicon:
        """Ordered by a column, ``word`` (code points) or ``length``; equal rows by word, NaN last.

        Args:
            by: a column's name, ``word`` or ``length``.
            descending: by default yes for columns, no for ``word`` and ``length``.

        Raises:
            OptionError: no such column.

        Example:
            >>> Lexicon.from_words({"乙": 2, "丙": 9, "甲": 2}).sort().words
            ('丙', '乙', '甲')
        """
        key = None if by == "word" else sort_key(self._table, by)
        down = by not in ("word", "length") if descending is None else descending
        return self._take(order(self._table.words, key, descending=down))

    def top(self, n: int, by: str = "count") -> Lexicon:
        """The ``n`` words with the largest ``by``, largest first.

        Raises:
            OptionError: ``n`` is negative, or no such column.
        """
        if n < 0:
            raise OptionError(f"n={n}: expected 0 or more words")
        if n == 0:
            return self._masked(np.zeros(len(self), dtype=np.bool_))
        chosen = self._masked(largest(sort_key(self._table, by), n)).sort(by, descending=True)
        return chosen._take(np.arange(min(n, len(chosen))))

    def filter(
        self,
        *,
        min_count: int | None = None,
        max_count: int | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        min_pmi: float | None = None,
        pattern: str | re.Pattern[str] | None = None,
        keep: Callable[[str], object] | None = None,
    ) -> Lexicon:
        """The words that pass every test, in their order; bounds are inclusive.

        Args:
            min_count: least count; a word whose count is unknown does not reach it.
            max_count: largest count; a word whose count is unknown is not below it.
            min_length: least number of characters (code points).
            max_length: largest number of characters.
            min_pmi: least cohesion, natural logarithm; NaN (single characters) does not reach it.
            pattern: a regular expression that must be found somewhere in the word.
            keep: called with each word that passed the rest; a false result drops it.

        Raises:
            OptionError: a bound on counts or pmi where there are none, or a broken pattern.

        Example:
            >>> Lexicon.from_words({"K线图": 4, "图": 9, "线图": 1}).filter(min_count=2, min_length=2).words
            ('K线图',)
        """
        mask = within(self._table, Bounds(min_count, max_count, min_length, max_length, min_pmi))
        if pattern is not None:
            mask &= matching(self._table.words, pattern)
        if keep is not None:
            mask = kept_by(self._table.words, mask, keep)
        return self._masked(mask)

    def _take(self, rows: NDArray[np.int64]) -> Lexicon:
        words = self._table.words
        columns = {name: values[rows] for name, values in self._table.columns.items()}
        return Lexicon._of(Table([words[row] for row in rows.tolist()], columns, self._table.meta))

    def _masked(self, mask: NDArray[np.bool_]) -> Lexicon:
        columns = {name: values[mask] for name, values in self._table.columns.items()}
        return Lexicon._of(Table(list(compress(self._table.words, mask.tolist())), columns, self._table.meta))

    def __or__(self, other: Lexicon | Iterable[str]) -> Lexicon:
        """Words of both, this one's first: counts added, of other columns the first value that is not NaN.

        A column that one side lacks is float64 then, NaN for the words of that side alone. ``meta`` keeps
        what both say alike.
        """
        if isinstance(other, str) or not isinstance(other, Iterable):
            return NotImplemented
        right = other if isinstance(other, Lexicon) else Lexicon.from_words(other)
        return Lexicon._of(join(self._table, right._table))

    def __sub__(self, other: Lexicon | Iterable[str]) -> Lexicon:
        """The words that ``other`` (a lexicon, or any words) does not have."""
        known = _membership(other)
        return NotImplemented if known is None else self._masked(~self._known_to(known))

    def __and__(self, other: Lexicon | Iterable[str]) -> Lexicon:
        """The words that ``other`` (a lexicon, or any words) has too, with this one's numbers."""
        known = _membership(other)
        return NotImplemented if known is None else self._masked(self._known_to(known))

    def _known_to(self, known: AbstractSet[str] | Mapping[str, Any]) -> NDArray[np.bool_]:
        return np.fromiter(map(known.__contains__, self._table.words), dtype=np.bool_, count=len(self))

    def _places(self) -> dict[str, int]:
        if self._index is None:
            self._index = {word: place for place, word in enumerate(self._table.words)}
        return self._index

    def __len__(self) -> int:
        return len(self._table.words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.words)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self._places()

    def __getitem__(self, word: str) -> Entry:
        """The entry of ``word``.

        Raises:
            KeyError: the word is not there.
        """
        row = self._places()[word]
        scores = {name: values[row].item() for name, values in self._table.columns.items() if name != "count"}
        return Entry(word, int(self.count[row]), scores)

    def __eq__(self, other: object) -> bool:
        """The same words in the same order with the same columns (NaN equals NaN), whatever ``meta`` says."""
        if not isinstance(other, Lexicon):
            return NotImplemented
        mine, others = self._table, other._table
        if mine.words != others.words or mine.columns.keys() != others.columns.keys():
            return False
        return all(
            np.array_equal(a, others.columns[name], equal_nan=True) for name, a in mine.columns.items()
        )

    def __repr__(self) -> str:
        shown = zip(self._table.words[:_SHOWN], self.count[:_SHOWN].tolist(), strict=True)
        listed = ", ".join(word if count == UNKNOWN else f"{word} {count:,}" for word, count in shown)
        more = ", ..." if len(self) > _SHOWN else ""
        size = "1 word" if len(self) == 1 else f"{len(self):,} words"
        return f"<Lexicon of {size}{': ' if listed else ''}{listed}{more}; columns {', '.join(self.columns)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self._table.words, dict(self._table.columns), self._table.meta))


def _rebuild(words: tuple[str, ...], columns: dict[str, NDArray[Any]], meta: dict[str, Any]) -> Lexicon:
    return Lexicon._of(Table(words, columns, meta))


def _membership(other: object) -> AbstractSet[str] | Mapping[str, Any] | None:
    if isinstance(other, Lexicon):
        return other._places()
    if isinstance(other, AbstractSet | Mapping):
        return other
    if isinstance(other, str) or not isinstance(other, Iterable):
        return None
    return frozenset(other)


def _pair(item: object) -> tuple[str, int]:
    if isinstance(item, tuple) and len(item) == 2:
        return item
    raise OptionError(f"expected words or (word, count) pairs, found {item!r}")
