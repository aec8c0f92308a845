"""Names that are answered, the canonical one, and names that are not."""

from __future__ import annotations

import pytest

from zici.studio.guard._hosts import HostGuard

NAMES = ("kexue.fm", "spaces.ac.cn")
KNOWN = ("localhost", "127.0.0.1", "::1")


@pytest.fixture
def guard(guarded):
    return HostGuard(guarded, names=NAMES, known=KNOWN)


@pytest.mark.parametrize(
    "host",
    [
        "kexue.fm",
        "spaces.ac.cn",
        "KEXUE.FM:443",
        "localhost:8080",
        "127.0.0.1:8080",
        "[::1]:8080",
        "192.0.2.7:8080",
    ],
)
def test_every_known_name_answers_with_a_link_to_the_first(ask, guard, host):
    reply = ask(guard, "GET", "/words", {"host": host})
    assert reply.status == 200
    assert reply.headers["link"] == '<http://kexue.fm/words>; rel="canonical"'


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "kexue.fm.evil.example",
        "xkexue.fm",
        "localhost.evil.example",
        "",
        "[::2]:8080",
        "kexue.fm:x",
    ],
)
def test_an_unknown_name_is_refused(ask, guard, host):
    reply = ask(guard, "GET", "/words", {"host": host})
    assert reply.status == 421
    assert "--name" in reply.problem["detail"]


def test_no_name_is_refused(ask, guard):
    assert ask(guard, headers={"host": None}).status == 400


def test_websockets_are_asked_for_their_name_too(ask, guard):
    assert ask(guard, headers={"host": "spaces.ac.cn"}, type="websocket").status == 101
    assert ask(guard, headers={"host": "evil.example"}, type="websocket").status == 0
    extensions = {"websocket.http.response": {}}
    reply = ask(guard, headers={"host": "evil.example"}, type="websocket", extensions=extensions)
    assert reply.problem["status"] == 421


def test_what_is_no_page_has_no_canonical_address(ask, guard):
    assert "link" not in ask(guard, "POST", "/words").headers
    assert "link" not in ask(guard, "GET", "/missing").headers


def test_the_canonical_address_keeps_scheme_and_port_and_coded_path(ask, guarded):
    guard = HostGuard(guarded, names=["Kexue.fm:8443"], known=KNOWN)
    reply = ask(guard, "GET", "/词", scheme="https", raw_path=b"/%E8%AF%8D")
    assert reply.headers["link"] == '<https://kexue.fm:8443/%E8%AF%8D>; rel="canonical"'
    assert ask(guard, headers={"host": "kexue.fm"}).status == 200


def test_without_names_nothing_is_canonical(ask, guarded):
    reply = ask(HostGuard(guarded, known=KNOWN))
    assert (reply.status, "link" in reply.headers) == (200, False)
