"""On Spark itself: the same bytes, and one line where something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zici
from zici.cluster import Spark
from zici.cluster._labels import labels
from zici.errors import CorpusError, OptionError, OutputError, ParallelError
from zici.vectors import count_pairs

from .test_same_counts import assert_same_counts, assert_same_pairs, assert_same_words

pytestmark = pytest.mark.spark

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def spark(session: Any) -> Spark:
    return Spark(session, parts=3)


def test_ngrams_and_words(corpus: zici.Corpus, spark: Spark) -> None:
    assert_same_counts(zici.count_ngrams(corpus, order=5), zici.count_ngrams(corpus, order=5, engine=spark))
    for method in ("ngram", "best"):
        assert_same_words(
            zici.discover(corpus, method=method), zici.discover(corpus, method=method, engine=spark)
        )


def test_texts_that_only_this_process_has(lines: list[str], spark: Spark) -> None:
    corpus = zici.Corpus.from_texts(lines)
    assert_same_counts(zici.count_ngrams(corpus), zici.count_ngrams(corpus, engine=spark))
    segmenter = zici.Segmenter(zici.discover(corpus))
    assert list(segmenter.cut_corpus(corpus, engine=spark)) == list(segmenter.cut_corpus(corpus))


def test_cut_text_pairs_and_what_is_saved(corpus: zici.Corpus, spark: Spark, tmp_path: Path) -> None:
    segmenter = zici.Segmenter(zici.discover(corpus))
    here = list(segmenter.cut_corpus(corpus))
    there = segmenter.cut_corpus(corpus, engine=spark)
    assert list(there) == here
    pairs = count_pairs(here)
    assert_same_pairs(pairs, count_pairs(there, engine=spark))
    there.save(str(tmp_path / "切 分"))  # type: ignore[attr-defined]
    tables = [pq.read_table(path) for path in sorted((tmp_path / "切 分").glob("*.parquet"))]
    assert pa.concat_tables(tables).column("words").to_pylist() == here
    saved = spark.words(spark.session.read.parquet(str(tmp_path / "切 分")))
    assert_same_pairs(pairs, count_pairs(saved, engine=spark))
    with pytest.raises(OutputError, match="exists already; name another folder"):
        there.save(str(tmp_path / "切 分"))  # type: ignore[attr-defined]


def test_text_of_a_table(lines: list[str], spark: Spark, tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": range(len(lines)), "body": lines}), tmp_path / "posts.parquet")
    frame = spark.session.read.parquet(str(tmp_path / "posts.parquet"))
    words = zici.discover(spark.text(frame, "body"), engine=spark)
    assert_same_words(words, zici.discover(zici.Corpus(tmp_path / "posts.parquet", text="body")))
    with pytest.raises(CorpusError, match=r"expected a column 'text', found id, body"):
        spark.text(frame)
    with pytest.raises(CorpusError, match="expected strings in column 'id', found bigint"):
        spark.text(frame, "id")


def test_a_file_that_is_no_text(spark: Spark, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("新词\n".encode() * 300 + b"\xff\n")
    with pytest.raises(CorpusError, match=r"a\.txt, line 301: byte 2100 of the file is not valid utf-8"):
        zici.count_ngrams(zici.Corpus(tmp_path), engine=spark)
    segmenter = zici.Segmenter(["新词"])
    with pytest.raises(CorpusError, match=r"a\.txt, line 301: byte 2100"):
        list(segmenter.cut_corpus(zici.Corpus(tmp_path), engine=spark))


@pytest.fixture
def python_without_zici(session: Any, tmp_path: Path) -> Iterator[None]:
    """The executors get a Python that can't find zici."""
    program = tmp_path / "python"
    program.write_text(
        f"#!{sys.executable}\n"
        "import runpy, sys\n"
        "class Nowhere:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'zici':\n"
        "            raise ModuleNotFoundError(\"No module named 'zici'\", name='zici')\n"
        "sys.meta_path.insert(0, Nowhere())\n"
        "sys.argv = sys.argv[sys.argv.index('-m') + 1:]\n"
        "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)\n"
    )
    program.chmod(0o755)
    context = session.sparkContext
    before, context.pythonExec = context.pythonExec, str(program)
    yield
    context.pythonExec = before


def test_executors_without_zici(python_without_zici: None, spark: Spark) -> None:
    with pytest.raises(
        ParallelError, match="the Python of the executors has no module zici; install it"
    ) as told:
        zici.count_ngrams(zici.Corpus.from_texts(["新词"]), engine=spark)
    assert "\n" not in str(told.value)


def test_no_session(session: Any) -> None:
    with pytest.raises(OptionError, match="expected a SparkSession, got str"):
        Spark("local[2]")
    with pytest.raises(OptionError, match="parts: expected a whole number"):
        Spark(None, parts=0)


@pytest.mark.slow
def test_a_lost_executor_costs_time_only(session: Any, files: Path) -> None:
    program = [sys.executable, str(HERE / "lose_an_executor.py"), str(files)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=300, env=os.environ)
    told = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}
    assert told == {"same": True, "killed": "java", "lost": True}, done.stderr[-3000:]


def test_text_at_urls(lines: list[str], spark: Spark, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        "\n".join(json.dumps({"text": line}) for line in lines), encoding="utf-8"
    )
    text = spark.read(f"file://{tmp_path}/a.jsonl")
    assert_same_counts(zici.count_ngrams(zici.Corpus(tmp_path)), zici.count_ngrams(text, engine=spark))
    with pytest.raises(CorpusError, match=r"nowhere\.txt: can't be read; Spark gave up"):
        spark.read(f"file://{tmp_path}/nowhere.txt")
    with pytest.raises(OptionError, match="expected URLs of one format"):
        spark.read(f"file://{tmp_path}")
    with pytest.raises(CorpusError, match="expected a column 'body', found text"):
        spark.read(f"file://{tmp_path}/a.jsonl", text="body")


@pytest.mark.parametrize("tasks", [1, 2, 7, 64])
def test_the_parts_of_a_table_go_to_tasks_of_their_own(spark: Spark, tasks: int) -> None:
    named = labels(2 * tasks, tasks)
    rows = spark.session.createDataFrame([(label,) for label in named], "part int")
    found = rows.selectExpr(f"pmod(hash(part), {tasks}) AS task").toPandas()["task"]
    assert found.tolist() == [part % tasks for part in range(2 * tasks)]
