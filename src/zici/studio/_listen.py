"""A place to listen at: the port that was asked for, or the next that is free."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from typing import NamedTuple

from zici.errors import OptionError

from ._options import StudioOptions

NEXT_PORTS = 50  # that are tried after the usual one
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - no addresses to open, but these are


class Address(NamedTuple):
    """Where a studio listens.

    Attributes:
        url: what to open.
        port: the port in it.
        notes: what the user should know, a line each.
    """

    url: str
    port: int
    notes: tuple[str, ...]


def listen(options: StudioOptions, *, next_port: bool) -> socket.socket:
    """A socket at the address that was asked for, or at the next port that is free.

    Raises:
        OptionError: the port is in use or may not be taken, or the address is none of this machine.
    """
    ports = _ports(options.port, next_port=next_port)
    for port in ports:
        try:
            return _bind(options.host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _refused(options.host, port, error) from error
    raise OptionError(
        f"port {options.port} is in use; give another with --port{_such_as(options)}, or 0 for any free one"
    )


def _such_as(options: StudioOptions) -> str:
    following = _ports(options.port + 1, next_port=True)
    free = next((port for port in following if _is_free(options.host, port)), None)
    return "" if free is None else f", such as {free}"


def _ports(first: int, *, next_port: bool) -> Iterator[int]:
    yield from range(first, min(first + (NEXT_PORTS if next_port and first else 1), 65_536))


def _is_free(host: str, port: int) -> bool:
    try:
        _bind(host, port).close()
    except OSError:
        return False
    return True


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        # Listening at once: two studios that start together would both be able to bind.
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def _refused(host: str, port: int, error: OSError) -> OptionError:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return OptionError(f"host: expected an address of this machine, got {host!r}; 127.0.0.1 always works")
    return OptionError(f"port {port} at {host}: {error.strerror or error}; give another with --port")


def address_of(options: StudioOptions, listening: socket.socket) -> Address:
    """What to open, and what the user should know about it."""
    port = listening.getsockname()[1]
    host = EVERYWHERE.get(options.host, options.host)
    host = f"[{host}]" if ":" in host else host
    notes = []
    if options.port not in (0, port):
        notes.append(f"port {options.port} is in use; {port} is taken instead")
    if options.names and options.token is None:
        notes.append("without --token, whoever reaches this address through a proxy may change everything")
    return Address(f"http://{host}:{port}/", port, tuple(notes))
