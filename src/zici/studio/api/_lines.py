"""Lines in, lines out, however many: what comes goes to disk, what goes is made when it is asked for."""

from __future__ import annotations

import codecs
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import IO, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from zici.errors import FormatError
from zici.studio.runs._errors import TooLargeError
from zici.studio.runs._sizes import check_room

LONGEST = 1 << 20  # bytes of a line
BATCH = 1 << 16  # bytes of lines that are worked on at once
LOOK = 16 << 20  # bytes between two looks at the disk

NDJSON = "application/x-ndjson"


class Lines:
    """Answers a request of lines with a line of JSON for each.

    All of it is read before the first line is answered. Most programs send everything before they read
    anything: answers on the way would fill their buffers, and both sides would wait for each other. So errors
    of the text come before the answer, too. What comes is kept in a file: memory stays as it is.

    Args:
        work: from the texts of some lines to the tokens of each; called in threads.
    """

    def __init__(self, work: Callable[[list[str]], list[list[str]]]) -> None:
        self._work = work

    async def answer(self, request: Request) -> StreamingResponse:
        """Read the request and begin to answer.

        Raises:
            FormatError: a line that is not UTF-8.
            TooLargeError: a line of more than a megabyte.
            FullError: the disk has no room for the text.
            ZiciError: what ``work`` raises for an empty text: what it lacks, what it can't do.
        """
        await run_in_threadpool(self._work, [""])
        file = tempfile.TemporaryFile(prefix="zici-")  # noqa: SIM115 - closed when the answer has gone out
        try:
            await _keep(request, file)
        except BaseException:
            file.close()
            raise
        return StreamingResponse(self._lines(file), media_type=NDJSON)

    async def _lines(self, file: IO[bytes]) -> AsyncIterator[bytes]:
        with file:
            file.seek(0)
            while lines := await run_in_threadpool(file.readlines, BATCH):
                yield await run_in_threadpool(self._answered, lines)

    def _answered(self, lines: list[bytes]) -> bytes:
        texts = [line.decode("utf-8").removesuffix("\n").removesuffix("\r") for line in lines]
        tokens = self._work(texts)
        return "".join(json.dumps({"tokens": one}, ensure_ascii=False) + "\n" for one in tokens).encode()


async def _keep(request: Request, file: IO[bytes]) -> None:
    """Put the lines of a request into a file, and look at them on the way."""
    check = _Check()
    async for chunk in request.stream():
        check(chunk)
        await run_in_threadpool(file.write, chunk)
    check(b"", last=True)


class _Check:
    """Sees that bytes, as they come, are lines of text."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._number = 1  # of the line that is being read
        self._length = 0  # of what was read of it
        self._size = self._looked = 0

    def __call__(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._decoder.decode(chunk, final=last)
        except UnicodeDecodeError as error:
            number = self._number + error.object[: error.start].count(b"\n")
            raise FormatError(f"line {number}: expected UTF-8, found other bytes; convert the text") from None
        self._measure(chunk)
        self._size += len(chunk)
        if self._size - self._looked >= LOOK:
            self._looked = self._size
            check_room(Path(tempfile.gettempdir()), 0, "the text")

    def _measure(self, chunk: bytes) -> None:
        if self._length + len(chunk) <= LONGEST:  # no line in it can be too long
            self._number += chunk.count(b"\n")
            self._length = self._length * (b"\n" not in chunk) + len(chunk) - 1 - chunk.rfind(b"\n")
            return
        for place, line in enumerate(chunk.split(b"\n")):
            if place:  # a line end stands before it
                self._number, self._length = self._number + 1, 0
            self._length += len(line)
            if self._length > LONGEST:
                raise TooLargeError(
                    f"line {self._number}: expected at most {LONGEST} bytes a line, found more; break it up"
                )


def takes_lines() -> dict[str, Any]:
    """What OpenAPI says of such a request and its answer."""
    text = {"schema": {"type": "string", "format": "binary"}}
    return {
        "requestBody": {"required": True, "content": {"text/plain": text}},
        "responses": {"200": {"description": '{"tokens": [...]} a line', "content": {NDJSON: text}}},
    }
