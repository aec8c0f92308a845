"""Short real sentences are read in the encoding they were written in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from zici import Corpus
from zici.corpus._encoding import SAMPLE, detect
from zici.errors import CorpusError, OptionError

SIMPLIFIED = [
    "测试文本",
    "百度广告",
    "你好，世界！",
    "我爱北京天安门。",
    "从无标注语料中发现新词",
    "患者三天前出现发热",
    "蛋白质磷酸化",
    "abc 价格: 100元",
    "姓名,年龄\n张三,20\n李四,30\n",
    "俺爹说：“甭废话！”",
    "①第一②第二",
]
TRADITIONAL = [
    "測試文本",
    "臺灣大學",
    "你好，世界！",
    "我愛臺北。",
    "嘅喺咗唔係",
    "患者三天前出現發熱",
    "電腦鍵盤壞了，客服不理",
    "姓名,年齡\n張三,20\n",
    "「廣告」",
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", SIMPLIFIED)
def test_simplified(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(detect(data, "a.txt")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(detect(data, "a.txt")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le"])
@pytest.mark.parametrize("cut", range(4))
def test_a_sample_may_end_inside_a_character(encoding: str, cut: int) -> None:
    data = ("天下大勢分久必合，" * 40 + "合久必分。a😀"[:6]).encode(encoding)
    sample = data[: len(data) - cut]
    assert data.decode(detect(sample, "a.txt", complete=False)) == data.decode(encoding)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "encoding", "length", "most"),
    [
        ("news_msra.txt.xz", "gb18030", 8, 0.002),
        ("news_msra.txt.xz", "utf-16-le", 8, 0.01),
        ("wiki_traditional.txt.xz", "big5hkscs", 8, 0.01),
        ("wiki_traditional.txt.xz", "big5hkscs", 20, 0.0),
        ("红楼梦.txt.xz", "gb18030", 20, 0.0),
    ],
)
def test_real_sentences(data_dir: Path, name: str, encoding: str, length: int, most: float) -> None:
    lines = [line for line in Corpus(data_dir / "raw" / name) if len(line) >= length]
    picker = random.Random(0)
    wrong = 0
    for line in picker.choices(lines, k=1000):
        start = picker.randrange(len(line) - length + 1)
        text = line[start : start + length]
        data = text.encode(encoding, "ignore")
        if not data.isascii():
            wrong += data.decode(detect(data, name)) != data.decode(encoding)
    assert wrong <= most * 1000


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_a_file_is_read_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(("天下大勢\r\n分久必合\n" * 30).encode(encoding))
    assert list(Corpus(path)) == ["天下大勢", "分久必合"] * 30


def test_gb2312_means_its_superset(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("朱镕基".encode("gbk"))
    assert list(Corpus(path, encoding="GB2312")) == ["朱镕基"]


@pytest.mark.parametrize("name", ["no-such", "base64", "rot13", "hex"])
def test_unknown_encodings_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("字", encoding="utf-8")
    with pytest.raises(OptionError, match=f"gb18030, got '{name}'"):
        Corpus(path, encoding=name)


def test_utf8_that_breaks_is_an_error_not_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("你好\n世界\n".encode() + b"\xff" + "字词\n".encode() * 9)
    with pytest.raises(CorpusError, match=r"a\.txt, line 3: byte 14 .* not valid utf-8.*--encoding"):
        list(Corpus(path))


@pytest.mark.parametrize("tail", [b"\xe5\xad", b"\xff", "字".encode("gb18030")])
def test_a_break_far_behind_the_sample_names_line_and_byte(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "a.txt"
    good = "一行字\n".encode() * (12 * SAMPLE // 10)
    path.write_bytes(good + tail)
    line = good.count(b"\n") + 1
    with pytest.raises(CorpusError, match=f"line {line}: byte {len(good)} "):
        list(Corpus(path))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_a_break_in_a_named_encoding_is_placed_too(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    bad = b"\xff\xff" if encoding == "gb18030" else b"\x00\xdc"
    good = "一行字\n".encode(encoding) * 3
    path.write_bytes(good + bad + good)
    with pytest.raises(CorpusError, match=f"line 4: byte {len(good)} .*{encoding}"):
        list(Corpus(path, encoding=encoding))


def test_broken_bytes_are_replaced_or_their_file_skipped(tmp_path: Path) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_bytes("你好世界\n".encode() + b"a\xffb")
    other.write_text("好\n", encoding="utf-8")
    assert list(Corpus(path, errors="replace")) == ["你好世界", "a\ufffdb"]
    corpus = Corpus(tmp_path, errors="skip")
    assert list(corpus) == ["好"] == list(corpus)
    assert "".join(corpus.blocks()) == "好\n"
    ((skipped, reason),) = corpus.skipped
    assert skipped == path
    assert reason.startswith("line 2: byte 14")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04", "ZIP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x7fELF\x02\x01", "program"),
        (b"\x1f\x8b\x08\x00", r"gzip file \(suffix \.gz\)"),
        (b"\x00\x01\x02" * 40, "NUL"),
    ],
)
def test_binary_files_are_refused(tmp_path: Path, start: bytes, kind: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(start + bytes(range(256)) * 4)
    with pytest.raises(CorpusError, match=f"^{path}: looks like binary: .*{kind}.*$"):
        list(Corpus(path))


def test_text_in_no_chinese_encoding_is_refused_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes([0xFF, 0x80, 0xFE, 0x0A]) * 50 + b"x")
    with pytest.raises(CorpusError, match=r"expected UTF-8, GB18030, Big5 or UTF-16.*--encoding"):
        list(Corpus(path))


def test_a_few_nul_characters_are_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("字\0词\nab\0\0", encoding="utf-8")
    assert list(Corpus(path)) == ["字\0词", "ab\0\0"]
