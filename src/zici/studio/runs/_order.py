"""From a request to what a process is ordered to do: numbers become paths, and all is checked before."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from zici.errors import InputError, OptionError, ZiciError
from zici.studio.runs._request import RunRequest
from zici.studio.runs._upload import Upload
from zici.studio.runs._uploads import Uploads


class Place(Protocol):
    """Where a studio's things are: a ``Workspace``, of which no more is needed."""

    @property
    def folder(self) -> Path:
        """The result that is shown."""

    @property
    def state(self) -> Path:
        """What the studio keeps."""


class Order(NamedTuple):
    """What a process is to do.

    Attributes:
        task: "module:function".
        parameters: of the function, see ``Task``.
        folder: of the result.
        names: what to call the files in messages, by their paths.
    """

    task: str
    parameters: dict[str, Any]
    folder: str
    names: dict[str, str]

    def named(self, message: str) -> str:
        """Put the names that people know in the place of paths."""
        for path, name in self.names.items():
            message = message.replace(path, name)
        return message


def order(
    request: RunRequest, tasks: Mapping[str, str], place: Place, uploads: Uploads, *, resume: bool
) -> Order:
    """Make a request into an order.

    The function of the task may have a companion of its module, ``check_`` before its name, that takes the
    parameters and ``folder=`` and raises what the run would stumble over at once.

    Raises:
        OptionError: no such kind of run, or an option outside its range.
        MissingError: an upload that was deleted.
        InputError: an upload whose file is gone, or that can't be read as asked.
    """
    if request.kind not in tasks:
        raise OptionError(f"kind: expected one of {', '.join(tasks)}, got {request.kind!r}")
    files, known = _found(uploads, request.uploads), _found(uploads, request.known)
    parameters = {
        "files": [str(upload.path) for upload in files],
        "names": [upload.name for upload in files],
        "column": request.column,
        "options": dict(request.options),
        "reading": dict(request.reading),
        "known": [str(upload.path) for upload in known],
        "state": str(Path(place.state).absolute()),
        "resume": resume,
    }
    names = {str(upload.path): upload.name for upload in (*files, *known)}
    made = Order(tasks[request.kind], parameters, str(Path(place.folder).absolute()), names)
    _check(made)
    return made


def _found(uploads: Uploads, numbers: Sequence[int]) -> list[Upload]:
    found = [uploads.get(number) for number in numbers]
    for upload in found:
        if not upload.path.is_file():
            raise InputError(f"{upload.name}: its file is gone ({upload.path}); upload it again")
    return found


def _check(made: Order) -> None:
    module, _, function = made.task.partition(":")
    check = getattr(importlib.import_module(module), f"check_{function}", None)
    if check is None:
        return
    try:
        check(made.parameters, folder=Path(made.folder))
    except ZiciError as error:
        raise type(error)(made.named(str(error))) from error
    except OverflowError as error:  # JSON has integers that no float holds
        raise OptionError(f"options: expected numbers of a usual size ({error})") from error
