"""Columns, headers and quotes of tables; and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zici import Corpus
from zici.errors import CorpusError, OptionError


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("header", ["text,n", "n,Content", "正文,n", "n, review ", "内容,n"])
def test_a_usual_name_is_found(tmp_path: Path, header: str) -> None:
    row = "1,好" if header.startswith("n") else "好,1"
    assert list(Corpus(write(tmp_path, "a.csv", f"{header}\n{row}\n"))) == ["好"]


@pytest.mark.parametrize("text", ["类别", 1, "1"])
def test_a_column_is_named_or_numbered(tmp_path: Path, text: str | int) -> None:
    path = write(tmp_path, "a.csv", "类别,标题\n体育,赢球\n")
    expected = ["体育"] if text == "类别" else ["类别", "体育"]
    assert list(Corpus(path, text=text)) == expected


def test_the_only_column_is_taken(tmp_path: Path) -> None:
    assert list(Corpus(write(tmp_path, "a.csv", "一\n\n二\n"))) == ["一", "二"]
    assert list(Corpus(write(tmp_path, "b.csv", "text\n一\n"))) == ["一"]


def test_a_table_without_header_is_explained(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tsv", "体育\t湖人1消息比赢球开心10倍\n娱乐\t吴尊\n")
    with pytest.raises(CorpusError, match=r"a\.tsv: .*体育 \| 湖人1消息比赢球开心10倍.*\(--text 2\)"):
        list(Corpus(path))
    assert list(Corpus(path, text=2)) == ["湖人1消息比赢球开心10倍", "吴尊"]


def test_two_usual_names_are_not_guessed_between(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"text \| content.*--text"):
        list(Corpus(write(tmp_path, "a.csv", "text,content\n一,二\n")))


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("id,title\n1,好\n", {"text": "text"}, r"no column 'text'; found id \| title; .*--text"),
        ("text,text\n1,好\n", {"text": "text"}, "2 columns named 'text'"),
        ("id,title\n1,好\n", {"text": 3}, "no column 3; the first row has 2"),
        ('id,text\n1,好\n2,"好\n3,好\n', {}, "line 3: a quote that is never closed"),
        ('id,text\n1,"好\n坏"\n2,"好"坏\n', {}, "line 4: text after the closing quote"),
        ('id,text\n1,"好\n坏"\n2\n', {}, "line 4: expected 2 cells as in row 1, found 1"),
        ("id,text\n1,好,坏\n", {}, "line 2: expected 2 cells as in row 1, found 3"),
    ],
)
def test_broken_csv(tmp_path: Path, content: str, options: dict[str, str], message: str) -> None:
    path = write(tmp_path, "a.csv", content)
    with pytest.raises(CorpusError, match=rf"^{path}[:,] .*{message}"):
        list(Corpus(path, **options))  # type: ignore[arg-type]
    corpus = Corpus(path, errors="skip", **options)  # type: ignore[arg-type]
    assert list(corpus) == []
    assert [skipped for skipped, _ in corpus.skipped] == [path]


def test_empty_cells_at_a_row_s_end_do_no_harm(tmp_path: Path) -> None:
    assert list(Corpus(write(tmp_path, "a.csv", "id,text\n1,好,,\n"))) == ["好"]


def test_quotes_in_tsv_are_characters_unless_they_enclose_a_cell(tmp_path: Path) -> None:
    rows = '"他说\t1\n"好"坏\t2\n"a\tb\n""c"""\t3\n中"间\t4\n"完\t5\n'
    path = write(tmp_path, "a.tsv", rows)
    assert list(Corpus(path, text=1)) == ['"他说', '"好"坏', 'a\tb\n"c"', '中"间', '"完']


def test_old_line_ends(tmp_path: Path) -> None:
    assert list(Corpus(write(tmp_path, "a.csv", "id,text\r1,一\r2,二\r"))) == ["一", "二"]


def test_a_cell_of_any_size(tmp_path: Path) -> None:
    long = '长"，\n' * 1_000_000
    quoted = long.replace('"', '""')
    path = write(tmp_path, "a.csv", f'id,text\n1,"{quoted}"\n2,短\n')
    assert list(Corpus(path)) == [long, "短"]
    blocks = list(Corpus(path).blocks(1 << 16))
    assert max(map(len, blocks)) <= 1 << 16
    assert "".join(blocks) == long + "\n短\n"


