"""Errors as answers, and the guards in their order around an application."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from zici import errors
from zici.studio import StudioOptions
from zici.studio.curation import ConflictError
from zici.studio.guard import install, status_of
from zici.studio.runs import BusyError, FullError, MissingError, TooLargeError

TOKEN = "correct-horse-battery"


class Body(BaseModel):
    n: int


def make_app(**options) -> FastAPI:
    app = FastAPI()

    @app.post("/api/v1/number")
    def number(body: Body) -> int:
        return body.n

    @app.get("/api/v1/option")
    def option() -> None:
        raise errors.OptionError("n: expected 1 or more, got 0")

    @app.get("/api/v1/bug")
    def bug() -> None:
        raise RuntimeError("the secret inside")

    install(app, StudioOptions(Path("out"), **options))
    return app


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.OptionError(""), 422),
        (errors.CorpusError(""), 422),
        (errors.FormatError(""), 422),
        (errors.EmptyError(""), 422),
        (errors.InputError(""), 404),
        (errors.OutputError(""), 503),
        (errors.MissingExtraError(""), 503),
        (errors.TaskError(""), 500),
        (ConflictError("词", "李", datetime.now(UTC)), 409),
        (BusyError(""), 409),
        (MissingError(""), 404),
        (TooLargeError(""), 413),
        (FullError(""), 507),
    ],
)
def test_every_error_has_a_status(error, status):
    assert status_of(error) == status


def test_an_error_of_the_library_is_told_in_its_words(ask):
    reply = ask(make_app(), path="/api/v1/option")
    assert reply.problem == {
        "type": "about:blank",
        "title": reply.problem["title"],
        "status": 422,
        "detail": "n: expected 1 or more, got 0",
        "error": "OptionError",
    }


def test_what_has_the_wrong_type_is_named(ask):
    body = [b'{"n": "many"}']
    reply = ask(make_app(), "POST", "/api/v1/number", {"content-type": "application/json"}, body)
    assert reply.status == 422
    assert reply.problem["errors"][0]["where"] == "body.n"
    assert reply.problem["detail"].startswith("body.n: ")
    assert (
        ask(make_app(), "POST", "/api/v1/number", {"content-type": "application/json"}, [b"{"]).status == 422
    )


def test_a_bug_is_logged_and_nothing_of_it_told(ask, caplog):
    with caplog.at_level(logging.ERROR):
        reply = ask(make_app(), path="/api/v1/bug")
    assert reply.status == reply.problem["status"] == 500
    assert b"secret" not in reply.body
    assert b"Traceback" not in reply.body
    assert "the secret inside" in caplog.text


def test_http_errors_are_problems(ask):
    assert ask(make_app(), path="/nowhere").problem["status"] == 404
    assert ask(make_app(), "DELETE", "/api/v1/bug").problem["status"] == 405


def test_a_json_body_above_the_limit_is_413_whatever_it_tells(ask):
    app = make_app(body_limit=1024)
    headers = {"content-type": "application/json"}
    assert ask(app, "POST", "/api/v1/number", headers | {"content-length": "9999"}).status == 413
    assert ask(app, "POST", "/api/v1/number", headers, [b" " * 600] * 3).problem["status"] == 413


def test_every_refusal_has_the_security_headers(ask):
    app = make_app(token=TOKEN, names=("kexue.fm",))
    for reply, status in [
        (ask(app, path="/api/v1/option"), 401),
        (ask(app, path="/api/v1/option", headers={"host": "evil.example"}), 421),
        (ask(app, "POST", "/api/v1/number", {"origin": "http://evil.example"}), 403),
        (ask(app, path="/api/v1/bug", headers={"authorization": f"Bearer {TOKEN}"}), 500),
    ]:
        assert reply.status == status
        assert "content-security-policy" in reply.headers


def test_the_token_of_another_site_is_not_even_looked_at(ask):
    """Host first: what a page with a name of its own sends tells nothing about the token."""
    app = make_app(token=TOKEN)
    headers = {"host": "evil.example", "authorization": f"Bearer {TOKEN}"}
    assert ask(app, path="/api/v1/option", headers=headers).status == 421


def test_a_login_from_another_site_is_refused(ask):
    app = make_app(token=TOKEN)
    reply = ask(app, "POST", "/login", {"origin": "http://evil.example"}, [f"token={TOKEN}".encode()])
    assert reply.status == 403
