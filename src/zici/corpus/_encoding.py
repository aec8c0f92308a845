"""Which encoding a file is in: UTF-8 first, else what makes its bytes the most plausible Chinese."""

from __future__ import annotations

import codecs
import re

from zici.corpus._plausible import likelihood
from zici.errors import CorpusError

SAMPLE = 1 << 18
"""Bytes that are looked at."""

_SCORED = 1 << 14
# Log-likelihoods of a character: running text has about -8, noise -17 and less.
_LIKELY, _SURE = -14.0, -9.5

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")

_BOMS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_CANDIDATES = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"PAR1", "a Parquet file (suffix .parquet)"),
    (b"\x1f\x8b\x08", "a gzip file (suffix .gz)"),
    (b"\xfd7zXZ\0", "an xz file (suffix .xz)"),
    (b"\x28\xb5\x2f\xfd", "a zstd file (suffix .zst)"),
    (b"BZh91AY&SY", "a bzip2 file (suffix .bz2)"),
)


def detect(sample: bytes, name: str, *, complete: bool = True) -> str:
    """Name the encoding of a file from its first bytes.

    Args:
        sample: the first ``SAMPLE`` bytes or fewer.
        name: the file, for messages.
        complete: whether the sample is the whole file; otherwise its last character may be cut.

    Raises:
        CorpusError: the bytes look binary, or fit no encoding that Chinese text is kept in.
    """
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    refuse_magic(sample, name)
    if sample.count(0) > max(16, len(sample) // 10):
        return _best(sample, _WIDE, complete=complete) or _refuse_binary(name)
    if _decoded(sample, "utf-8", complete=complete) is not None:
        # UTF-16 without a mark can be valid UTF-8, but then it has control characters.
        wide = _best(sample, _WIDE, complete=complete, floor=_SURE) if _CONTROL.search(sample) else None
        return wide or "utf-8"
    if _nearly_utf8(sample):
        return "utf-8"
    return _best(sample, _CANDIDATES, complete=complete) or _give_up(sample, name)


def refuse_magic(sample: bytes, name: str) -> None:
    """Raise CorpusError if the bytes begin like a known kind of binary file."""
    for mark, kind in _MAGIC:
        if sample.startswith(mark):
            raise CorpusError(f"{name}: looks like binary: {kind}; expected text, pass other files")


def _best(
    sample: bytes, candidates: tuple[str, ...], *, complete: bool, floor: float = _LIKELY
) -> str | None:
    """Give the candidate that makes the text the most likely, if it makes it likely at all."""
    scores: dict[str, tuple[float, float]] = {}
    for encoding in candidates:
        # The whole sample has to decode; a part of it is enough to judge by.
        if _decoded(sample, encoding, complete=complete) is None:
            continue
        text = _decoded(sample[:_SCORED], encoding, complete=False)
        if text:
            total = likelihood(text)
            scores[encoding] = (total, total / len(text))
    best = max(scores, key=lambda encoding: scores[encoding][0], default=None)
    return best if best is not None and scores[best][1] > floor else None


def _decoded(sample: bytes, encoding: str, *, complete: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample, complete)
    except UnicodeDecodeError:
        return None


def _nearly_utf8(sample: bytes) -> bool:
    """Whether the sample is UTF-8 with a few broken places: an error to report, not another encoding."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    other = sum(char > "\x7f" for char in text) - broken
    return other >= 4 * broken


def _refuse_binary(name: str) -> str:
    raise CorpusError(f"{name}: looks like binary: it has NUL bytes and is no UTF-16; expected text")


def _give_up(sample: bytes, name: str) -> str:
    if 0 in sample:
        _refuse_binary(name)
    from charset_normalizer import from_bytes

    guess = from_bytes(sample[:_SCORED]).best()
    hint = f" (perhaps {guess.encoding})" if guess is not None else ""
    raise CorpusError(
        f"{name}: expected UTF-8, GB18030, Big5 or UTF-16, found another encoding or no text; "
        f"pass encoding= (--encoding) if you know it{hint}"
    )
