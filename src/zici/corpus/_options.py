"""What the readers of all formats are told, checked once."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from zici.errors import OptionError

ERRORS = ("raise", "skip", "replace")

# Files said to be GB2312 or GBK nearly always hold later characters too; GB18030 contains both.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}


@dataclass(frozen=True)
class Options:
    """How documents are taken from files; see ``Corpus`` for the meaning of each."""

    text: str | int | None = None
    encoding: str | None = None
    errors: str = "raise"
    nfkc: bool = False
    simplify: bool = False

    @property
    def column(self) -> int | None:
        """The column's index from 0, where ``text`` is the number of one."""
        if isinstance(self.text, int):
            return self.text - 1
        if self.text is not None and self.text.isascii() and self.text.isdigit():
            return int(self.text) - 1
        return None


def checked(options: Options) -> Options:
    """Give the options with the encoding's name resolved.

    Raises:
        OptionError: one of them is outside its range.
    """
    if options.errors not in ERRORS:
        raise OptionError(f"errors: expected one of {', '.join(ERRORS)}, got {options.errors!r}")
    if isinstance(options.text, bool) or not isinstance(options.text, str | int | None):
        raise OptionError(f"text: expected a column's name or number, got {options.text!r}")
    if options.text == "" or (options.column is not None and options.column < 0):
        raise OptionError(f"text: expected a column's name, or its number from 1, got {options.text!r}")
    encoding = None if options.encoding is None else _known_encoding(options.encoding)
    return Options(options.text, encoding, options.errors, bool(options.nfkc), bool(options.simplify))


def _known_encoding(name: str) -> str:
    try:
        known = codecs.lookup(name).name
        codecs.getincrementaldecoder(known)("strict").decode(b"")
        "".encode(known)  # refuses codecs that don't give text, such as base64
    except (LookupError, TypeError, ValueError) as error:
        raise OptionError(
            f"encoding: expected the name of a text encoding such as gb18030, got {name!r}"
        ) from error
    return _WIDER.get(known, known)
