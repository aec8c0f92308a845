"""Names of uploads: fit to be shown, and never a path."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import CorpusError
from zici.studio.runs._names import LONGEST, clean, form

SUFFIXES = {
    kind + packed
    for kind in (".txt", ".jsonl", ".csv", ".tsv", ".parquet")
    for packed in ("", ".gz", ".xz", ".bz2", ".zst")
} - {".parquet.gz", ".parquet.xz", ".parquet.bz2", ".parquet.zst"}

NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from('/\\.:\0\n\r\t \u202e\u200b\ufeff\ud800~*?"<>|斗破')),
    max_size=300,
)


@given(NASTY)
def test_a_clean_name_is_one_short_line_without_folders(name: str) -> None:
    shown = clean(name)
    assert 1 <= len(shown) <= LONGEST
    assert not set("/\\\0\n\r\t") & set(shown)
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn") for char in shown)
    assert shown not in (".", "..") and shown == shown.strip()
    shown.encode()


@given(NASTY)
def test_cleaning_is_done_once_and_for_all(name: str) -> None:
    assert clean(clean(name)) == clean(name)


@given(NASTY, st.sampled_from(["", ".txt", ".CSV", ".jsonl.gz", ".tsv.zst", ".parquet", ".md", ".exe"]))
def test_the_suffix_on_disk_is_out_of_a_fixed_list(name: str, end: str) -> None:
    try:
        found = form(clean(name + end))
    except CorpusError:
        return
    assert found.suffix in SUFFIXES


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\斗破苍穹.txt", "斗破苍穹.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("e\u0301.txt", "é.txt"),
        (".bashrc", "bashrc"),
        ("x" * 500 + ".jsonl.gz", "x" * 95 + "…" + "x" * 15 + ".jsonl.gz"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert clean(name) == shown


@pytest.mark.parametrize(
    ("name", "kind", "suffix"),
    [
        ("a.txt", "text", ".txt"),
        ("a", "text", ".txt"),
        ("a.md", "text", ".txt"),
        ("a.TXT.GZ", "text", ".txt.gz"),
        ("novel.gz", "text", ".txt.gz"),
        ("a.ndjson", "jsonl", ".jsonl"),
        ("a.csv.bz2", "csv", ".csv.bz2"),
        ("a.tsv.xz", "tsv", ".tsv.xz"),
        ("a.parquet", "parquet", ".parquet"),
    ],
)
def test_forms(name: str, kind: str, suffix: str) -> None:
    assert (form(name).kind, form(name).suffix) == (kind, suffix)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.zip", "unpack it"),
        ("a.RAR", "unpack it"),
        ("a.7z", "unpack it"),
        ("a.tar.gz", "found .tar.gz; unpack it"),
        ("a.docx", "save it as plain text"),
        ("a.pdf", "pdftotext"),
        ("a.xlsx", "save the sheet as .csv"),
        ("a.json", "rename it to .jsonl"),
        ("a.parquet.gz", "Parquet is packed already"),
    ],
)
def test_what_has_to_become_text_first_is_told_how(name: str, remedy: str) -> None:
    with pytest.raises(CorpusError, match=remedy) as caught:
        form(name)
    assert str(caught.value).startswith(f"{name}: expected") and "\n" not in str(caught.value)
