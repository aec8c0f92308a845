"""``zici discover``: what comes in, what goes out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from zici.lexicon import Lexicon

from .conftest import Runner


def table(out: str) -> dict[str, int]:
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0] == ["word", "count", "pmi"]
    return {row[0]: int(row[1]) for row in rows[1:]}


def test_the_words_come_as_a_table_most_frequent_first(run: Runner, text: Path) -> None:
    result = run("discover", text, "--min-length", 2)
    assert (result.code, result.err) == (0, "")
    found = table(result.out)
    assert {"语料", "新词", "发现"} <= set(found)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_single_characters_are_there_unless_left_out(run: Runner, text: Path) -> None:
    assert any(len(word) == 1 for word in table(run("discover", text).out))
    assert all(len(word) > 1 for word in table(run("discover", text, "--min-length", 2).out))


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input_is_read_where_no_file_is_named(
    run: Runner, text: Path, arguments: tuple[str]
) -> None:
    assert run("discover", *arguments, stdin=text.read_bytes()).out == run("discover", text).out


def test_packed_text_in_another_encoding_gives_the_same(run: Runner, text: Path, tmp_path: Path) -> None:
    packed = tmp_path / "text.txt.gz"
    packed.write_bytes(gzip.compress(text.read_text(encoding="utf-8").encode("gb18030")))
    assert run("discover", packed).out == run("discover", text).out


def test_any_number_of_workers_gives_the_same_bytes(run: Runner, text: Path) -> None:
    assert run("discover", text, "--workers", 1).out == run("discover", text, "--workers", 4).out


def test_json_has_the_rows_of_the_table(run: Runner, text: Path) -> None:
    rows = json.loads(run("discover", text, "--json", "--quiet").out)
    assert {row["word"]: row["count"] for row in rows} == table(run("discover", text).out)
    assert {type(row["pmi"]) for row in rows} == {float, type(None)}


def test_known_words_are_left_out(run: Runner, text: Path, tmp_path: Path) -> None:
    plain, jieba = tmp_path / "plain.txt", tmp_path / "jieba.txt"
    plain.write_text("语料\n", encoding="utf-8")
    jieba.write_text("新词 3 n\n", encoding="utf-8")
    found = table(run("discover", text, "--exclude", plain, "--exclude", jieba).out)
    assert "发现" in found
    assert not {"语料", "新词"} & set(found)


def test_top_keeps_the_most_frequent(run: Runner, text: Path) -> None:
    full = table(run("discover", text, "--min-length", 2).out)
    assert list(table(run("discover", text, "--min-length", 2, "--top", 2).out)) == list(full)[:2]


@pytest.mark.parametrize("kind", ["tsv", "jieba", "hanlp", "ik", "rime", "plain"])
def test_every_format_reads_back(run: Runner, text: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "words.txt"
    shown = run("discover", text, "--format", kind).out
    assert run("discover", text, "--format", kind, "-o", target).out == ""
    assert target.read_bytes().decode("utf-8") == shown
    assert "语料" in Lexicon.load(target, kind)


def test_parquet_goes_to_files_alone(run: Runner, text: Path, tmp_path: Path) -> None:
    assert run("discover", text, "-o", tmp_path / "words.parquet").code == 0
    assert "语料" in Lexicon.load(tmp_path / "words.parquet")
    refused = run("discover", text, "--format", "parquet")
    assert (refused.code, refused.out) == (2, "")
    assert "-o" in refused.err


def test_the_file_is_complete_and_alone(run: Runner, text: Path, tmp_path: Path) -> None:
    run("discover", text, "-o", tmp_path / "words.tsv")
    assert [path.name for path in tmp_path.iterdir()] == ["words.tsv"]


def test_thresholds_by_length_reach_the_library(run: Runner, text: Path) -> None:
    assert "语料" not in table(run("discover", text, "--min-pmi", "2:99,3:0").out)


def test_counts_made_before_give_the_same_words(run: Runner, text: Path, tmp_path: Path) -> None:
    assert run("count", text, "-o", tmp_path / "counts").code == 0
    assert run("discover", "--counts", tmp_path / "counts").out == run("discover", text).out


def test_skipped_files_are_named(run: Runner, text: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 1000)
    result = run("discover", text, bad, "--on-error", "skip")
    assert result.code == 0
    assert result.line.startswith(f"zici: skipped {bad}: ")
    assert result.out == run("discover", text).out


METHODS = {
    "best": ("--rounds", 1, "--join-penalty", "2=1,3=4"),
    "ngram": ("--min-pmi", "auto"),
    "pair": ("--min-count", 8),
    "entropy": ("--min-entropy", 0.5, "--min-pmi", 1),
    "min-entropy": ("--min-gain", 0.5, "--min-count", "low"),
}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_finds_the_words(run: Runner, text: Path, method: str) -> None:
    result = run("discover", text, "--method", method, *METHODS[method])
    assert (result.code, result.err) == (0, "")
    found = {line.split("\t")[0] for line in result.out.splitlines()}
    assert {"语料", "新词", "发现"} <= found


def test_options_reach_the_method(run: Runner, text: Path) -> None:
    def found(*options: object) -> set[str]:
        result = run("discover", text, "--method", *options, "--min-length", 2)
        return {line.split("\t")[0] for line in result.out.splitlines()[1:]}

    assert found("best", "--join-penalty", "2=0") != found("best", "--join-penalty", 9)
    assert found("entropy", "--min-pmi", 1, "--min-entropy", 0.5) > {"语料"}
    assert found("entropy", "--min-pmi", 1, "--min-entropy", 9) == set()
    assert found("min-entropy", "--min-pmi", 0, "--min-gain", 0) > found("min-entropy", "--min-gain", 1)


def test_svd_suggests_words(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    pairs = [a + b for a in "甲乙丙" for b in "天地玄" if a + b != "甲天"]
    path.write_text("。".join(pairs * 40), encoding="utf-8")
    options = ("--min-count", 2, "--min-pmi", -5, "--rank", 1, "--min-score", 1)
    result = run("discover", path, "--method", "svd", *options)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == "word\tcount\tscore"
    assert result.out.splitlines()[1].startswith("甲天\t0\t")


@pytest.mark.parametrize(
    ("method", "option", "value"),
    [
        ("ngram", "min_entropy", 3),
        ("pair", "min_gain", 1),
        ("best", "rank", 5),
        ("entropy", "join_penalty", "2=1"),
        ("min-entropy", "rounds", 2),
        ("ngram", "min_score", 2),
    ],
)
def test_options_of_other_methods_are_refused(
    run: Runner, text: Path, method: str, option: str, value: object
) -> None:
    result = run("discover", text, "--method", method, f"--{option.replace('_', '-')}", value)
    assert (result.code, result.out) == (1, "")
    assert f'{option}: method "{method}" has no such option' in result.line


@pytest.mark.parametrize("method", ["ngram", "best", "entropy"])
def test_entropies_are_columns_on_request(run: Runner, text: Path, method: str) -> None:
    head = run("discover", text, "--method", method, "--min-pmi", 1, "--entropy").out.splitlines()[0]
    assert {"left_entropy", "right_entropy"} <= set(head.split("\t"))


def test_nothing_found_says_what_to_lower(run: Runner, text: Path) -> None:
    result = run("discover", text, "--min-count", 10_000)
    assert (result.code, result.out) == (1, "")
    assert "no word reaches min_count 10000 in " in result.line
    assert "min_pmi" not in result.line
    result = run("discover", text, "--min-length", 2, "--max-length", 3, "--min-pmi", "2:50,3:60")
    assert "no word of 2 to 3 characters reaches min_count 2 and min_pmi 50, 60, 60 in " in result.line
    result = run("discover", text, "--method", "entropy", "--min-length", 9, "--min-entropy", 2.5)
    assert "of 9 and more characters reaches min_count 11 and min_pmi 3.4012, 3.4012, 3.4012" in result.line
    assert "min_entropy 2.5" in result.line
