"""A JSON file as one value: packed or not, in any encoding, with keys that stand twice told."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zici._files import atomic_file
from zici.corpus import Corpus
from zici.errors import FormatError, InputError
from zici.qa.formats._twice import Twice, find_twice

FilePath = str | os.PathLike[str]


def read_json(path: FilePath) -> tuple[Any, list[Twice]]:
    """The value, and the keys that stand twice in one object (the last of them counts), in the file's order.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        InputError: it is a folder or a pattern.
        FormatError: it is not JSON, or cut short; names line and character.
    """
    corpus = Corpus(path, format="text")
    if Path(path).is_dir() or len(corpus.files) > 1:
        raise InputError(f"{path}: expected one file, found several; name one of them")
    text = "".join(corpus.raw_blocks())
    twice: dict[int, list[str]] = {}
    kept: list[dict[str, Any]] = []  # so that no other object gets the id() of one that is dropped

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(found)
        if len(result) < len(found):
            counts = Counter(name for name, _ in found)
            twice[id(result)] = [name for name, count in counts.items() if count > 1]
            kept.append(result)
        return result

    try:
        value = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise FormatError(f"{path}{_broken(text, error)}") from None
    except (RecursionError, ValueError) as error:
        raise FormatError(f"{path}: expected JSON, found what can't be read ({error})"[:300]) from None
    return value, list(find_twice(value, twice)) if twice else []


def _broken(text: str, error: json.JSONDecodeError) -> str:
    """What is wrong where; JSON that ends too early is told as such."""
    if not text.strip():
        return ": expected questions in JSON, found an empty file"
    place = f", line {error.lineno}, character {error.colno}"
    if error.msg.startswith("Unterminated string") or _is_begun(text[error.pos :].rstrip()):
        return f"{place}: expected JSON, found it cut short; copy or download the file again"
    return f"{place}: expected JSON, found something else ({error.msg})"


def _is_begun(rest: str) -> bool:
    """Whether the end of a file is nothing, or what may begin something: nul, or the 4e of an escape."""
    begun = any(word.startswith(rest) for word in ("true", "false", "null", "-"))
    return begun or re.fullmatch(r"u[0-9a-fA-F]{0,3}", rest) is not None


def write_json(path: FilePath, value: Any) -> None:
    """Write one value, packed as the name says; the file appears complete or not at all.

    Raises:
        OutputError: it can't be written.
    """
    from zici.vectors._packed import pack  # loads all of vectors, which reading does without

    encoder = json.JSONEncoder(ensure_ascii=False, indent=1)
    with atomic_file(path) as part, part.open("wb") as file, pack(file, Path(path)) as stream:
        for piece in _pieces(encoder.iterencode(value)):
            stream.write(piece)


def _pieces(tokens: Iterator[str], size: int = 1 << 14) -> Iterator[bytes]:
    """Some thousand tokens at a time: one by one they would cost more than their encoding."""
    held: list[str] = []
    for token in tokens:
        held.append(token)
        if len(held) == size:
            yield _encoded(held)
            held.clear()
    yield _encoded([*held, "\n"])


def _encoded(tokens: list[str]) -> bytes:
    """In UTF-8; half a surrogate pair, which that can't hold, becomes the escape that JSON has for it."""
    return "".join(tokens).encode(errors="backslashreplace")
