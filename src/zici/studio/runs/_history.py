"""The runs that were, in the database."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine, insert, select, update

from zici.errors import OptionError
from zici.studio.curation._database import reading, writing
from zici.studio.curation._time import now, to_number, to_time
from zici.studio.runs._errors import MissingError
from zici.studio.runs._names import storable
from zici.studio.runs._request import RunRequest
from zici.studio.runs._run import Run
from zici.studio.runs._tables import LARGEST, RUNS

MOST = 1000
"""The longest list of runs."""
LEFT = "the studio ended before it did; resume it"


class History:
    """Keeps what is known of every run.

    Args:
        engine: the database (SQLAlchemy), with its tables made. A run that it says is running is none of this
            studio's: the one that started it has ended, so it becomes "interrupted".
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        is_left = RUNS.c.state == "running"
        with reading(engine) as connection:
            if connection.execute(select(RUNS.c.id).where(is_left)).first() is None:
                return  # so that a database that can't be written can still be looked at
        with writing(engine) as connection:
            connection.execute(update(RUNS).where(is_left).values(state="interrupted", message=LEFT))

    def add(self, request: RunRequest, *, author: str, resumes: int | None) -> Run:
        """Note that a run begins; gives it its number."""
        started, author = now(), storable(author)
        row = {
            "state": "running",
            "request": request.as_json(),
            "author": author,
            "started": to_number(started),
            "message": "",
            "counts": "{}",
            "resumes": resumes,
        }
        with writing(self._engine) as connection:
            number: int = connection.execute(insert(RUNS).values(row).returning(RUNS.c.id)).scalar_one()
        return Run(number, "running", request, author, started, resumes=resumes)

    def end(self, run: Run) -> None:
        """Note how a run ended."""
        values = {
            "state": run.state,
            "ended": None if run.ended is None else to_number(run.ended),
            "message": storable(run.message),
            "counts": json.dumps(run.counts),
        }
        with writing(self._engine) as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(values))

    def get(self, id: int) -> Run:  # noqa: A002 - the word of the API
        """Give one run as it was noted last.

        Raises:
            MissingError: there is none of this number.
        """
        with reading(self._engine) as connection:
            query = select(RUNS).where(RUNS.c.id == min(max(id, 0), LARGEST))
            row = connection.execute(query).first()
        if row is None:
            raise MissingError(f"no run {id}; look at the list of runs")
        return _run(row)

    def list(self, limit: int) -> list[Run]:
        """Give the latest runs, the latest first.

        Raises:
            OptionError: ``limit`` is out of range.
        """
        if not 1 <= limit <= MOST:
            raise OptionError(f"limit: expected 1 to {MOST:,} runs, got {limit}")
        query = select(RUNS).order_by(RUNS.c.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [_run(row) for row in connection.execute(query)]


def _run(row: Any) -> Run:
    return Run(
        id=row.id,
        state=row.state,
        request=RunRequest.from_json(row.request),
        author=row.author,
        started=to_time(row.started),
        ended=None if row.ended is None else to_time(row.ended),
        message=row.message,
        counts=json.loads(row.counts),
        resumes=row.resumes,
    )
