"""Cut text, as ``zici mine`` writes it, read as the text that was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zici.errors import CorpusError

_BETWEEN = re.compile("(?<=[^\\sA-Za-z0-9]) (?=\\S)|(?<=[A-Za-z0-9]) (?=[^\\sA-Za-z0-9])")


def join(text: str) -> str:
    """Cut text without the blanks that cut it.

    One blank between two other characters goes, unless both are Latin letters or digits, which are never cut
    apart.

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
