"""What the decisions make of a lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from zici.lexicon import Lexicon
from zici.lexicon._merge import merge_repeated
from zici.lexicon._table import UNKNOWN, Table

from ._schema import DECISIONS
from ._state import State, read_state
from ._types import STATUSES

_ACCEPTED, _REJECTED = STATUSES.index("accepted"), STATUSES.index("rejected")
_CHUNK = 50_000

Decided = Mapping[str, tuple[int, str | None]]
"""Status (its place in ``STATUSES``) and target by word."""


def curated(connection: Connection, *, undecided: bool) -> Lexicon:
    """The lexicon as decided. See ``Curation.curated``."""
    state = read_state(connection)
    words, columns = _rows(connection, state)
    return _decide(Table(words, columns, state.meta), read_decided(connection), undecided=undecided)


def curate(lexicon: Lexicon, decided: Decided, *, undecided: bool = True) -> Lexicon:
    """What ``Curation.curated`` gives of a lexicon, without asking the database for its words.

    Args:
        lexicon: the words.
        decided: what :func:`read_decided` gives.
        undecided: as of ``Curation.curated``.

    Example:
        >>> words = Lexicon.from_words({"新词": 5, "新词儿": 2, "的新": 3})
        >>> merged, rejected = STATUSES.index("merged"), STATUSES.index("rejected")
        >>> curate(words, {"新词儿": (merged, "新词"), "的新": (rejected, None)})
        <Lexicon of 1 word: 新词 7; columns count>
    """
    unlisted = sorted(word for word, (status, _) in decided.items() if status and word not in lexicon)
    whole = (lexicon | unlisted).with_meta(lexicon.meta) if unlisted else lexicon
    return _decide(whole._table, decided, undecided=undecided)


def read_decided(connection: Connection) -> Decided:
    """Status and target of every word that anything was ever decided on."""
    query = select(DECISIONS.c.word, DECISIONS.c.status, DECISIONS.c.target)
    return {word: (status, target) for word, status, target in connection.execute(query)}


def _decide(table: Table, decided: Decided, *, undecided: bool) -> Lexicon:
    ends = ends_of({word: target for word, (_, target) in decided.items() if target is not None})
    rejected = {word for word, (status, _) in decided.items() if status == _REJECTED}
    wanted = {word for word, (status, _) in decided.items() if status == _ACCEPTED} | set(ends.values())

    keep, names, first = [], [], []
    for row, word in enumerate(table.words):
        name = ends.get(word, word)
        if name in rejected or not (undecided or name in wanted):
            continue
        keep.append(row)
        names.append(name)
        first.append(name == word)
    # a word's own numbers come before those of what is counted with it
    order = np.argsort(~np.array(first, dtype=np.bool_), kind="stable")
    rows = np.array(keep, dtype=np.int64)[order]
    kept = Table(
        [names[i] for i in order.tolist()],
        {name: values[rows] for name, values in table.columns.items()},
        table.meta,
    )
    return Lexicon._of(merge_repeated(kept)).sort()


def ends_of(targets: Mapping[str, str]) -> dict[str, str]:
    """Word -> where its chain of targets ends; deciding has seen to it that none is a circle.

    Example:
        >>> ends_of({"甲": "乙", "乙": "丙"})
        {'甲': '丙', '乙': '丙'}
    """
    found: dict[str, str] = {}
    for word in targets:
        way = [word]
        while way[-1] in targets and way[-1] not in found:
            way.append(targets[way[-1]])
        end = found.get(way[-1], way[-1])
        found.update(dict.fromkeys(way[:-1], end))
    return found


def _rows(connection: Connection, state: State) -> tuple[list[str], dict[str, NDArray[Any]]]:
    """All words and their columns, in the lexicon's order."""
    table = state.words
    names = ["count", *(f"v{i}" for i in range(len(state.kinds)))]
    query = select(table.c.word, *(table.c[name] for name in names)).order_by(table.c.id)
    words: list[str] = []
    parts: list[list[Any]] = [[] for _ in names]
    result = connection.execution_options(yield_per=_CHUNK).execute(query)
    for some in result.partitions(_CHUNK):
        found, *values = zip(*some, strict=True)
        words += found
        for part, more in zip(parts, values, strict=True):
            part += more
    counts = np.array([UNKNOWN if value is None else value for value in parts[0]], dtype=np.int64)
    columns: dict[str, NDArray[Any]] = {"count": counts}
    for (name, kind), part in zip(state.kinds, parts[1:], strict=True):
        whole = kind == "int" and None not in part
        columns[name] = np.array(part, dtype=np.int64 if whole else np.float64)
    return words, columns
