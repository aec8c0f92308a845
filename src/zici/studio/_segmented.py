"""Cut text, as ``zici mine`` writes it, read as the text that was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zici.errors import CorpusError

# Letters and digits of alphabets, which stand in words with blanks between them.
_ALPHABETIC = "A-Za-z0-9\u00c0-\u052f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_BETWEEN = re.compile(rf"(?<=[^\s{_ALPHABETIC}]) (?=\S)|(?<=[{_ALPHABETIC}]) (?=[^\s{_ALPHABETIC}])")


def join(text: str) -> str:
    """Cut text without the blanks that cut it.

    One blank between two other characters goes, unless both are letters or digits of an alphabet: those are
    mostly words of a language with blanks, and only a letter and a digit are ever cut apart.

    Example:
        >>> join("用 Python 3 发现 新词 。  hello world")
        '用Python 3发现新词。  hello world'
    """
    return _BETWEEN.sub("", text)


class Joined:
    """The lines of a cut text, joined, as often as they are asked for.

    Args:
        path: of the text.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[str]:
        try:
            with self.path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as lines:
                for line in lines:
                    yield join(line.rstrip("\r\n"))
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(
                f"{self.path}: expected cut text, found other bytes ({error}); run zici mine again"
            ) from error
