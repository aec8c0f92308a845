"""The commands that make something, with small texts to run them all on: for tests of faults and places."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import random
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

PROGRAM = [sys.executable, "-c", "from zici.cli import main; main()"]
TIMED = {"run.json", "report.html"}  # they tell how long it took
WORDS = ["语料", "新词", "发现", "词向量", "机器学习", "凝固度"]
SINGLES = list("天地人日月山水火木金土风云雨雪花草鸟鱼虫春夏秋冬东南西北上下左右大小多少高低")


class Command(NamedTuple):
    """One command of the program.

    Attributes:
        words: how it begins.
        input: the name of its file among those of :func:`make_texts`.
        options: what follows.
        output: the name of its result; with a dot it is a file.
    """

    words: tuple[str, ...]
    input: str
    options: tuple[str, ...] = ()
    output: str = "out"

    def arguments(self, texts: Path, output: Path) -> list[str]:
        """What follows ``zici``; options may name files as ``{texts}/words.tsv``."""
        more = [option.format(texts=texts) for option in self.options]
        return [*self.words, str(texts / self.input), *more, "-o", str(output)]


LEXICON = ("-l", "{texts}/words.tsv")
LOW = ("--min-cohesion", "0", "--min-freedom", "0")
MODEL = ("--model", "linear", "--workers", "2", "--test-share", "0.2")
COMMANDS = {
    "mine": Command(("mine",), "text.txt"),
    "count": Command(("count",), "text.txt", ("--order", "3")),
    "discover": Command(("discover",), "text.txt", output="words.tsv"),
    "new": Command(("new",), "text.txt", ("--against", "{texts}/words.tsv", *LOW), "new.tsv"),
    "cut": Command(("cut",), "text.txt", LEXICON, "cut.txt"),
    "lm train": Command(("lm", "train"), "text.txt", ("--order", "3")),
    "vectors train": Command(("vectors", "train"), "tokens.txt", ("--tokens", "--dim", "8")),
    "classify train": Command(("classify", "train"), "reviews.csv", MODEL),
    "qa index": Command(("qa", "index"), "text.txt"),
}


class Said(NamedTuple):
    """How a command ended: its exit code, and what stands on standard error."""

    code: int
    err: str

    @property
    def line(self) -> str:
        """The only line on standard error."""
        assert self.err.count("\n") == 1, self.err
        return self.err.rstrip("\n")


def call(arguments: Sequence[str]) -> Said:
    """Run a command in this process."""
    from zici.cli import main

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    given, sys.argv = sys.argv, ["zici", *arguments]
    err, out = io.StringIO(), io.TextIOWrapper(io.BytesIO())
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
            main()
    except SystemExit as end:
        return Said(int(end.code or 0), err.getvalue())
    finally:
        sys.argv = given
        for number, handler in handlers.items():
            signal.signal(number, handler)
    raise AssertionError("a command ends with an exit code")


def make_texts(folder: Path, *, lines: int = 300) -> Path:
    """Write text.txt, tokens.txt (the same, cut), words.tsv and reviews.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    source = random.Random(1)
    cut = [[*source.choices([*SINGLES, *WORDS * 5], k=12), "。"] for _ in range(lines)]
    _write(folder / "text.txt", ("".join(words) for words in cut))
    _write(folder / "tokens.txt", (" ".join(words) for words in cut))
    _write(folder / "words.tsv", ["word\tcount", *(f"{word}\t50" for word in [*WORDS[:2], *SINGLES])])
    with (folder / "reviews.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["label", "review"])
        for place, words in enumerate(cut):
            label, said = ("好", "好吃") if place % 2 else ("坏", "难吃")
            table.writerow([label, "".join(words[:11]) + said])
    return folder


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def bytes_of(path: Path) -> dict[str, str]:
    """The files of a result with their digests, but for those that tell times."""
    files = [path] if path.is_file() else path.rglob("*")
    return {
        str(file.relative_to(path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file() and file.name not in TIMED
    }
