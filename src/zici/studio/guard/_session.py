"""Who knows the token: a signed value for the browser's cookie, and comparisons that take the same time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

LIFETIME = 14 * 24 * 3600  # seconds


class Session:
    """Makes and checks the value of a cookie: when it ends, a random part, and a signature of both.

    The key of the signature is derived from the token: a new token ends every session, a restart none.

    Args:
        token: what has to be known.
        clock: seconds since 1970.

    Example:
        >>> session = Session("0123456789abcdef")
        >>> value = session.issue()
        >>> session.holds(value), session.holds(value + "0"), Session("another token 00").holds(value)
        (True, False, False)
        >>> session.knows("0123456789abcdef"), session.knows("0123456789abcdeF")
        (True, False)
    """

    def __init__(self, token: str, *, clock: Callable[[], float] = time.time) -> None:
        self._digest = _digest(token)
        self._key = hmac.digest(token.encode(), b"zici studio: sessions", "sha256")
        self._clock = clock

    def knows(self, token: str) -> bool:
        """Whether this is the token; digests are compared, so that not even its length shows."""
        return hmac.compare_digest(_digest(token), self._digest)

    def issue(self) -> str:
        """A value that holds for ``LIFETIME`` seconds; it doesn't contain the token."""
        told = f"{int(self._clock()) + LIFETIME}.{secrets.token_urlsafe(12)}"
        return f"{told}.{self._sign(told)}"

    def holds(self, value: str) -> bool:
        """Whether a value was issued here and hasn't ended."""
        told, _, signature = value.rpartition(".")
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign(told).encode()):
            return False
        return int(told.partition(".")[0]) > self._clock()  # signed: what stands there is ours

    def _sign(self, told: str) -> str:
        return hmac.new(self._key, told.encode("utf-8", "replace"), "sha256").hexdigest()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
