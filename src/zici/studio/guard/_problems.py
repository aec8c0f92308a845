"""Exceptions as answers: what the library says in one line, and nothing of what went wrong inside."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zici.errors import (
    CorpusError,
    EmptyError,
    FormatError,
    InputError,
    MissingExtraError,
    OptionError,
    OutputError,
    ZiciError,
)
from zici.studio.curation import ConflictError

from ._reply import PROBLEM, problem, refuse

log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[ZiciError], int], ...] = (
    (ConflictError, 409),
    (OptionError, 422),
    (CorpusError, 422),
    (FormatError, 422),
    (EmptyError, 422),
    (InputError, 404),  # a word, a run, a model that isn't there; the line says how to get it
    (OutputError, 503),
    (MissingExtraError, 503),
)


def status_of(error: ZiciError) -> int:
    """The HTTP status of an error: what it says itself (``status``), or what its class stands for.

    Example:
        >>> status_of(OptionError("n: ...")), status_of(InputError("no such word")), status_of(ZiciError(""))
        (422, 404, 500)
    """
    own = getattr(error, "status", None)
    if isinstance(own, int):
        return own
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def add_problem_handlers(app: FastAPI) -> None:
    """Let an application answer errors of the library, of validation and of HTTP as problem+json."""
    app.add_exception_handler(ZiciError, _of_library)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)


class ProblemGuard:
    """The last resort: an unexpected exception is logged, and answered without a word of what it was."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except HTTPException as error:
            if begun:
                raise
            headers = [
                (name.lower().encode(), value.encode()) for name, value in (error.headers or {}).items()
            ]
            await refuse(scope, receive, send, error.status_code, str(error.detail), headers)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if begun:
                raise
            await refuse(
                scope, receive, send, 500, "the studio failed at this; its log on the terminal says where"
            )


async def _of_library(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ZiciError)  # noqa: S101 - for the type checker
    status = status_of(error)
    if status == 500:
        log.error("%s %s: %s", request.method, request.url.path, error)
    return _answer(problem(status, str(error), error=type(error).__name__))


async def _of_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - for the type checker
    places = [{"where": ".".join(map(str, one["loc"])), "expected": one["msg"]} for one in error.errors()]
    first = f"{places[0]['where']}: {places[0]['expected']}" if places else "the request can't be read"
    return _answer(problem(422, first, errors=places))


async def _of_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - for the type checker
    return _answer(problem(error.status_code, str(error.detail)), error.headers)


def _answer(told: dict[str, Any], headers: Any = None) -> JSONResponse:
    return JSONResponse(told, told["status"], headers, PROBLEM)
