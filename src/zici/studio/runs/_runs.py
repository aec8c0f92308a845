"""Long work, one at a time, each in a process of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Engine

from zici._progress import Step
from zici.errors import OptionError, ZiciError
from zici.studio.runs._errors import BusyError
from zici.studio.runs._history import History
from zici.studio.runs._live import Live
from zici.studio.runs._order import Place, order
from zici.studio.runs._request import RunRequest
from zici.studio.runs._run import Run
from zici.studio.runs._tasks import TASKS
from zici.studio.runs._uploads import Uploads

log = logging.getLogger(__name__)


class Runs:
    """The runs of one studio; may be used by several threads.

    Args:
        engine: the database that keeps their history (SQLAlchemy), with its tables made.
        workspace: has ``folder``, the result that runs make, and ``state``.
        uploads: the files that they work on.
        tasks: module and function of every kind of run, see ``Task``.
        on_done: called with a run that has come to its end, before it shows itself as done; what it raises
            is logged. May be set later.

    Example:
        >>> import pathlib, tempfile
        >>> from types import SimpleNamespace
        >>> from zici.studio.curation import Curation
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> curation = Curation(folder / "curation.sqlite")
        >>> uploads = Uploads(curation.engine, folder / "uploads", limit=512 << 20)
        >>> place = SimpleNamespace(folder=folder / "out", state=folder)
        >>> runs = Runs(curation.engine, place, uploads)
        >>> upload = uploads.paste("从无标注语料中发现新词")
        >>> runs.start(RunRequest((upload.id,), options={"method": "magic"}), author="me")
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: method: expected one of ..., got 'magic'
        >>> runs.list()
        []
        >>> runs.close(); curation.close()
    """

    def __init__(
        self,
        engine: Engine,
        workspace: Place,
        uploads: Uploads,
        *,
        tasks: Mapping[str, str] = TASKS,
        on_done: Callable[[Run], None] | None = None,
    ) -> None:
        self.on_done = on_done
        self._history = History(engine)
        self._place, self._uploads, self._tasks = workspace, uploads, tasks
        self._live: Live | None = None
        self._unnoted: dict[int, Run] = {}
        self._closed = False
        uploads.user = self._user

    @property
    def current(self) -> Run | None:
        """The run that goes on now, or None."""
        live = self._live
        return None if live is None else live.run

    def start(self, request: RunRequest, *, author: str) -> Run:
        """Check a request and begin with it.

        Raises:
            BusyError: another run goes on.
            OptionError: an option outside its range, or no such kind of run.
            MissingError: an upload that isn't there.
            ZiciError: what else the work would stumble over at once.
        """
        return self._start(request, author, None)

    def resume(self, id: int, *, author: str | None = None) -> Run:  # noqa: A002 - the word of the API
        """Take up a run that ended before it was done, as a new run.

        Mining goes on with the steps that were not finished; other kinds begin anew.

        Raises:
            MissingError: there is no such run, or one of its uploads was deleted.
            BusyError: another run goes on.
            OptionError: it is done.
        """
        run = self.get(id)
        if run.state == "done":
            raise OptionError(f"run {id} is done: there is nothing to resume; start a new one")
        return self._start(run.request, run.author if author is None else author, id)

    def get(self, id: int) -> Run:  # noqa: A002 - the word of the API
        """Give one run; of the one that goes on, without asking the database.

        Raises:
            MissingError: there is none of this number.
        """
        return self._fresh().get(id) or self._history.get(id)

    def list(self, limit: int = 50) -> list[Run]:
        """Give the latest runs, the latest first.

        Args:
            limit: how many at most, 1 to 1000.

        Raises:
            OptionError: ``limit`` is out of range.
        """
        fresh = self._fresh()
        return [fresh.get(run.id, run) for run in self._history.list(limit)]

    def cancel(self, id: int) -> Run:  # noqa: A002 - the word of the API
        """End a run, within two seconds or so; the earlier result stays. One that has ended is left as it is.

        Raises:
            MissingError: there is none of this number.
        """
        live = self._live
        if live is not None and live.run.id == id:
            live.stop("cancelled")
        return self.get(id)

    def close(self) -> None:
        """End the run that goes on, as "interrupted", and begin no other."""
        self._closed = True
        with self._uploads.lock:
            live = self._live
        if live is not None:
            live.stop("interrupted")
        self._settle()

    def _fresh(self) -> dict[int, Run]:
        """Those of which more is known here than in the database."""
        current = self.current
        return self._unnoted if current is None else {**self._unnoted, current.id: current}

    def _start(self, request: RunRequest, author: str, resumes: int | None) -> Run:
        with self._uploads.lock:
            self._refuse_second()
            made = order(request, self._tasks, self._place, self._uploads, resume=resumes is not None)
            live = Live(self._history.add(request, author=author, resumes=resumes), made)
            self._live = live
        worker = threading.Thread(target=self._work, args=(live,), name=f"run {live.run.id}", daemon=True)
        try:
            worker.start()
        except RuntimeError as error:  # no room for one more thread
            self._note(live.never_began(str(error)))
            self._live = None
            live.over.set()
            raise BusyError(f"the machine is too busy to begin a run ({error}); try again later") from error
        return live.run

    def _refuse_second(self) -> None:
        if self._closed:
            raise BusyError("the studio is closing; start it again to run anything")
        run = self.current
        if run is not None:
            since = f"{run.started.astimezone():%H:%M:%S}"
            raise BusyError(
                f"run {run.id} ({run.kind}), which {run.author} started at {since}, is not done yet; "
                "wait for it or cancel it"
            )

    def _work(self, live: Live) -> None:
        """See a run to its end; in a thread of its own, which lives as long as the process."""
        try:
            run = live.see_through()
            self._note(run)
            if run.state == "done" and self.on_done is not None:
                live.run = replace(live.run, step=Step("load words", 0, None, "items"))
                self.on_done(run)
        except Exception:
            log.exception("run %d: what follows its end failed", live.run.id)
        finally:
            self._live = None
            live.over.set()

    def _note(self, run: Run) -> None:
        """Keep the end of a run, in memory for as long as the database doesn't take it."""
        self._unnoted[run.id] = run
        self._settle()

    def _settle(self) -> None:
        """Note the ends that the database hasn't taken yet."""
        for run in list(self._unnoted.values()):
            try:
                self._history.end(run)
            except ZiciError as error:
                log.warning("run %d is %s, but that can't be noted: %s", run.id, run.state, error)
                return
            self._unnoted.pop(run.id, None)

    def _user(self, upload: int) -> str | None:
        run = self.current
        if run is None or upload not in (*run.request.uploads, *run.request.known):
            return None
        return f"run {run.id} ({run.kind}), which {run.author} started"