def test_tables_read_as_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tsv", "体育\t赢球\n")
    assert list(Corpus(path, format="text")) == ["体育\t赢球"]
    with pytest.raises(OptionError, match=r"text='x' names a column.*plain text"):
        Corpus(path, format="text", text="x")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet", "a.txt"])
def test_an_empty_file_has_no_documents(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "")
    assert list(Corpus(path)) == []
    assert list(Corpus(path).blocks()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "好"', "invalid JSON"),
        ("[" * 100_000, "invalid JSON"),
        ("[1]", "expected an object .*found an array|expected an object .*found a list"),
        ('"好"', "expected an object .*found a string"),
        ("1" * 5000, "invalid JSON"),
        ('{"text": 5}', "expected a string under 'text', found a number"),
        ('{"text": ["好"]}', "expected a string under 'text', found a list"),
        ('{"body": "好"}', "no key 'text'; found body; .*--text"),
    ],
)
def test_broken_json_lines(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path, "a.jsonl", f'{{"text": "一"}}\n\n{line}\n{{"text": "二"}}\n')
    with pytest.raises(CorpusError, match=rf"^{path}, line 3: .*({message})"):
        list(Corpus(path))
    corpus = Corpus(path, errors="skip")
    assert list(corpus) == ["一", "二"] == list(corpus)
    ((skipped, reason),) = corpus.skipped
    assert skipped == path
    assert reason.startswith("line 3: ")


def test_an_undecodable_record_is_skipped_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        '{"text": "一二三四五"}\n{"text": "\udcff"}\n{"text": "二"}\n'.encode("utf-8", "surrogateescape")
    )
    with pytest.raises(CorpusError, match="line 2: byte 38 "):
        list(Corpus(path))
    corpus = Corpus(path, errors="skip")
    assert list(corpus) == ["一二三四五", "二"]
    assert corpus.skipped == [(path, "line 2: not valid in the file's encoding")]


@pytest.mark.parametrize(
    ("record", "options", "expected"),
    [
        ({"n": 1, "content": "好"}, {}, ["好"]),
        ({"任何": "好"}, {}, ["好"]),
        ({"title": "题", "n": 1}, {}, ["题"]),
        ({"title": "题", "abstract": "好"}, {"text": "abstract"}, ["好"]),
        ({"2": "好", "b": "x"}, {"text": "2"}, ["好"]),
        ({"text": None, "body_text": "x"}, {}, []),
    ],
)
def test_keys(
    tmp_path: Path, record: dict[str, object], options: dict[str, str], expected: list[str]
) -> None:
    path = write(tmp_path, "a.ndjson", json.dumps(record) + "\n")
    assert list(Corpus(path, **options)) == expected  # type: ignore[arg-type]


def test_unclear_keys_are_listed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"title": "题", "abstract": "好"}\n')
    with pytest.raises(CorpusError, match=r"found title \| abstract; .*--text"):
        list(Corpus(path))
    with pytest.raises(OptionError, match="have names"):
        Corpus(path, text=2)


def test_lone_surrogates_become_replacement_characters(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "a\\ud800b\\ud83d\\ude00"}\n')
    assert list(Corpus(path)) == ["a\ufffdb😀"]


def test_parquet_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [1], "raw": [b"x"], "标题": ["好"]}), path)
    assert list(Corpus(path)) == ["好"]
    with pytest.raises(CorpusError, match=r"no column 'text'; found id \| raw \| 标题"):
        list(Corpus(path, text="text"))
    with pytest.raises(CorpusError, match="expected text in column 'raw', found binary"):
        list(Corpus(path, text="raw"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=rf"^{path}: can't be read as Parquet"):
        list(Corpus(path))


def test_parquet_with_broken_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    broken = pa.array([b"ok", b"a\xff", None]).view(pa.string())
    pq.write_table(pa.table({"text": broken}), path)
    with pytest.raises(CorpusError, match="not valid UTF-8"):
        list(Corpus(path))
    assert list(Corpus(path, errors="replace")) == ["ok", "a\ufffd"]
    corpus = Corpus(path, errors="skip")
    assert list(corpus) == []
    assert len(corpus.skipped) == 1


@pytest.mark.data
def test_real_tables(data_dir: Path) -> None:
    titles = list(Corpus(data_dir / "raw" / "thucnews_titles_dev.tsv.xz", text=1))
    assert len(titles) == 10_000
    reviews = list(Corpus(data_dir / "sentiment" / "chnsenticorp_train.tsv.xz"))
    assert len(reviews) == 9_600
    assert not any(review.startswith('"房间小得') for review in reviews)
