"""What a page of another site may make a browser send."""

from __future__ import annotations

import pytest

from zici.studio.guard._origin import OriginGuard

HERE = {"host": "kexue.fm:8080"}
OWN = {"origin": "http://kexue.fm:8080"}
OTHER = {"origin": "http://evil.example"}


@pytest.fixture
def guard(guarded):
    return OriginGuard(guarded)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # no browser
        (OWN, 200),
        ({"origin": "https://kexue.fm:8080"}, 200),  # a proxy ended https
        (OWN | {"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        (OTHER, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://kexue.fm"}, 403),  # another port
        ({"origin": "http://[kexue"}, 403),
        (OWN | {"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        (OTHER | {"authorization": "Bearer x"}, 200),  # a browser would have asked first
        (OTHER | {"authorization": "Basic eDp5"}, 403),  # a browser sends the password of a proxy by itself
    ],
)
def test_what_changes_something_comes_from_our_own_pages(ask, guard, headers, status):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(guard, method, "/api/v1/decisions", HERE | headers).status == status
    for path in ("/api/v1/vectors/map", "/_nicegui_ws/socket.io/"):
        assert ask(guard, "GET", path, HERE | headers).status == status
    if "authorization" not in headers:
        assert ask(guard, path="/_nicegui_ws/", headers=HERE | headers, type="websocket").status == (
            101 if status == 200 else 0
        )


def test_pages_may_be_linked_to(ask, guard):
    assert ask(guard, "GET", "/words", HERE | {"sec-fetch-site": "cross-site"}).status == 200


def test_a_websocket_of_another_site_has_no_use_for_a_header(ask, guard):
    headers = HERE | OTHER | {"authorization": "Bearer x"}
    assert ask(guard, headers=headers, type="websocket").status == 0
