"""What a corpus promises beside its formats: finding files, passes, blocks, progress, normalising."""

from __future__ import annotations

import io
import os
import pickle
import sys
import threading
import tracemalloc
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_corpus
from zici import Corpus
from zici._progress import Step
from zici.corpus._cut import cut_blocks
from zici.errors import CorpusError, OptionError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.TXT", "a/c.jsonl", ".hidden.txt", ".git/x.txt", "readme.md", "a/p.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "一"}' if name.endswith("jsonl") else path.stem, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_sorted_without_hidden_and_unknown_files(folder: Path) -> None:
    corpus = Corpus(folder)
    assert [str(path.relative_to(folder)) for path in corpus.files] == ["a/c.jsonl", "a/z.TXT", "b.txt"]
    assert list(corpus) == ["一", "z", "b"]
    assert "".join(corpus.blocks(2)) == "一\nz\nb\n"


def test_a_format_takes_all_files_of_a_folder(folder: Path) -> None:
    assert len(Corpus(folder, format="text").files) == 5


def test_linked_folders_are_followed_once(folder: Path) -> None:
    os.symlink(folder, folder / "a" / "loop")
    assert len(Corpus(folder).files) == 3


def test_patterns_lists_and_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert Corpus("**/*.jsonl").files == [Path("a/c.jsonl")]
    assert Corpus(["b.txt", Path("a/*")], format="text").files[0] == Path("b.txt")
    assert list(Corpus(["b.txt", "a"])) == ["b", "一", "z"]
    (folder / "[1].txt").write_text("括号", encoding="utf-8")
    assert list(Corpus("[1].txt")) == ["括号"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none.txt", "^none.txt: no such file"),
        ("x*.txt", r"^x\*\.txt: no file matches"),
        ("empty", "^empty: expected .txt, .*found none"),
        ([], "^no file named"),
        ("data.json", "^data.json: .*--input-format jsonl"),
    ],
)
def test_sources_that_hold_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("data.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        Corpus(source)


def test_wrong_sources_and_options_are_refused(folder: Path) -> None:
    with pytest.raises(OptionError, match=r"one-pass generator.*pass a list"):
        Corpus(path for path in [folder])
    with pytest.raises(OptionError, match=r"list with a int.*from_texts"):
        Corpus([5])  # type: ignore[list-item]
    with pytest.raises(OptionError, match=r"got int.*from_texts"):
        Corpus(5)  # type: ignore[arg-type]
    for options in ({"errors": "ignore"}, {"format": "xml"}, {"text": 0}, {"text": ""}, {"text": "0"}):
        with pytest.raises(OptionError, match=next(iter(options))):
            Corpus(folder, **options)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="at least 1, got 0"):
        Corpus(folder).blocks(0)


def test_one_pass_texts_are_refused() -> None:
    for texts in ((text for text in ["一"]), iter(["一"]), map(str, [1]), "一", 5):
        with pytest.raises(OptionError, match=r"pass a list|pass .text."):
            Corpus.from_texts(texts)  # type: ignore[arg-type]
    with pytest.raises(CorpusError, match="text 1: expected a string, got bytes"):
        list(Corpus.from_texts(["一", b"x"]))  # type: ignore[list-item]


def test_functions_and_objects_give_texts_again() -> None:
    def texts() -> Iterator[str]:
        yield from ["一", "二"]

    corpus = Corpus.from_texts(texts)
    assert list(corpus) == ["一", "二"] == list(corpus)
    spent = iter(["一"])
    corpus = Corpus.from_texts(lambda: spent)
    assert list(corpus) == ["一"]
    with pytest.raises(OptionError, match="new one each time"):
        list(corpus)


def test_two_iterators_do_not_disturb_each_other(folder: Path) -> None:
    corpus = Corpus(folder)
    assert [pair for pair in zip(corpus, corpus, strict=True) if pair[0] != pair[1]] == []


def test_standard_input_can_be_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("一\n二".encode())))
    corpus = Corpus("-")
    assert corpus.size is None
    assert list(corpus) == ["一", "二"] == list(corpus)
    assert "".join(corpus.raw_blocks()) == "一\n二"
    assert corpus.files == [Path("-")]
    assert corpus.size == 7
    copy = corpus._reader._sources[0].file  # type: ignore[union-attr]
    del corpus
    assert not copy.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_can_be_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_text('{"text": "一"}\n', encoding="utf-8"))
    writer.start()
    corpus = Corpus(path)
    assert list(corpus) == ["一"] == list(corpus)
    writer.join()


@pytest.mark.parametrize("compression", ["gzip", "xz", "bzip2", "zstd"])
def test_broken_compression_is_named(tmp_path: Path, compression: str) -> None:
    path = tmp_path / ("a.txt" + ref_corpus.SUFFIX[compression])
    data = ref_corpus.packed(os.urandom(200_000).hex().encode(), compression)
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CorpusError, match=f"^{path}: this {compression} file is truncated"):
        list(Corpus(path))
    path.write_bytes("这不是压缩文件".encode())
    with pytest.raises(CorpusError, match=f"^{path}: this {compression} file is corrupt"):
        list(Corpus(path))
    corpus = Corpus(path, errors="skip")
    assert list(corpus) == []
    assert corpus.skipped[0][0] == path


