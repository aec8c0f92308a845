"""What the tests of Spark share: one session, since its start takes up to half a minute."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import zici

WORDS = ["语料", "新词", "发现", "葡萄", "共和国", "计算机", "电子计算机", "北京大学", "图书馆", "5G", "GDP"]
SINGLES = list("天地人日月山水火木金土风云雨雪花草鸟鱼虫春夏秋冬东南西北上下左右大小多少高低")


def random_text(lines: int, seed: int = 1) -> list[str]:
    """Lines of words and single characters in random order, with letters, figures and rare characters."""
    source = random.Random(seed)
    weights = [3] * len(WORDS) + [1] * len(SINGLES)
    made = []
    for _ in range(lines):
        words = source.choices(WORDS + SINGLES, weights, k=source.randint(1, 30))
        words.insert(
            source.randrange(len(words)),
            source.choice(["，", "3.5", chr(source.randint(0x4E00, 0x9FA5)), ""]),
        )
        made.append("".join(words) + "。")
    return made


@pytest.fixture(scope="session")
def lines() -> list[str]:
    return random_text(2_000)


@pytest.fixture(scope="session")
def files(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lines in files of all kinds: plain, packed, of another encoding, without a line end, a table."""
    import gzip
    import json

    folder = tmp_path_factory.mktemp("文 本")
    (folder / "a.txt").write_text("\ufeff" + "\n".join(lines[:1200]), encoding="utf-8")
    (folder / "b.txt").write_text("\r\n".join(lines[1200:1500]) + "\r\n\r\n", encoding="gb18030", newline="")
    (folder / "c.txt.gz").write_bytes(gzip.compress("\n".join(lines[1500:1700]).encode()))
    rows = [json.dumps({"text": line, "id": k}) for k, line in enumerate(lines[1700:1900])]
    (folder / "d.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (folder / "e.txt").write_text("\n".join(lines[1900:]) + "\n", encoding="utf-16")
    return folder


@pytest.fixture(scope="session")
def corpus(files: Path) -> zici.Corpus:
    return zici.Corpus(files)


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    """Spark on two threads of this machine; a skip where pyspark or Java is missing."""
    for name in ("pyspark", "pandas"):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no java on the path")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from zici.cluster import connect

    spark = connect("local[2]", spark_ui_enabled="false", spark_sql_shuffle_partitions="2")
    yield spark
    spark.stop()
