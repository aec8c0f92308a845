"""The files that came in: kept under their numbers, told by their names."""

from __future__ import annotations

import json
import secrets
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from zici._files import writing as writing_files
from zici.studio.curation._database import reading, writing
from zici.studio.curation._time import now, to_number, to_time
from zici.studio.runs._errors import BusyError, MissingError
from zici.studio.runs._inspect import Found
from zici.studio.runs._names import clean, form, storable
from zici.studio.runs._receiver import PART, Receiver, too_large
from zici.studio.runs._sizes import check_room
from zici.studio.runs._tables import LARGEST, UPLOADS
from zici.studio.runs._upload import Upload

_PIECE = 1 << 20  # characters of pasted text that are encoded at once


class Uploads:
    r"""The uploads of one studio; may be used by several threads.

    Args:
        engine: the database that lists them (SQLAlchemy), with its tables made.
        folder: where they are kept, each as ``NUMBER/data.SUFFIX``; made if it isn't there.
        limit: most bytes of one upload.

    Raises:
        OutputError: the folder can't be made.

    Attributes:
        folder: where they are kept.
        limit: most bytes of one upload.
        lock: held while uploads are deleted and runs begin, so that no run loses a file.
        user: names the run that needs an upload now, if there is one; set by ``Runs``.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.studio.curation import Curation
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> curation = Curation(folder / "curation.sqlite")
        >>> uploads = Uploads(curation.engine, folder / "uploads", limit=512 << 20)
        >>> with uploads.begin("../reviews.csv", size=22) as receiver:
        ...     receiver.write(b"text,label\nno good,-1\n")
        ...     upload = receiver.finish()
        >>> upload.name, upload.columns, upload.path.relative_to(folder).as_posix()
        ('reviews.csv', ('text', 'label'), 'uploads/1/data.csv')
        >>> curation.close()
    """

    def __init__(self, engine: Engine, folder: Path, *, limit: int) -> None:
        self.folder, self.limit = folder.absolute(), limit
        self.lock = threading.RLock()
        self.user: Callable[[int], str | None] = _nobody
        self._engine = engine
        with writing_files(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for left in self.folder.glob(f".*{PART}"):  # what was coming in when a studio was killed
                shutil.rmtree(left, ignore_errors=True)

    def begin(self, name: str, *, size: int | None = None, author: str = "") -> Receiver:
        """Begin to take a file.

        Args:
            name: what it is called where it comes from; any string.
            size: bytes that are said to come, where that is known.
            author: who uploads it.

        Raises:
            CorpusError: a kind of file that has to be unpacked or turned into text first.
            TooLargeError: ``size`` is above the limit.
            FullError: there is no room for it.
            OutputError: the folder can't be written.
        """
        shown = clean(name)
        found = form(shown)
        if size is not None and size > self.limit:
            raise too_large(shown, size, self.limit)
        with writing_files(self.folder):
            check_room(self.folder, size or 0, shown)
        return Receiver(self.folder, shown, found, author=author, limit=self.limit, keep=self._keep)

    def paste(self, text: str, name: str = "", *, author: str = "") -> Upload:
        """Keep a text as an upload, as plain text whatever the name says.

        Raises:
            EmptyError: there is nothing but blanks in it.
            TooLargeError: it has more bytes than an upload may have.
            FullError: there is no room for it.
        """
        shown = clean(name or "pasted text")
        receiver = Receiver(
            self.folder, shown, form("pasted.txt"), author=author, limit=self.limit, keep=self._keep
        )
        with receiver:
            for start in range(0, len(text), _PIECE):
                receiver.write(text[start : start + _PIECE].encode("utf-8", "replace"))
            return receiver.finish()

    def list(self) -> list[Upload]:
        """Give all uploads, the latest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(UPLOADS).order_by(UPLOADS.c.id.desc())).all()
        first: dict[str, int] = {row.digest: row.id for row in rows}  # the earliest comes last
        return [self._upload(row, first[row.digest]) for row in rows]

    def get(self, id: int) -> Upload:  # noqa: A002 - the word of the API
        """Give one upload.

        Raises:
            MissingError: there is none of this number.
        """
        with reading(self._engine) as connection:
            query = select(UPLOADS).where(UPLOADS.c.id == min(max(id, 0), LARGEST))
            row = connection.execute(query).first()
            if row is None:
                raise MissingError(f"no upload {id}; it may have been deleted: look at the list of uploads")
            same = select(UPLOADS.c.id).where(UPLOADS.c.digest == row.digest).order_by(UPLOADS.c.id).limit(1)
            return self._upload(row, connection.execute(same).scalar_one())

    def delete(self, id: int) -> None:  # noqa: A002 - the word of the API
        """Delete one upload, the file too.

        Raises:
            MissingError: there is none of this number.
            BusyError: a run needs it now.
            OutputError: its folder can't be removed.
        """
        with self.lock:
            upload = self.get(id)
            if user := self.user(id):
                raise BusyError(f"{upload.name} is needed by {user}; wait for it or cancel it, then delete")
            gone = self.folder / f".{id}{PART}"
            with writing(self._engine) as connection, writing_files(self.folder):
                connection.execute(delete(UPLOADS).where(UPLOADS.c.id == id))
                with suppress(FileNotFoundError):
                    upload.path.parent.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _keep(self, receiver: Receiver, found: Found) -> Upload:
        """Give a file that came in its number and its place."""
        row = {
            "name": receiver.name,
            "file": receiver.path.name,
            "size": receiver.size,
            "unpacked": found.unpacked,
            "kind": receiver.form.kind,
            "columns": json.dumps(found.columns),
            "text_column": found.column,
            "author": storable(receiver.author),
            "time": to_number(now()),
            "digest": receiver.digest,
        }
        with writing(self._engine) as connection:
            number: int = connection.execute(insert(UPLOADS).values(row).returning(UPLOADS.c.id)).scalar_one()
            place = self.folder / str(number)
            if place.exists():  # of another database: not ours to delete
                place.replace(self.folder / f"{number}.{secrets.token_hex(4)}")
            receiver.move(place)
        receiver.kept = True
        return self.get(number)

    def _upload(self, row: Any, first: int) -> Upload:
        return Upload(
            id=row.id,
            name=row.name,
            path=self.folder / str(row.id) / row.file,
            size=row.size,
            unpacked=row.unpacked,
            kind=row.kind,
            columns=tuple(json.loads(row.columns)),
            column=row.text_column,
            author=row.author,
            time=to_time(row.time),
            same_as=first if first != row.id else None,
        )


def _nobody(upload: int) -> str | None:
    return None
