"""Running commands: inside this process (quick), or as a process of its own (signals, pipes, disks)."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from zici import CharLM, Corpus, Segmenter, discover, train_vectors
from zici.cli import main
from zici.vectors import map_words

PROGRAM = [sys.executable, "-c", "from zici.cli import main; main()"]


class Run(NamedTuple):
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The only line on standard error."""
        assert self.err.count("\n") == 1, self.err
        return self.err.rstrip("\n")


Runner = Callable[..., Run]


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """Compile what the commands need, so that no test sees the notice of a first run."""
    corpus = Corpus.from_texts(["语料新词天地，语料天新词地，" * 20])
    for method in ("ngram", "best"):
        lexicon = discover(corpus, method=method, min_pmi=-9.0, entropy=True)
    for segmenter in (Segmenter(lexicon), Segmenter(method="lm", lm=CharLM.train(corpus))):
        segmenter.cut_text("语料天地")
        segmenter.cut_many(["语料天地"])
    for method in ("svd", "sgns", "cbow"):
        vectors = train_vectors(
            [["语料", "新词", "天", "地"], ["新词", "语料"]] * 5, method=method, dim=2, subsample=None
        )
    map_words(vectors)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run a command here: ``run("discover", path, stdin=b"...")``."""

    def runner(*arguments: object, stdin: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "argv", ["zici", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(SystemExit) as exit_:
                main()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        out, err = capfdbinary.readouterr()
        code = exit_.value.code or 0
        return Run(int(code), out.decode("utf-8"), err.decode("utf-8"))

    return runner


@pytest.fixture
def spawn() -> Runner:
    """Run a command as a process of its own and wait for it."""

    def runner(*arguments: object, stdin: bytes = b"", **environment: str) -> Run:
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=os.environ | environment,
            timeout=120,
        )
        return Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return runner


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Start a command as a process of its own."""

    def starter(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        return subprocess.Popen([*PROGRAM, *map(str, arguments)], **pipes)  # type: ignore[call-overload,no-any-return]

    return starter


WORDS = ["语料", "新词", "发现"]
SINGLES = list("天地人日月山水火木金土风云雨雪花草鸟鱼虫春夏秋冬东南西北上下左右大小多少高低")


@pytest.fixture(scope="session")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text that is WORDS and SINGLES in random order."""
    path = tmp_path_factory.mktemp("text") / "text.txt"
    source = random.Random(1)
    lines = ["".join(source.choices(WORDS + SINGLES, k=12)) + "。" for _ in range(400)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lexicon."""
    path = tmp_path_factory.mktemp("words") / "words.tsv"
    rows = [
        "word\tcount",
        "语料\t200",
        "新词\t160",
        "发现\t120",
        "我\t40",
        "们\t80",
        "从\t40",
        "里\t80",
        "了\t40",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
