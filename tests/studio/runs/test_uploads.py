"""Uploads: streamed to disk under a number, listed, told apart, deleted."""

from __future__ import annotations

import errno
import random
import re
import resource
import shutil
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from zici.errors import CorpusError, EmptyError, InputError, OutputError
from zici.studio.curation._database import open_engine
from zici.studio.runs import FullError, MissingError, Receiver, TooLargeError, Upload, Uploads

TEXT = "从无标注语料中发现新词。\n".encode()


def put(uploads: Uploads, name: str, data: bytes = TEXT, *, author: str = "") -> Upload:
    receiver = uploads.begin(name, size=len(data), author=author)
    for start in range(0, len(data), 1000):
        receiver.write(data[start : start + 1000])
    return receiver.finish()


def left(uploads: Uploads) -> list[str]:
    """Everything that lies in the folder of uploads."""
    return sorted(str(path.relative_to(uploads.folder)) for path in uploads.folder.rglob("*"))


def test_a_file_is_kept_under_its_number(uploads: Uploads) -> None:
    upload = put(uploads, "../斗破苍穹.TXT", author="小王")
    assert (upload.id, upload.name, upload.kind, upload.author) == (1, "斗破苍穹.TXT", "text", "小王")
    assert upload.path == uploads.folder / "1" / "data.txt"
    assert upload.path.read_bytes() == TEXT
    assert upload.size == upload.unpacked == len(TEXT)
    assert abs(upload.time - datetime.now(UTC)) < timedelta(minutes=1)
    assert uploads.get(1) == upload and uploads.list() == [upload]
    assert left(uploads) == ["1", "1/data.txt"]


def test_nothing_that_came_in_can_be_executed(uploads: Uploads) -> None:
    upload = put(uploads, "run.sh", b"#!/bin/sh\ntouch /tmp/x\n")
    assert upload.path.name == "data.txt"
    assert stat.S_IMODE(upload.path.stat().st_mode) == 0o600


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.sampled_from("./\\~\0a:斗\n-*$`\ud800\u202e"), max_size=30))
def test_a_name_is_never_a_path(uploads: Uploads, name: str) -> None:
    before = set(uploads.folder.parent.iterdir())
    put(uploads, name + ".csv", b"text\n\xe5\xad\x97\n")
    assert set(uploads.folder.parent.iterdir()) == before
    assert all(re.fullmatch(r"\d+(/data\.(csv|txt))?", path) for path in left(uploads))


def test_lists_begin_with_the_latest_and_tell_equal_files(uploads: Uploads) -> None:
    put(uploads, "a.txt")
    put(uploads, "b.txt", TEXT * 2)
    put(uploads, "c.txt")
    assert [(upload.name, upload.same_as) for upload in uploads.list()] == [
        ("c.txt", 1),
        ("b.txt", None),
        ("a.txt", None),
    ]
    assert uploads.get(3).same_as == 1
    uploads.delete(1)
    assert [upload.same_as for upload in uploads.list()] == [None, None]


def test_a_deleted_upload_leaves_nothing_and_its_number_is_not_given_again(uploads: Uploads) -> None:
    put(uploads, "a.txt")
    uploads.delete(1)
    assert uploads.list() == [] and left(uploads) == []
    for call in (uploads.get, uploads.delete):
        with pytest.raises(MissingError, match="no upload 1"):
            call(1)
    assert put(uploads, "b.txt").id == 2


def test_an_upload_whose_file_is_gone_can_be_deleted(uploads: Uploads) -> None:
    shutil.rmtree(put(uploads, "a.txt").path.parent)
    uploads.delete(1)
    assert uploads.list() == []


def test_a_text_can_be_pasted(uploads: Uploads) -> None:
    upload = uploads.paste("床前明月光\n疑是\ud800地上霜", "李白.csv", author="b")
    assert (upload.name, upload.kind, upload.path.suffix) == ("李白.csv", "text", ".txt")
    assert upload.path.read_text(encoding="utf-8") == "床前明月光\n疑是?地上霜"
    assert uploads.paste("字").name == "pasted text"


