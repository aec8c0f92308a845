"""What browsers are told, and scripts that run with the nonce alone."""

from __future__ import annotations

import re

import pytest

from zici.studio.guard._headers import FIXED, SecurityHeaders


@pytest.fixture
def guard(guarded):
    return SecurityHeaders(guarded)


def rules(reply) -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in reply.headers["content-security-policy"].split("; "))


@pytest.mark.parametrize("path", ["/text", "/page", "/missing"])
def test_every_answer_has_all_headers(ask, guard, path):
    reply = ask(guard, path=path)
    assert {name.decode(): value.decode() for name, value in FIXED}.items() <= reply.headers.items()
    assert rules(reply)["frame-ancestors"] == "'none'"


def test_nothing_may_be_loaded_from_elsewhere(ask, guard):
    for name, sources in rules(ask(guard)).items():
        for source in sources.split():
            assert source in (
                "'self'",
                "'none'",
                "'unsafe-inline'",
                "'unsafe-eval'",
                "data:",
                "blob:",
            ) or source.startswith("'nonce-")
        if name.startswith("script"):
            assert "'unsafe-inline'" not in sources


def test_the_scripts_of_a_page_have_its_nonce(ask, guard):
    first, second = ask(guard, path="/page"), ask(guard, path="/page")
    nonces = [re.findall(rb'<script nonce="([^"]+)"', reply.body) for reply in (first, second)]
    assert [len(one) for one in nonces] == [2, 2]
    assert len({*nonces[0], *nonces[1]}) == 2
    assert f"'nonce-{nonces[0][0].decode()}'" in rules(first)["script-src"]
    assert int(first.headers["content-length"]) == len(first.body)


def test_what_is_no_page_stays_as_it_is(ask, guard):
    assert ask(guard, "POST", "/text", {}, [b"<script>"]).body == b"8"


def test_the_head_of_a_page_tells_a_length(ask, guard):
    reply = ask(guard, "HEAD", "/page")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 0


def test_a_policy_of_its_own_is_kept(ask):
    async def own(scope, receive, send):
        headers = [(b"content-type", b"text/html"), (b"Content-Security-Policy", b"sandbox")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<script>"})

    reply = ask(SecurityHeaders(own))
    assert (reply.headers["Content-Security-Policy"], reply.body) == ("sandbox", b"<script>")
    assert "content-security-policy" not in reply.headers


def test_websockets_pass(ask, guard):
    assert ask(guard, type="websocket").status == 101
