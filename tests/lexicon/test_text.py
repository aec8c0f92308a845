"""Bytes to text: encodings, line ends, compressions, damage."""

from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path

import pytest

from zici.errors import FormatError, InputError, OptionError
from zici.lexicon import Lexicon
from zici.lexicon._text import read_bytes, write_text

TEXT = "字词 5\n发现 3 v\n新 2\n"
EXPECTED = {"字词": 5, "发现": 3, "新": 2}


def write(folder: Path, data: bytes, name: str = "dict.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.rstrip("\n").encode(),
        TEXT.replace("\n", " \t\n\n  ").encode(),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes) -> None:
    assert Lexicon.load(write(tmp_path, data)).to_dict() == EXPECTED


def test_named_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, "詞語 5\n發現 3\n".encode("big5"))
    assert Lexicon.load(path, encoding="big5").to_dict() == {"詞語": 5, "發現": 3}
    with pytest.raises(OptionError, match="encoding='big6'"):
        Lexicon.load(path, encoding="big6")
    with pytest.raises(FormatError, match="line 1: expected utf-8 text, found byte 0x"):
        Lexicon.load(path, encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("字\n词\n".encode() + b"\xff\xfe\xff\n", "line 3: expected UTF-8 or GB18030 text, found byte 0xff"),
        ("发现\n词语\n".encode() + b"\xe5\xad\n" + "新\n".encode(), "line 3: expected UTF-8"),
        ("字\n".encode("gb18030") + b"\xff\n", "line 2: expected UTF-8 or GB18030 text, found byte 0xff"),
        (b"\xef\xbb\xbfa\nb\n\xff", "line 3: expected UTF-8"),
        (b"\x7fELF\0\0\n", "line 1: expected text, found a NUL byte"),
        ("字\n词\0\n".encode(), "line 2: expected text, found a NUL byte"),
        ("字\n词\r典\n".encode(), "line 2: expected text, found a carriage return"),
        ("字\n".encode() + b"\xed\xa0\x80\n" + "词\n".encode(), "line 2: expected UTF-8"),
        (b"\xff\xfe" + "字\n".encode("utf-16-le") + b"\x00", "line 2: expected UTF-8 or GB18030 text"),
    ],
)
def test_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(FormatError) as caught:
        Lexicon.load(path)
    assert f"{path}: {message}" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".bz2", ".zst"])
def test_compressions(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dict.txt{suffix}"
    lexicon = Lexicon.from_words({f"词{i}": i for i in range(2000)})
    lexicon.export(path, "jieba")
    unpack = {".gz": gzip.decompress, ".xz": lzma.decompress, ".bz2": bz2.decompress}.get(suffix)
    assert unpack is None or unpack(path.read_bytes()) == lexicon.to_text("jieba").encode()
    assert Lexicon.load(path) == lexicon
    data = path.read_bytes()
    for damaged in (data[: len(data) // 2], b"no archive at all"):
        path.write_bytes(damaged)
        with pytest.raises(FormatError, match=rf"expected a whole {suffix} file") as caught:
            Lexicon.load(path)
        assert str(path) in str(caught.value)
    path.write_bytes(b"")
    with pytest.raises(InputError, match="expected a"):
        Lexicon.load(path)


def test_not_readable(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        Lexicon.load(tmp_path / "a\0b")


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".bz2", ".zst"])
def test_a_packed_file_that_holds_too_much_is_refused(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr("zici.lexicon._text.LEAST", 1000)
    path = tmp_path / f"words.txt{suffix}"
    write_text(path, "词\n" * 50)
    assert len(read_bytes(path)) == 200
    write_text(path, "\n" * 200_000)
    with pytest.raises(FormatError, match=r"expected a word list, found more than [0-9,]+ bytes in it"):
        read_bytes(path)
