"""Texts of JSON lines: an object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from zici.corpus._columns import chosen, show
from zici.corpus._normalise import without_surrogates
from zici.corpus._open import Seen
from zici.corpus._options import Options
from zici.corpus._source import Source
from zici.corpus._text import read_text, split_lines
from zici.errors import CorpusError

Note = Callable[[Source, str], None]


def read_records(source: Source, options: Options, seen: Seen | None = None, *, note: Note) -> Iterator[str]:
    """Yield the text of every record that has one; null and "" count as none.

    Raises:
        CorpusError: a line that isn't an object with a text (with errors="skip", ``note`` hears of it).
    """
    key: str | None = None
    line = 0
    for lines in split_lines(read_text(source, options, seen)):
        for raw in lines:
            line += 1
            if not raw or raw.isspace():
                continue
            try:
                record = _record(raw)
                if key is None:
                    key = _key(source, record, options)
                text = _text(record, key)
            except ValueError as error:
                if options.errors != "skip":
                    raise CorpusError(f"{source.name}, line {line}: {error}") from None
                note(source, f"line {line}: {error}")
                continue
            if text:
                yield without_surrogates(text) if "\\u" in raw else text


def _record(raw: str) -> dict[str, object]:
    if not raw.isascii():
        try:
            raw.encode()
        except UnicodeEncodeError:
            raise ValueError("not valid in the file's encoding") from None
    try:
        record = json.loads(raw)
    except RecursionError:
        raise ValueError("invalid JSON (nested too deeply)") from None
    except ValueError as error:
        raise ValueError(f"invalid JSON ({error}); expected one object a line") from None
    if not isinstance(record, dict):
        raise ValueError(f'expected an object such as {{"text": ...}}, found {_kind(record)}')  # noqa: TRY004
    return record


def _key(source: Source, record: dict[str, object], options: Options) -> str:
    if options.text is not None:
        return str(options.text)
    names = [name for name, value in record.items() if isinstance(value, str | None)] or list(record)
    return names[chosen(source, names, options)]


def _text(record: dict[str, object], key: str) -> str | None:
    if key not in record:
        raise ValueError(f"no key {key!r}; found {show(list(record))}; pass the text's key as text= (--text)")
    value = record[key]
    if value is not None and not isinstance(value, str):
        raise ValueError(f"expected a string under {key!r}, found {_kind(value)}")
    return value


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
