"""What an upload is called, and what the end of its name says it holds."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import NamedTuple

from zici.corpus._source import shape
from zici.errors import CorpusError

LONGEST = 120
"""Characters of a name that are kept; its end, which says what it is, always among them."""

_TAIL = 24
_SUFFIXES = {"text": ".txt", "jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "parquet": ".parquet"}
_PACKED = {None: "", "gzip": ".gz", "xz": ".xz", "bzip2": ".bz2", "zstd": ".zst"}

_UNPACK = "unpack it and upload the files in it"
_SAVE = "save it as plain text (.txt) and upload that"
_SHEET = "save the sheet as .csv and upload that"
_REMEDY = {
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".tgz", ".tbz2", ".txz", ".lz", ".lz4", ".br"), _UNPACK),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".wps", ".pages"), _SAVE),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".et", ".numbers"), _SHEET),
    **dict.fromkeys((".epub", ".mobi", ".azw3"), "turn it into plain text (.txt) and upload that"),
    ".pdf": "turn it into text (pdftotext FILE.pdf FILE.txt) and upload that",
    ".json": "rename it to .jsonl if every line is an object, or to .txt to read it as plain text",
}


class Form(NamedTuple):
    """What an upload is by its name: a format of the corpus, its packing, the suffix it is kept under."""

    kind: str
    compression: str | None
    suffix: str


def clean(name: str) -> str:
    r"""Make a name fit to be shown: one line, no folders, nothing that can't be seen, not too long.

    It is never used as a path.

    Example:
        >>> clean("C:\\texts\\..\\斗破\u202etxt.苍穹.txt")
        '斗破txt.苍穹.txt'
        >>> clean("../../")
        'unnamed'
    """
    last = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    seen = unicodedata.normalize("NFC", "".join(filter(_is_seen, last)))
    words = " ".join(seen.split()).strip(". ")
    if len(words) > LONGEST:
        words = words[: LONGEST - _TAIL - 1] + "…" + words[-_TAIL:]
    return words or "unnamed"


def storable(text: str) -> str:
    r"""Put a mark for what no database takes: halves of characters, and NUL.

    Example:
        >>> storable("\ud800字\0")
        '?字?'
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _is_seen(char: str) -> bool:
    """Whether a character may stay: no control, no mark of direction, no half of a pair, no private one."""
    return char == "\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def form(name: str) -> Form:
    """Tell what a file is by the end of its name.

    Raises:
        CorpusError: a kind that has to be unpacked or turned into text first.

    Example:
        >>> form("reviews.CSV.gz")
        Form(kind='csv', compression='gzip', suffix='.csv.gz')
        >>> form("notes.md").suffix
        '.txt'
    """
    path = Path(name)  # its end is looked at, nothing is opened
    kind, compression = shape(path)
    ends = (path.suffix.lower(), path.with_suffix("").suffix.lower() if compression else "")
    remedy = next((_REMEDY[end] for end in ends if end in _REMEDY), None)
    if kind == "parquet" and compression:
        remedy = "Parquet is packed already: unpack it and upload the .parquet file"
    if remedy is not None:
        raise CorpusError(
            f"{name}: expected text (.txt, .jsonl, .csv, .tsv, .parquet, perhaps packed as .gz, .xz, .bz2 or "
            f".zst), found {''.join(reversed(ends))}; {remedy}"
        )
    kind = kind or "text"
    return Form(kind, compression, _SUFFIXES[kind] + _PACKED[compression])
