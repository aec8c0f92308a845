"""Texts with labels from files of every format, and the line that is named when something is wrong."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.classify.data import Place, read_classes, read_labelled, read_rows
from zici.errors import CorpusError, EmptyError, OptionError

ROWS = [("很好吃", "好"), ("难吃，贵", "坏"), ('他说："一般"', "中")]
word = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff"), min_size=1, max_size=8
).filter(lambda text: text.strip() and not text.startswith("\ufeff"))


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def as_csv(rows, head=("text", "label"), delimiter=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([head, *rows] if head else rows)
    return out.getvalue()


def as_jsonl(rows, names=("text", "label")):
    return "".join(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def pairs(found):
    return list(zip(found.texts, found.labels, strict=True))


@settings(max_examples=40)
@given(st.lists(st.tuples(word, word), min_size=1, max_size=6), st.sampled_from(["csv", "jsonl", "parquet"]))
def test_what_is_written_is_read(tmp_path_factory, rows, kind):
    path = tmp_path_factory.mktemp("data") / f"data.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"text": [t for t, _ in rows], "label": [label for _, label in rows]}), path)
    else:
        write(path, as_csv(rows) if kind == "csv" else as_jsonl(rows))
    assert pairs(read_labelled(path)) == [(text, label.strip()) for text, label in rows]


@pytest.mark.parametrize(
    ("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)]
)
def test_packed_tables(tmp_path, suffix, pack):
    table = pa.BufferOutputStream()
    pq.write_table(pa.table({"label": [1, 0], "内容": ["好", "坏"]}), table)
    parquet = write(tmp_path / f"t.parquet{suffix}", pack(table.getvalue().to_pybytes()))
    assert pairs(read_labelled(parquet)) == [("好", "1"), ("坏", "0")]
    assert pairs(read_labelled(write(tmp_path / f"t.csv{suffix}", pack(as_csv(ROWS).encode())))) == ROWS
    tsv = as_csv(ROWS, delimiter="\t")
    assert pairs(read_labelled(write(tmp_path / f"t.tsv{suffix}", pack(tsv.encode())))) == ROWS


def test_places_are_lines_of_the_file(tmp_path):
    path = write(tmp_path / "t.csv", 'label,text\n1,"两\n行"\n\n0,一行\n')
    found = read_labelled(path)
    assert found.places == (Place(str(path), 2), Place(str(path), 5))
    assert str(found.places[1]) == f"{path}, line 5"
    assert found.counts == {"0": 1, "1": 1}
    assert len(found.take([1, 1])) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_windows_line_ends(tmp_path, encoding):
    rows = [(f"这家餐厅的菜很好吃，我们都很喜欢{k}", "正面") for k in range(5)]
    path = write(tmp_path / "t.csv", as_csv(rows, ("评论", "标签")).replace("\n", "\r\n").encode(encoding))
    assert pairs(read_labelled(path)) == rows


def test_columns_by_name_by_number_and_by_guess(tmp_path):
    path = write(tmp_path / "t.csv", "id,kind,words\n1,好,甲\n2,坏,乙\n")
    assert read_labelled(path, text="words", label="kind").labels == ("好", "坏")
    bare = write(tmp_path / "bare.csv", "1,好,甲\n2,坏,乙\n")
    assert pairs(read_labelled(bare, text=3, label="2")) == [("甲", "好"), ("乙", "坏")]
    two = write(tmp_path / "two.csv", "what,text\n好,甲\n")
    assert pairs(read_labelled(two)) == [("甲", "好")]
    assert pairs(read_labelled(two, label="what")) == [("甲", "好")]
    both = [write(tmp_path / "a.csv", as_csv(ROWS)), write(tmp_path / "b.jsonl", as_jsonl(ROWS))]
    assert pairs(read_labelled(both)) == ROWS * 2


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([1, 0], ("1", "0")),
        ([1.0, 0.0], ("1", "0")),
        ([True, False], ("true", "false")),
        ([" a ", "b"], ("a", "b")),
    ],
)
def test_labels_of_other_kinds_become_strings(tmp_path, values, labels):
    rows = zip(("甲", "乙"), values, strict=True)
    assert read_labelled(write(tmp_path / "t.jsonl", as_jsonl(rows))).labels == labels
    pq.write_table(pa.table({"text": ["甲", "乙"], "label": values}), tmp_path / "t.parquet")
    assert read_labelled(tmp_path / "t.parquet").labels == labels


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", "text,label\n甲,1\n,0\n", "line 3: no text"),
        ("t.csv", "text,label\n甲,1\n  ,0\n", "line 3: no text"),
        ("t.csv", "text,label\n甲, \n", "line 2: no label"),
        ("t.csv", "text,label\n甲\n", "line 2: expected 2 cells as in row 1, found 1"),
        ("t.csv", 'text,label\n"甲,1\n', "line 2: a quote that is never closed"),
        ("t.jsonl", '{"text": "甲", "label": 1}\n{"text": "乙"}\n', "line 2: no label"),
        ("t.jsonl", '{"text": "甲", "label": 1}\n{"text": "乙", "label": null}\n', "line 2: no label"),
        (
            "t.jsonl",
            '{"text": "甲", "label": 1}\n{"text": "乙", "label": "好"}\n',
            "line 2: labels of one kind",
        ),
        ("t.jsonl", '{"text": "甲", "label": [1]}\n', "line 1: expected a string or a whole number"),
        ("t.jsonl", '{"text": "甲", "label": 0.5}\n', "line 1: expected a string or a whole number"),
        ("t.jsonl", '{"text": 5, "label": 1}\n', "line 1: expected a text"),
        ("t.jsonl", "[1]\n", "line 1: expected an object"),
        ("t.jsonl", "[" * 99_999 + "\n", "line 1: expected an object"),
    ],
)
def test_a_row_that_is_wrong_is_named(tmp_path, name, data, message):
    path = write(tmp_path / name, data)
    with pytest.raises(CorpusError) as error:
        read_labelled(path)
    assert str(error.value).startswith(f"{path}, {message}")
    assert "\n" not in str(error.value)


def test_rows_that_are_wrong_can_be_left_out(tmp_path):
    path = write(tmp_path / "t.csv", "text,label\n甲,1\n,0\n乙\n丙,\n丁,0\n")
    found = read_labelled(path, errors="skip")
    assert pairs(found) == [("甲", "1"), ("丁", "0")]
    assert [(place.line, reason[:8]) for place, reason in found.skipped] == [
        (3, "no text"),
        (4, "expected"),
        (5, "no label"),
    ]
    with pytest.raises(EmptyError, match="1 rows were left out"):
        read_labelled(write(tmp_path / "u.csv", "text,label\n,1\n"), errors="skip")


def test_a_column_of_numbers_with_gaps(tmp_path):
    pq.write_table(pa.table({"text": ["甲", "乙"], "label": [1.0, None]}), tmp_path / "t.parquet")
    with pytest.raises(CorpusError, match="line 2: no label"):
        read_labelled(tmp_path / "t.parquet")
    pq.write_table(pa.table({"text": ["甲", "乙"], "label": [1.0, float("nan")]}), tmp_path / "t.parquet")
    assert read_labelled(tmp_path / "t.parquet", errors="skip").labels == ("1",)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"text": "no"}, CorpusError, "no column 'no'; found id | label | review"),
        ({"label": "no"}, CorpusError, "no column 'no'"),
        ({"text": "label", "label": "label"}, CorpusError, "text and label are one column"),
        ({"text": 1, "label": "label"}, OptionError, "both as names, or both as numbers"),
        ({"text": 9, "label": 1}, CorpusError, "no column 9 for the text; the first row has 3"),
        ({"text": 0}, OptionError, "its number from 1"),
        ({"text": ""}, OptionError, "its number from 1"),
        ({"text": True}, OptionError, "name or number"),
        ({"errors": "maybe"}, OptionError, "errors"),
        ({"encoding": "klingon"}, OptionError, "klingon"),
        ({"format": "xls"}, OptionError, "format"),
    ],
)
def test_columns_and_options_that_are_refused(tmp_path, options, error, message):
    path = write(tmp_path / "t.csv", "id,label,review\n1,好,甲\n")
    with pytest.raises(error) as caught:
        read_labelled(path, **options)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("t.csv", "", EmptyError, "expected texts with labels, found none"),
        ("t.csv", "text,label\n", EmptyError, "expected texts with labels, found none"),
        ("t.csv", "a,b,c\n1,2,3\n", CorpusError, "which column is the text?"),
        ("t.csv", "text,b,c\n1,2,3\n", CorpusError, "which column is the label?"),
        ("t.txt", "好\n", OptionError, "plain text has no labels"),
        ("t.parquet", "no", CorpusError, "can't be read as Parquet"),
        ("t.csv", b"\xff\xfe\xfd" + bytes(range(128, 256)) * 20, CorpusError, "t.csv"),
    ],
)
def test_files_that_are_refused(tmp_path, name, data, error, message):
    with pytest.raises(error) as caught:
        read_labelled(write(tmp_path / name, data))
    assert message in str(caught.value)
    with pytest.raises(CorpusError, match="no such file"):
        read_labelled(tmp_path / "none.csv")


def test_a_file_for_each_class(tmp_path):
    good = write(tmp_path / "好.txt", "很好吃\r\n\r\n真好\r\n")
    (tmp_path / "bad").mkdir()
    for name in ("1.txt", "2.txt"):
        write(tmp_path / "bad" / name, f"难吃{name}\n")
    table = write(tmp_path / "more.csv", "id,review\n1,不错\n")
    found = read_classes({"好": [good, table], " 坏 ": tmp_path / "bad"})
    assert pairs(found) == [
        ("很好吃", "好"),
        ("真好", "好"),
        ("不错", "好"),
        ("难吃1.txt", "坏"),
        ("难吃2.txt", "坏"),
    ]
    assert found.places[1] == Place(str(good), 3)
    with pytest.raises(EmptyError, match="expected texts of the class '空', found none"):
        read_classes({"好": good, "空": write(tmp_path / "空.txt", "\n\n")})
    with pytest.raises(OptionError, match="expected a label"):
        read_classes({" ": good})
    with pytest.raises(OptionError, match="text='review' names a column, but"):
        read_classes({"好": good}, text="review")
    with pytest.raises(OptionError, match="names a column"):
        next(read_rows(good, text=1))


def test_rows_to_label_keep_their_lines(tmp_path):
    text = write(tmp_path / "t.txt", "甲\r\n\r\n乙\n \n丙".encode())
    assert [(row.place.line, row.text) for row in read_rows(text)] == [
        (1, "甲"),
        (2, ""),
        (3, "乙"),
        (4, " "),
        (5, "丙"),
    ]
    table = write(tmp_path / "t.csv", "id,text\n1,甲\n2,\n3,丙\n")
    assert [row.text for row in read_rows(table)] == ["甲", "", "丙"]
    broken = write(tmp_path / "t.jsonl", '{"text": "甲"}\n{"text": null}\n{"text": 3}\n')
    with pytest.raises(CorpusError, match="line 3: expected a text, found '3'"):
        list(read_rows(broken))
    assert [row.text for row in read_rows(broken, errors="skip")] == ["甲", "", ""]


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=5), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_text_file_has_a_row_for_every_line(tmp_path_factory, lines, end):
    path = tmp_path_factory.mktemp("rows") / "t.txt"
    write(path, "字" + end + "".join(line + end for line in lines))
    if "\x00" not in "".join(lines):
        assert [row.text for row in read_rows(path, encoding="utf-8")] == ["字", *lines]


def test_progress_counts_the_bytes(tmp_path):
    path = write(tmp_path / "t.csv", as_csv(ROWS))
    steps = []
    read_labelled(path, progress=steps.append)
    assert (steps[-1].done, steps[-1].total, steps[-1].unit) == (
        path.stat().st_size,
        path.stat().st_size,
        "bytes",
    )
