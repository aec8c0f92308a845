"""Who knows the token comes in: by a header, or by a login and its cookie."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.studio.guard._session import LIFETIME, Session
from zici.studio.guard._token import COOKIE, GUESSES, TokenGuard

TOKEN = "correct-horse-battery"
HTML = {"accept": "text/html,*/*"}


@pytest.fixture
def guard(guarded):
    return TokenGuard(guarded, token=TOKEN)


def log_in(ask, guard, token=TOKEN, path="/login", **more):
    return ask(guard, "POST", path, {"host": "localhost"}, [urlencode({"token": token}).encode()], **more)


def cookie_of(reply):
    return reply.headers["set-cookie"].partition(";")[0]


def test_a_program_brings_the_token_in_a_header(ask, guard):
    assert ask(guard, path="/api/v1/words", headers={"authorization": f"Bearer {TOKEN}"}).status == 200
    assert ask(guard, path="/api/v1/words", headers={"authorization": f"bearer {TOKEN}"}).status == 200


@pytest.mark.parametrize(
    "given", [None, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ", f"Basic {TOKEN}", "Bearer 口令"]
)
def test_without_the_token_nothing_is_told(ask, guard, given):
    given = given if given is None else given.encode().decode("latin-1")
    reply = ask(guard, path="/api/v1/words", headers={"authorization": given})
    assert reply.status == reply.problem["status"] == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_a_person_is_led_to_the_login_and_back(ask, guard):
    reply = ask(guard, path="/words?text=a", headers=HTML)
    assert (reply.status, reply.headers["location"]) == (303, "/login?next=/words%3Ftext%3Da")
    reply = log_in(ask, guard, path=reply.headers["location"])
    assert (reply.status, reply.headers["location"]) == (303, "/words?text=a")
    assert ask(guard, path="/words", headers=HTML | {"cookie": cookie_of(reply)}).status == 200


def test_the_cookie_is_for_this_site_alone_and_doesnt_hold_the_token(ask, guard):
    told = log_in(ask, guard).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={LIFETIME}"} <= set(told.split("; "))
    assert TOKEN not in told
    assert "Secure" not in told
    assert "Secure" in log_in(ask, guard, scheme="https").headers["set-cookie"].split("; ")


def test_assets_and_websockets_need_the_cookie_too(ask, guard):
    cookie = {"cookie": f"other=1; {cookie_of(log_in(ask, guard))}"}
    assert ask(guard, path="/_nicegui/x.js", headers=HTML).status == 401
    assert ask(guard, path="/_nicegui/x.js", headers=cookie).status == 200
    assert ask(guard, path="/_nicegui_ws/", type="websocket").status == 0
    assert ask(guard, path="/_nicegui_ws/", headers=cookie, type="websocket").status == 101


def test_a_wrong_token_is_told_on_the_page(ask, guard):
    reply = log_in(ask, guard, "wrong")
    assert reply.status == 403
    assert "set-cookie" not in reply.headers
    assert b'role="alert"' in reply.body


def test_the_page_speaks_the_readers_language_and_shows_no_html_of_others(ask, guard):
    english = ask(guard, path="/login?next=/%22%3E%3Cscript%3E", headers={"accept-language": "de,en"})
    assert (english.status, b"<script" in english.body, b'lang="en"' in english.body) == (200, False, True)
    chinese = ask(guard, path="/login", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert "口令" in chinese.body.decode()


@pytest.mark.parametrize(
    "next_", ["//evil.example", "https://evil.example", "/\\evil.example", "/login", "/a\r\nb: c"]
)
def test_the_login_leads_nowhere_else(ask, guard, next_):
    reply = log_in(ask, guard, path=f"/login?{urlencode({'next': next_})}")
    assert reply.headers["location"] == "/"


def test_guessing_is_slow_and_the_cookie_still_works(ask, guard):
    cookie = {"cookie": cookie_of(log_in(ask, guard))}
    for _ in range(GUESSES - 1):
        assert log_in(ask, guard, "wrong").status == 403
    assert ask(guard, path="/api/", headers={"authorization": "Bearer wrong"}).status == 401
    reply = ask(guard, path="/api/", headers={"authorization": f"Bearer {TOKEN}"})
    assert (reply.status, reply.headers["retry-after"]) == (429, "10")
    assert log_in(ask, guard).status == 429
    assert ask(guard, path="/words", headers=cookie).status == 200
    assert log_in(ask, guard, client=("192.0.2.9", 1)).status == 303


def test_logging_out_takes_the_cookie(ask, guard):
    reply = ask(guard, "POST", "/logout")
    assert (reply.status, reply.headers["location"]) == (303, "/login")
    assert reply.headers["set-cookie"].startswith(f"{COOKIE}=; Path=/; Max-Age=0")
    assert ask(guard, "GET", "/logout").status == 405


def test_a_form_of_any_size_is_not_read(ask, guard):
    reply = ask(guard, "POST", "/login", {}, [b"x" * 3000] * 9)
    assert (reply.status, reply.received) == (413, 2)


def test_a_session_ends(ask):
    now = 1e9
    session = Session(TOKEN, clock=lambda: now)
    value = session.issue()
    now += LIFETIME - 1
    assert session.holds(value)
    now += 1
    assert not session.holds(value)


SESSION = Session(TOKEN)
VALUE = SESSION.issue()


@given(st.text(), st.integers(0, len(VALUE) - 1))
def test_no_other_value_holds(text, place):
    assert not SESSION.holds(text)
    changed = VALUE[:place] + chr(ord(VALUE[place]) ^ 1) + VALUE[place + 1 :]
    assert not SESSION.holds(changed)
    assert not SESSION.knows(text)


def test_two_sessions_differ_and_outlive_a_restart():
    assert SESSION.issue() != VALUE
    assert Session(TOKEN).holds(VALUE)
