"""What a studio is told when it starts, checked."""

from __future__ import annotations

import getpass
import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from zici.errors import OptionError
from zici.vectors._options import check_integer, check_number

MEGABYTE = 1 << 20
SHORTEST_TOKEN = 16
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")

_NAME = re.compile(
    r"(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?"
)


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in a container
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "someone"


@dataclass(frozen=True)
class StudioOptions:
    """Where a studio finds its words and models, where it listens, and what it lets through.

    Attributes:
        folder: a result of ``zici mine``, or where the first one is to appear.
        state: what the studio keeps: decisions, uploads, models; None: ``folder`` with ``.studio`` added.
        host: address to listen at; one that other machines reach demands a token.
        port: to listen at, from 0 (any that is free) to 65,535.
        names: host names that it answers under, the first of which is the canonical one; ``localhost`` and
            the address itself always work. A port may follow, for links to the canonical name.
        token: what everyone has to know who comes in; None: no one is asked.
        database: an SQLAlchemy URL; None: a file of SQLite in ``state``.
        author: whose name decisions get; "": that of the system's user.
        classifier: folder of a classifier; None: the one in ``state``.
        reader: folder of a reader that answers questions; None: the one in ``state``.
        index: folder of indexed documents for it; None: the one in ``state``.
        gan: folder of a generator; None: the one in ``state``.
        lm: folder of a language model to cut with; None: none.
        upload_limit: bytes of one upload.
        body_limit: bytes of any other request.
        rate: requests a second that one other machine may make in the long run.
        local_rate: the same for programs of this machine.

    Raises:
        OptionError: an option outside its range, or an address for others without a token.

    Source:
        One site under several names, one of them canonical: kexue.fm/archives/4356.

    Example:
        >>> options = StudioOptions(Path("out"), names=("kexue.fm", "spaces.ac.cn"), author="a")
        >>> options.state_folder.name, options.is_local
        ('out.studio', True)
        >>> StudioOptions(Path("out"), host="0.0.0.0")
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: host: 0.0.0.0 is reached from other machines, which demands a token; give one
        of at least 16 characters with --token or in ZICI_TOKEN, or stay at 127.0.0.1
    """

    folder: Path
    state: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    names: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)
    database: str | None = field(default=None, repr=False)  # may hold a password
    author: str = ""
    classifier: Path | None = None
    reader: Path | None = None
    index: Path | None = None
    gan: Path | None = None
    lm: Path | None = None
    upload_limit: int = 512 * MEGABYTE
    body_limit: int = 4 * MEGABYTE
    rate: float = 50.0
    local_rate: float = 5000.0

    def __post_init__(self) -> None:
        if not self.author:
            object.__setattr__(self, "author", _system_user())
        check_integer("port", self.port, least=0, most=65_535)
        check_integer("upload_limit", self.upload_limit)
        check_integer("body_limit", self.body_limit, least=1024)
        check_number("rate", self.rate, above=0.0, most=1e6)
        check_number("local_rate", self.local_rate, above=0.0, most=1e6)
        for name in self.names:
            if not _NAME.fullmatch(name.lower()):
                raise OptionError(f"name: expected a host name such as kexue.fm, got {name!r}")
        if self.token is not None and not _is_token(self.token):
            raise OptionError(
                f"token: expected at least {SHORTEST_TOKEN} visible ASCII characters, got {len(self.token)} "
                "characters; take the output of: python -c 'import secrets; print(secrets.token_urlsafe())'"
            )
        if self.token is None and not self.is_local:
            raise OptionError(
                f"host: {self.host} is reached from other machines, which demands a token; give one of at "
                f"least {SHORTEST_TOKEN} characters with --token or in ZICI_TOKEN, or stay at 127.0.0.1"
            )

    @property
    def is_local(self) -> bool:
        """Whether only programs of this machine reach the address."""
        return is_loopback(self.host)

    @property
    def state_folder(self) -> Path:
        """Where the studio keeps its own things: beside ``folder``, which mining replaces as a whole."""
        if self.state is not None:
            return self.state
        folder = self.folder.absolute()
        return folder.with_name(f"{folder.name}.studio")


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, unreachable from others.

    Example:
        >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
        [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _is_token(token: str) -> bool:
    """Whether it is long enough, and goes through a header as it is."""
    return len(token) >= SHORTEST_TOKEN and token.isascii() and token.isprintable() and " " not in token
