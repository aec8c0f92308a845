"""The words as they have been decided on, known anew after every decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select

from zici.lexicon import Lexicon
from zici.studio._kept import Kept
from zici.studio.curation._curated import Decided, curate, read_decided
from zici.studio.curation._database import reading
from zici.studio.curation._schema import LEXICON

if TYPE_CHECKING:
    from zici.studio.curation import Curation

_CHANGES = select(LEXICON.c.changes).where(LEXICON.c.id == 1)


class DecidedWords:
    """What decisions make of a lexicon that may be replaced at any time.

    ``Curation.curated`` gives the same, but reads all words from the database, which takes a second for
    40,000.

    Args:
        lexicon: gives the words; None: there are none.
        stamp: gives what changes with them.
        curation: the decisions; None: none are made.
    """

    def __init__(
        self,
        lexicon: Callable[[], Lexicon | None],
        stamp: Callable[[], str],
        curation: Curation | None,
    ) -> None:
        self._lexicon, self._stamp, self._curation = lexicon, stamp, curation
        self._decided: Kept[Decided] = Kept(self._read)
        self._words: Kept[Lexicon | None] = Kept(self._make)

    def version(self) -> tuple[str, int]:
        """What changes with the words and with every decision."""
        return self._stamp(), self._changes()

    def words(self) -> Lexicon | None:
        """The words without the rejected, with the added ones; None: there is no lexicon."""
        return self._words.get(self.version())

    def _changes(self) -> int:
        if self._curation is None:
            return 0
        with reading(self._curation.engine) as connection:
            return int(connection.execute(_CHANGES).scalar_one())

    def _read(self) -> Decided:
        if self._curation is None:
            return {}
        with reading(self._curation.engine) as connection:
            return read_decided(connection)

    def _make(self) -> Lexicon | None:
        lexicon, decided = self._lexicon(), self._decided.get(self._changes())
        if lexicon is None or not any(status for status, _ in decided.values()):
            return lexicon
        return curate(lexicon, decided)