def test_a_large_text_can_be_pasted_but_none_above_the_limit(uploads: Uploads) -> None:
    assert uploads.paste("a" * uploads.limit).size == uploads.limit
    with pytest.raises(TooLargeError, match="expected at most 1 MB"):
        uploads.paste("字" * (uploads.limit // 2))
    with pytest.raises(EmptyError):
        uploads.paste(" \n　")
    assert left(uploads) == ["1", "1/data.txt"]


def test_two_gigabytes_are_refused_before_the_first_byte(uploads: Uploads) -> None:
    with pytest.raises(TooLargeError) as caught:
        uploads.begin("big.txt", size=2 << 30)
    assert str(caught.value).startswith("big.txt: expected at most 1 MB an upload, got 2 GB; ")
    assert caught.value.status == 413
    assert left(uploads) == []


@pytest.mark.parametrize("said", [None, 10])
def test_what_grows_beyond_the_limit_is_refused_while_it_comes(uploads: Uploads, said: int | None) -> None:
    receiver = uploads.begin("big.txt", size=said)
    with pytest.raises(TooLargeError, match="expected at most 1 MB"):
        for _ in range(2000):
            receiver.write(b"x" * 1000)
    assert receiver.size == uploads.limit // 1000 * 1000
    assert left(uploads) == []
    with pytest.raises(OutputError, match="this upload has ended"):
        receiver.write(b"x")
    with pytest.raises(OutputError, match="this upload has ended"):
        receiver.finish()


def test_the_disk_is_not_filled(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(free=(256 << 20) + 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(FullError, match=r"a.txt: no room: 256 MB are free .* delete uploads"):
        uploads.begin("a.txt", size=1001)
    assert put(uploads, "b.txt", b"x" * 1000).id == 1
    uploads.limit = 100 << 20
    receiver = uploads.begin("c.txt")
    usage.free = 256 << 20
    with pytest.raises(FullError, match="no room"):
        for _ in range(20):
            receiver.write(b"x" * (1 << 20))
    assert left(uploads) == ["1", "1/data.txt"]


def test_a_full_disk_is_one_line_and_leaves_nothing(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = uploads.begin("a.txt")
    file: Any = receiver._file

    def refuse(data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(receiver, "_file", SimpleNamespace(write=refuse, close=file.close))
    with pytest.raises(FullError, match=r"^a.txt: can't be kept \(No space left on device\); free space"):
        receiver.write(b"x")
    assert left(uploads) == []


def test_the_rest_of_a_buffer_that_does_not_fit_leaves_nothing(uploads: Uploads) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    receiver = uploads.begin("a.txt")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))  # the system refuses to write more into a file
    try:
        receiver.write(b"x" * 100)
        with pytest.raises(FullError, match=r"a\.txt: can't be kept"):
            receiver.finish()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert left(uploads) == []


def test_a_folder_that_is_a_file_is_one_line(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("")
    with pytest.raises(OutputError, match="expected a folder"):
        Uploads(engine, tmp_path / "uploads", limit=1000)


def test_giving_up_leaves_nothing(uploads: Uploads) -> None:
    with uploads.begin("a.txt") as receiver:
        receiver.write(TEXT)
    receiver.abort()
    assert left(uploads) == [] and uploads.list() == []


def test_what_a_killed_studio_left_is_cleared_and_nothing_else(uploads: Uploads, engine: Engine) -> None:
    put(uploads, "a.txt")
    receiver = uploads.begin("b.txt")
    receiver.write(TEXT)
    assert len(left(uploads)) == 4
    again = Uploads(engine, uploads.folder, limit=1000)
    assert left(again) == ["1", "1/data.txt"]
    receiver.abort()


def test_files_of_another_database_are_not_touched(uploads: Uploads) -> None:
    (uploads.folder / "1").mkdir()
    (uploads.folder / "1" / "data.txt").write_text("mine")
    put(uploads, "a.txt")
    assert [path.read_text() for path in uploads.folder.glob("1.*/data.txt")] == ["mine"]


def test_many_at_once(uploads: Uploads) -> None:
    names = [f"{number}.txt" for number in range(12)]
    threads = [threading.Thread(target=put, args=(uploads, name, TEXT + name.encode())) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = uploads.list()
    assert sorted(upload.id for upload in found) == list(range(1, 13))
    assert all(upload.path.read_bytes() == TEXT + upload.name.encode() for upload in found)


@pytest.mark.parametrize("chunks", [[], [b""]])
def test_an_empty_file_is_refused(uploads: Uploads, chunks: list[bytes]) -> None:
    receiver: Receiver = uploads.begin("a.csv", size=0)
    for chunk in chunks:
        receiver.write(chunk)
    with pytest.raises(EmptyError, match=r"a.csv: the file is empty"):
        receiver.finish()
    assert left(uploads) == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("blank.txt", b"\n \n\t\n", "blank.txt: there is no text in it"),
        ("nul.txt", bytes(5000), "nul.txt: looks like binary"),
        ("some.txt", random.Random(0).randbytes(5000), "some.txt: "),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "image.txt: looks like binary: a PNG image"),
        ("office.txt", b"PK\x03\x04" + bytes(100), "looks like binary: a ZIP archive or an office document"),
        ("nul.csv", b"PK\x03\x04" + bytes(100), "looks like binary"),
        ("a.txt.gz", TEXT, "a.txt.gz: this gzip file is corrupt"),
        ("a.parquet", TEXT, "a.parquet: can't be read as Parquet"),
        ("a.jsonl", b'{"text": "a"}\n[1]\n', "a.jsonl, line 2: expected a JSON object a line"),
        ("a.jsonl", b"\n\n", "a.jsonl: there is no text in it"),
        ("a.csv", b"\n\n", "a.csv: there is no text in it"),
        ("a.csv", b'a,"b', "a.csv, line 1: "),
    ],
)
def test_what_is_no_text_is_refused(uploads: Uploads, name: str, data: bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        put(uploads, name, data)
    assert told in str(caught.value) and "\n" not in str(caught.value)
    assert str(uploads.folder) not in str(caught.value)
    assert left(uploads) == [] and uploads.list() == []


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_text_in_other_encodings_is_text(uploads: Uploads, encoding: str) -> None:
    assert put(uploads, "a.txt", ("床前明月光，疑是地上霜。\n" * 20).encode(encoding)).kind == "text"


def test_a_kind_that_can_not_be_read_is_refused_at_once(uploads: Uploads) -> None:
    with pytest.raises(CorpusError, match="unpack it and upload the files in it"):
        uploads.begin("a.zip", size=10)
    assert left(uploads) == []


def test_a_database_that_is_locked_is_one_line_and_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    upload = put(uploads, "a.txt")
    hasty = open_engine(tmp_path / "curation.sqlite", wait=0.05)
    other = sqlite3.connect(tmp_path / "curation.sqlite", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        late = Uploads(hasty, uploads.folder, limit=1000)
        with pytest.raises(OutputError, match="another process has been writing it"):
            put(late, "b.txt")
        with pytest.raises(OutputError, match="another process has been writing it"):
            late.delete(1)
    finally:
        other.close()
        hasty.dispose()
    assert left(uploads) == ["1", "1/data.txt"] and uploads.list() == [upload]


def test_a_folder_that_was_removed_is_one_line(uploads: Uploads) -> None:
    shutil.rmtree(uploads.folder)
    with pytest.raises(OutputError, match="can't be written"):
        uploads.begin("a.txt")
