"""meta.json: what a saved folder says of itself, with a checksum that finds damage.

Who changes a file on purpose can write the checksum anew: what is read has to be checked all the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zici._plain import open_plain, read_json
from zici.errors import FormatError, InputError

META = "meta.json"


class Kind(NamedTuple):
    """What kind of folder it is.

    Attributes:
        what: in words, such as "a reader".
        format: the name that its meta.json carries.
        version: of the format.
        remedy: what to do about a damaged one.
    """

    what: str
    format: str
    version: int
    remedy: str


def write_meta(folder: Path, meta: Mapping[str, Any]) -> None:
    """Write it, with its checksum."""
    text = json.dumps({**meta, "checksum": checksum(meta)}, ensure_ascii=False, indent=1, allow_nan=False)
    # Half a surrogate pair, which UTF-8 can't hold, becomes the escape that JSON has for it.
    (folder / META).write_text(text, encoding="utf-8", errors="backslashreplace")


def read_meta(folder: Path, kind: Kind) -> dict[str, Any]:
    """Read it.

    Raises:
        FormatError: the folder is of another kind or version, or its meta.json is not as it was written.
        InputError: no folder.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise InputError(f"{folder}: expected the folder of {kind.what}, found {found}")
    try:
        meta = read_json(folder / META)
        format_, version = meta["format"], meta["version"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise FormatError(
            f"{folder}: expected {kind.what} ({META}), found something else; {kind.remedy}"
        ) from error
    if format_ != kind.format:
        raise FormatError(f"{folder / META}: expected the format {kind.format!r}, found {format_!r:.40}")
    if version != kind.version:
        raise FormatError(
            f"{folder}: expected version {kind.version}, found {version!r:.40}; use the zici that wrote it, "
            "or train again"
        )
    if meta.get("checksum") != checksum(meta):
        raise FormatError(f"{folder / META}: expected what zici wrote, found it changed; {kind.remedy}")
    return dict(meta)


def digest(file: Path) -> str:
    """The SHA-256 of a file; raises as ``open_plain``."""
    with open_plain(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def checksum(meta: Mapping[str, Any]) -> str:
    """The SHA-256 of all else in meta.json.

    Example:
        >>> checksum({"format": "zici reader"}) == checksum({"format": "zici reader", "checksum": "0"})
        True
    """
    rest = {key: value for key, value in meta.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode("ascii")).hexdigest()
