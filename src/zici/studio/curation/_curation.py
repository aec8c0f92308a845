"""The class: words in a database, and what people decide about them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC
from types import TracebackType

from sqlalchemy import Engine, func, select

from zici._files import atomic_file
from zici._progress import Progress, silent
from zici.errors import OptionError, OutputError
from zici.lexicon import Lexicon

from . import _curated, _decide, _load, _merge, _paging, _undo
from ._database import WAIT, open_engine, reading, writing
from ._lines import read_lines, to_line
from ._migrations import migrate
from ._pages import Pages
from ._record import Change, to_decision
from ._schema import DECISIONS, HISTORY
from ._state import read_state
from ._time import Clock, now, to_number
from ._types import ACTIONS, STATUSES, Decision, MergeResult, Range, WordPage, WordQuery, WordRow


class Curation:
    """Words of a lexicon in a database, and the decisions of people about them.

    Everything in it may be called from any thread, and other processes may have the same database open: what
    is read is one state, what is written comes whole or not at all, and nobody writes over what he hasn't
    seen. Decisions do not depend on the lexicon: they stay when another one is loaded.

    Args:
        place: a file of SQLite, made when it isn't there, or a URL of SQLAlchemy.
        read_only: nothing is written, not even a newer form of the tables.
        wait: seconds to wait while another process writes.
        clock: gives the time, with its zone.

    Raises:
        OptionError: not a URL, or a database in memory.
        InputError: a folder, or ``read_only`` and no file.
        OutputError: locked, read-only, or a place that can't be opened.
        FormatError: damaged, of another program, or of a newer zici.

    Example:
        >>> import pathlib, tempfile
        >>> curation = Curation(pathlib.Path(tempfile.mkdtemp()) / "curation.sqlite")
        >>> curation.load_words(Lexicon.from_words({"新词": 5, "新词儿": 2, "的新": 3}), stamp="1")
        True
        >>> [one.status for one in curation.decide({"新词儿": 0}, "merge", author="李", target="新词")]
        ['merged']
        >>> [one.status for one in curation.decide({"的新": None}, "reject", author="王")]
        ['rejected']
        >>> curation.curated()
        <Lexicon of 1 word: 新词 7; columns count>
        >>> [one.status for one in curation.undo(author="王")]
        ['undecided']
        >>> [row.word for row in curation.words(WordQuery(bounds={"count": (3, None)})).rows]
        ['新词', '的新']
        >>> curation.close()
    """

    def __init__(
        self,
        place: str | os.PathLike[str],
        *,
        read_only: bool = False,
        wait: float = WAIT,
        clock: Clock = now,
    ) -> None:
        self._engine = open_engine(place, read_only=read_only, wait=wait)
        self._place, self._read_only, self._clock = os.fspath(place), read_only, clock
        self._pages = Pages()
        try:
            migrate(self._engine, read_only=read_only)
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def engine(self) -> Engine:
        """The database's engine, for other tables in it; use it with ``reading`` and ``writing``."""
        return self._engine

    def load_words(
        self,
        lexicon: Lexicon,
        *,
        stamp: str,
        new: AbstractSet[str] | None = None,
        progress: Progress | None = None,
    ) -> bool:
        """Put a lexicon's words in place of the earlier ones; all decisions stay.

        Readers see the earlier words until the new ones are all there; other writers wait.

        Args:
            lexicon: the words.
            stamp: tells this lexicon from others; nothing is done for the stamp that is there.
            new: the words that a dictionary lacked; None: there was none.
            progress: told of chunks of words.

        Returns:
            Whether anything was loaded.

        Raises:
            OutputError: a word that the database can't hold, or the database can't be written.
        """
        self._check_writable()
        return _load.load_words(self._engine, lexicon, stamp, new, progress or silent)

    def words(self, query: WordQuery) -> WordPage:
        """A page of the words that a query finds.

        Raises:
            OptionError: no such column.
        """
        with reading(self._engine) as connection:
            return self._pages.read(connection, query)

    def ranges(self) -> dict[str, Range]:
        """The least and the most of ``count``, ``length`` and the lexicon's columns, where known."""
        with reading(self._engine) as connection:
            state = read_state(connection)
            names = ["count", "length", *(kind.name for kind in state.kinds)]
            ends = connection.execute(_paging.select_ranges(state, names)).one()
        pairs = zip(names, ends[:-1:2], ends[1::2], strict=True)
        return {name: Range(least, most) for name, least, most in pairs if least is not None}

    def word(self, word: str) -> WordRow | None:
        """One word; None where neither the lexicon nor a decision has it."""
        with reading(self._engine) as connection:
            state = read_state(connection)
            statement = _paging.select_rows(state, state.words.c.word == word)
            row = connection.execute(statement).mappings().one_or_none()
            return None if row is None else _paging.to_row(state, row)

    def history(self, word: str) -> list[Decision]:
        """Everything that was ever decided on a word, the first decision first."""
        query = select(HISTORY).where(HISTORY.c.word == word).order_by(HISTORY.c.version)
        with reading(self._engine) as connection:
            return [to_decision(row) for row in connection.execute(query)]

    def decide(
        self,
        words: Mapping[str, int | None],
        action: str,
        *,
        author: str,
        target: str | None = None,
        note: str = "",
    ) -> list[Decision]:
        """Decide on words: on all of them, or, with an error, on none. One call is one step of ``undo``.

        Args:
            words: word -> the version last seen (0: undecided), or None, which overwrites whatever is there.
                Words that the lexicon lacks may be among them: accepting adds them by hand.
            action: "accept", "reject", "rename" (to ``target``, which may be new), "merge" (its count goes
                to the word ``target``), "clear" (takes any decision back).
            author: who decides.
            target: for "rename" and "merge".
            note: anything to be kept with it.

        Raises:
            ConflictError: somebody has decided on one of the words since; it names word, author and time.
            OptionError: no such action, a missing target, or renamed words that lead round in a circle.
        """
        self._check_writable()
        for word in words:
            _decide.check_decision(word, action, target)
        _decide.check_text("author", author)
        _decide.check_text("note", note, blank=True)
        if not words:
            raise OptionError("words: expected at least one to decide on, found none")
        status = STATUSES.index(ACTIONS[action])
        change = Change("", action, status, target, note, author, self._now(), None)
        with writing(self._engine) as connection:
            return _decide.decide(connection, words, change, read_state(connection, "write"))

    def undo(self, *, author: str) -> list[Decision]:
        """Take the author's last step back; an empty list where there is none.

        Raises:
            ConflictError: somebody else has decided on one of its words since; nothing is changed.
        """
        return self._move(_undo.BACK, author)

    def redo(self, *, author: str) -> list[Decision]:
        """Do the author's step again that was undone last; an empty list where there is none.

        A new decision of the author's ends what can be done again.

        Raises:
            ConflictError: somebody else has decided on one of its words since; nothing is changed.
        """
        return self._move(_undo.FORTH, author)

    def _move(self, way: _undo.Way, author: str) -> list[Decision]:
        self._check_writable()
        _decide.check_text("author", author)
        with writing(self._engine) as connection:
            return _undo.move(connection, way, author, self._now())

    def counts(self) -> dict[str, int]:
        """How many words have each status."""
        with reading(self._engine) as connection:
            table = read_state(connection).words
            query = select(table.c.status, func.count()).group_by(table.c.status)
            found: dict[int, int] = dict(connection.execute(query).all())
        return {name: found.get(i, 0) for i, name in enumerate(STATUSES)}

    def curated(self, *, undecided: bool = True) -> Lexicon:
        """What the decisions make of the lexicon: the most frequent word first.

        Rejected words are gone. A renamed word has its new name, a merged one is counted with its target;
        known counts are added, of other columns the target's own values stay, else the first that is known.
        Chains are followed to their end; if that is rejected, all of it is gone.

        Args:
            undecided: also words that nobody has decided on; else the accepted ones, and those that others
                were renamed to or merged into.
        """
        with reading(self._engine) as connection:
            return _curated.curated(connection, undecided=undecided)

    def export_decisions(self, path: str | os.PathLike[str]) -> int:
        """Write what is decided now as lines of JSON, ordered by word; how many.

        Raises:
            OutputError: a place that can't be written.
        """
        query = select(DECISIONS).order_by(DECISIONS.c.word)
        lines = 0
        with (
            atomic_file(path) as temporary,
            temporary.open("w", encoding="utf-8", newline="\n") as stream,
            reading(self._engine) as connection,
        ):
            for row in connection.execution_options(yield_per=10_000).execute(query):
                stream.write(to_line(to_decision(row)) + "\n")
                lines += 1
        return lines

    def merge_decisions(
        self, path_or_lines: str | os.PathLike[str] | Iterable[str], *, author: str | None = None
    ) -> MergeResult:
        """Take in what another person or machine has exported; of two decisions the newer one stays.

        Doing it again changes nothing. A decision that would lead words round in a circle is not taken.

        Args:
            path_or_lines: a file, or its lines.
            author: who merges, and may undo it as one step; the decisions keep their own authors and times.

        Raises:
            InputError: no file there.
            FormatError: names the line that is no decision; nothing is changed.
        """
        self._check_writable()
        if author is not None:
            _decide.check_text("author", author)
        theirs = _merge.newest(read_lines(path_or_lines, self._clock().astimezone(UTC)))
        with writing(self._engine) as connection:
            return _merge.merge(connection, theirs, author, self._now())

    def close(self) -> None:
        """Give the database's connections back."""
        self._engine.dispose()

    def __enter__(self) -> Curation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _now(self) -> int:
        return to_number(self._clock())

    def _check_writable(self) -> None:
        if self._read_only:
            raise OutputError(f"{self._place}: opened for reading only; open it for writing to decide")