@pytest.mark.parametrize("compression", ["gzip", "xz", "bzip2", "zstd"])
def test_several_streams_in_one_file(tmp_path: Path, compression: str) -> None:
    path = tmp_path / ("a.txt" + ref_corpus.SUFFIX[compression])
    path.write_bytes(ref_corpus.packed("一\n".encode(), compression) * 2)
    assert list(Corpus(path)) == ["一", "一"]


def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一", encoding="utf-8")
    corpus = Corpus(path)
    path.unlink()
    with pytest.raises(CorpusError, match=f"^{path}: can't be opened"):
        list(corpus)


def test_names_that_are_not_unicode_can_be_shown(tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), "名.txt".encode("gb18030"))
    with open(name, "wb") as out:
        out.write("好字词语".encode() + b"\xff")
    with pytest.raises(CorpusError) as caught:
        list(Corpus(tmp_path))
    str(caught.value).encode()


def test_a_very_long_line_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("长句" * 2_000_000 + "\n短", encoding="utf-8")
    assert [len(document) for document in Corpus(path)] == [4_000_000, 1]
    blocks = list(Corpus(path).blocks())
    assert max(map(len, blocks)) == 1 << 20
    assert "".join(blocks) == "长句" * 2_000_000 + "\n短\n"


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一行字，不长也不短。\n" * 1_000_000, encoding="utf-8")
    tracemalloc.start()
    for _ in Corpus(path).blocks():
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20 < path.stat().st_size


def test_progress_counts_bytes_of_all_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt.gz"):
        data = "一\n".encode() * 1_000_000
        (tmp_path / name).write_bytes(ref_corpus.packed(data, "gzip" if name.endswith("gz") else None))
    for method in (iter, Corpus.blocks):
        steps: list[Step] = []
        corpus = Corpus(tmp_path, progress=steps.append)
        for _ in method(corpus):
            pass
        assert {(step.stage, step.total, step.unit) for step in steps} == {
            ("read text", corpus.size, "bytes")
        }
        assert [step.done for step in steps] == sorted(step.done for step in steps)
        assert steps[-1].done == corpus.size
        assert len(steps) < 60


def test_normalising(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ＡＢ漢\n詞①", encoding="utf-8")
    assert list(Corpus(path, nfkc=True)) == ["AB漢", "詞1"]
    assert list(Corpus(path, simplify=True)) == ["ＡＢ汉", "词①"]
    corpus = Corpus(path, nfkc=True, simplify=True)
    assert list(corpus) == ["AB汉", "词1"]
    assert "".join(corpus.raw_blocks()) == "AB汉\n词1"
    assert list(Corpus.from_texts(["Ａ漢"], nfkc=True, simplify=True)) == ["A汉"]


@given(st.text(st.sampled_from("字a,。 e\u0301\u1100\u1161ﬁ\n")), st.integers(1, 5))
def test_normalising_in_parts_is_normalising_the_whole(text: str, chars: int) -> None:
    parts = list(cut_blocks([text], chars, pause=True))
    assert "".join(parts) == text
    places = [first[-1] + second[0] for first, second in pairwise(parts)]
    if all(place[0] == "\n" or (place[0] in ",。 " and place[1] in "字ae") for place in places):
        whole = unicodedata.normalize("NFKC", text)
        assert "".join(unicodedata.normalize("NFKC", part) for part in parts) == whole


def test_a_long_line_is_cut_at_a_pause() -> None:
    assert list(cut_blocks(["一二，三四五e\u0301"], 7, pause=True)) == ["一二，", "三四五e\u0301"]
    assert list(cut_blocks(["一二，三四五e\u0301"], 7)) == ["一二，三四五e", "\u0301"]


@given(st.lists(st.text(st.sampled_from("字\n\r"), max_size=6)), st.integers(1, 8))
def test_blocks_do_not_depend_on_how_the_text_arrives(pieces: list[str], chars: int) -> None:
    assert list(cut_blocks(pieces, chars)) == list(cut_blocks(["".join(pieces)], chars))


@given(st.text(st.sampled_from("字字字\n\r"), max_size=40), st.integers(1, 8))
def test_a_block_ends_inside_a_line_only_if_the_line_is_longer(text: str, chars: int) -> None:
    blocks = list(cut_blocks([text], chars))
    for block in blocks[:-1]:
        assert block[-1] in "\n\r" or (len(block) == chars and not set("\n\r") & set(block))


def test_repr(folder: Path) -> None:
    assert repr(Corpus(folder)) == f"Corpus(3 files, {Corpus(folder).size} bytes)"
    assert repr(Corpus(folder / "b.txt")) == f"Corpus('{folder / 'b.txt'}', 1 bytes)"
    assert repr(Corpus("-")) == "Corpus('standard input', size unknown)"
    assert repr(Corpus.from_texts(["一", "二"])) == "Corpus(2 texts)"
    assert repr(Corpus.from_texts(lambda: ["一"])) == "Corpus(texts)"


def test_a_corpus_can_be_sent_to_another_process(folder: Path) -> None:
    corpus = Corpus(folder, nfkc=True, simplify=True)
    assert list(pickle.loads(pickle.dumps(corpus))) == list(corpus)
