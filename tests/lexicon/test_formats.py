"""Other programs' formats: round trips of everything they hold, real-life lines, broken lines, detection."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, FormatError, OptionError, OutputError
from zici.lexicon import Lexicon

EDGE = "".join(map(chr, range(33))) + "\ufeff"
INSIDE = st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r\0")
COUNTS = st.integers(-1, 2**63 - 1)


def words(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Words that neither start nor end with a space, a control character or a byte order mark."""
    return st.text(alphabet, min_size=1, max_size=6).filter(
        lambda word: word.strip() and word == word.strip(EDGE)
    )


def without(marks: str) -> st.SearchStrategy[str]:
    return st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r\0" + marks)


def counted(
    word: st.SearchStrategy[str], count: st.SearchStrategy[int] = COUNTS
) -> st.SearchStrategy[Lexicon]:
    return st.dictionaries(word, count, min_size=1, max_size=8).map(Lexicon.from_words)


def round_trip(folder: pytest.TempPathFactory, lexicon: Lexicon, name: str, format_name: str) -> Lexicon:
    path = folder.getbasetemp() / name
    lexicon.export(path, format_name)
    return Lexicon.load(path, format_name)


@given(counted(words(INSIDE), COUNTS.filter(lambda count: count >= 0)))
def test_jieba_with_counts(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    assert round_trip(tmp_path_factory, lexicon, "userdict.txt", "jieba") == lexicon


@given(counted(words(without(" "))))
def test_jieba_without_counts(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    assert round_trip(tmp_path_factory, lexicon, "userdict.txt", "jieba") == lexicon


@given(counted(words(without(" \v\f")), st.integers(-1, 2**31 - 1)))
def test_hanlp_txt(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    assert round_trip(tmp_path_factory, lexicon, "custom.txt", "hanlp") == lexicon


@given(counted(words(without(",")), st.integers(-1, 2**31 - 1)))
def test_hanlp_csv(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    assert round_trip(tmp_path_factory, lexicon, "custom.csv", "hanlp") == lexicon


@given(counted(words(INSIDE)))
def test_rime(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    assert round_trip(tmp_path_factory, lexicon, "words.dict.yaml", "rime") == lexicon


@given(counted(words(INSIDE)), st.sampled_from(["ik", "plain"]))
def test_lists_of_words(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon, format_name: str) -> None:
    kept = lexicon.filter(keep=lambda word: not word.startswith("# ")) | ["词"]
    assert round_trip(tmp_path_factory, kept, "words.txt", format_name) == Lexicon(kept)


@given(st.text(INSIDE, min_size=1, max_size=3).filter(str.strip), COUNTS)
def test_any_word_is_held_or_refused(tmp_path_factory: pytest.TempPathFactory, word: str, count: int) -> None:
    lexicon = Lexicon.from_words({"词": 1, word: count} if word != "词" else {"词": 1})
    for format_name in ("jieba", "hanlp", "ik", "rime", "plain"):
        try:
            loaded = round_trip(tmp_path_factory, lexicon, "any.txt", format_name)
        except OutputError as error:
            assert repr(word) in str(error)
        else:
            assert loaded.words == lexicon.words


@pytest.mark.parametrize(
    ("format_name", "name", "word", "message"),
    [
        ("jieba", "a.txt", " 词", "at a word's end"),
        ("jieba", "a.txt", "词\x0b", "at a word's end"),
        ("jieba", "a.txt", "\ufeff词", "byte order mark"),
        ("jieba", "a.txt", "词\ufeff", "byte order mark"),
        ("jieba", "a.txt", "New York", "its count is unknown"),
        ("hanlp", "a.txt", "New York", "can't hold spaces but in a .csv file"),
        ("hanlp", "a.csv", "a,b", "can't hold commas"),
        ("hanlp", "a.csv.gz", "a,b", "can't hold commas"),
        ("ik", "a.dic", "词 ", "at a word's end"),
        ("rime", "a.dict.yaml", "词 ", "at a word's end"),
        ("plain", "a.txt", "# 词", "for a comment"),
    ],
)
def test_refused_words(tmp_path: Path, format_name: str, name: str, word: str, message: str) -> None:
    with pytest.raises(OutputError) as caught:
        Lexicon(["好", word]).export(tmp_path / name, format_name)
    assert str(caught.value).startswith(f"word 2 {word!r}: ")
    assert message in str(caught.value)
    assert list(tmp_path.iterdir()) == []


WRITTEN = Lexicon.from_arrays(["字 词", "#号", "新词"], count=[3, 2**40, -1], pmi=[1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("format_name", "name", "text"),
    [
        ("jieba", "a.txt", "字 词 3\n#号 1099511627776\n新词\n"),
        ("hanlp", "a.csv", "字 词,n,3\n#号,n,2147483647\n新词\n"),
        ("ik", "a.dic", "字 词\n#号\n新词\n"),
        ("plain", "a.txt", "字 词\n#号\n新词\n"),
        (
            "rime",
            "我的.dict.yaml.gz",
            '---\nname: "我的"\nversion: "1"\nsort: by_weight\ncolumns:\n  - text\n  - weight\n...\n\n'
            "# no comment\n字 词\t3\n#号\t1099511627776\n新词\n",
        ),
    ],
)
def test_what_is_written(tmp_path: Path, format_name: str, name: str, text: str) -> None:
    path = tmp_path / name
    WRITTEN.export(path, format_name)
    data = path.read_bytes()
    if name.endswith(".gz"):
        import gzip

        data = gzip.decompress(data)
    assert data.decode() == text


def test_export_of_our_own_forms(tmp_path: Path) -> None:
    for format_name in ("tsv", "parquet"):
        WRITTEN.export(tmp_path / "words", format_name)
        assert Lexicon.load(tmp_path / "words") == WRITTEN
        assert Lexicon.load(tmp_path / "words", format_name) == WRITTEN


RIME_HEAD = "# Rime dictionary\n# encoding: utf-8\n---\nname: x\nversion: '1'\n"
READ = [
    ("jieba", "u.txt", "云计算 5\n李小福 2 nr\n台中\n凱特琳 nz\nEdu Trust认证 2000\n", [5, 2, -1, -1, 2000]),
    ("jieba", "u.txt", "Windows 10 7\nA 1 2 n\nc++ 3 nz\n", [7, 2, 3]),
    ("jieba", "u.txt", " 词 5 n \n\n\ufeff字 3\n", [5, 3]),
    (
        "hanlp",
        "h.txt",
        "单身狗 n 1024\n希望 v 7685 vn 616\n词\n词语 nz\n制表\tn\t5\n",
        [1024, 8301, -1, -1, 5],
    ),
    ("hanlp", "h.csv", "New York,ns,5\n纽约\n", [5, -1]),
    ("hanlp", "h.txt", "词  n \t 5\n字 n 3\n", [5, 3]),
    (
        "rime",
        "r.dict.yaml",
        RIME_HEAD + "...\n\n词\tci\t5\n# 注\n字\tzi\n行\thang\t40%\n半\tban\t2.6\n",
        [5, -1, -1, 3],
    ),
    ("rime", "r.dict.yaml", RIME_HEAD + "columns: [weight, 'text']\n...\n5\t词\n\t字\n", [5, -1]),
    (
        "rime",
        "r.dict.yaml",
        RIME_HEAD + "columns:\n  - code # 码\n  # 注\n  - text\nsort: original\n...\nci\t词\n",
        [-1],
    ),
    ("rime", "r.txt", RIME_HEAD + "...\n# no comment\n#词\tci\t5\n", [5]),
    ("rime", "essay.txt", "〇\t981\n〇〇\t658\n# 注\t3\n词\n", [981, 658, -1]),
    ("plain", "p.txt", "# 注\n研习班\nhello world\n#1\n", [-1, -1, -1]),
    ("ik", "p.dic", "# 注\n研习班\n", [-1, -1]),
]


@pytest.mark.parametrize(("format_name", "name", "text", "counts"), READ)
def test_real_life_lines(tmp_path: Path, format_name: str, name: str, text: str, counts: list[int]) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    lexicon = Lexicon.load(path, format_name)
    assert lexicon.count.tolist() == counts
    assert not any(word.startswith(("\ufeff", " ")) for word in lexicon)


def test_counts_of_repeated_words_are_added(tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    path.write_text("行 5 v\n字 3\n行 2 n\n行\n", encoding="utf-8")
    assert Lexicon.load(path, "jieba").to_dict() == {"行": 7, "字": 3}
    path.write_text(f"行 {2**63 - 1}\n行 1\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"dict\.txt: counts of a repeated word"):
        Lexicon.load(path, "jieba")


BROKEN = [
    ("jieba", "字 1\n词 -5\n", "line 2: expected 'word count tag'", "'词 -5'"),
    ("jieba", "字 1\n\n词 -5 n\n", "line 3:", "'词 -5 n'"),
    ("jieba", "词 1.5\n", "line 1:", "a word with spaces needs a count"),
    ("jieba", "词 五 n\n", "line 1:", "'词 五 n'"),
    ("jieba", "字 1\n词 9223372036854775808 n\n", "line 2:", "2^63 - 1"),
    ("jieba", "字 1\n词 " + "9" * 100 + "\n", "line 2:", "…'"),
    ("jieba", "词 " + "9" * 5000 + "\n", "line 1:", "…'"),
    ("hanlp", "字 n 1 v " + "9" * 5000 + "\n", "line 1:", "…'"),
    ("hanlp", "字 n 1 v  n 3\n", "line 1:", "'字 n 1 v  n 3'"),
    ("rime", "字\t" + "9" * 5000 + ".5\n", "line 1: expected a weight", "…'"),
    ("rime", "字\t" + "9" * 5000 + "\n", "line 1: expected a weight", "…'"),
    ("jieba", "字 1\n词\t5\n", "line 2:", "'词\\t5'"),
    ("jieba", "字 1\n\x01\n", "line 2: expected a word", "'\\x01'"),
    ("hanlp", "字 n 1\n词 n 1 v\n", "line 2: expected 'word', 'word nature'", "'词 n 1 v'"),
    ("hanlp", "字 n 1\n词 n -1\n", "line 2:", "'词 n -1'"),
    ("hanlp", "字 n 1\n词 n 1 v x\n", "line 2:", "counts from 0"),
    ("hanlp", "字 n 9223372036854775808\n", "line 1:", "2^63 - 1"),
    ("hanlp", "字 n 9223372036854775807 v 1\n词\n", "line 1:", "2^63 - 1"),
    ("ik", "字\n词\t5\n", "line 2: expected one word a line without tabs", "'词\\t5'"),
    ("plain", "# a\tb\n字\n词\t5\n", "line 3: expected one word a line", "column=1"),
    ("rime", "字\t1\n词\t-5\n", "line 2: expected a weight", "'词\\t-5'"),
    ("rime", "# 注\n字\t1\n词\tx\n", "line 3:", "percentage"),
    ("rime", "字\t9223372036854775808\n", "line 1:", "2^63 - 1"),
    ("rime", "字\t1\n\t5\n", "line 2: expected a word in field 1", "'\\t5'"),
    ("rime", "---\nname: x\n词\tci\t5\n", "expected a line '...' that ends the head", "found none"),
    ("rime", "---\ncolumns: [code]\n...\nci\n", "expected 'text' among the head's columns", "found code"),
    ("rime", "---\ncolumns: [code, text]\n...\nci\n", "line 4: expected a word in field 2", "'ci'"),
]


@pytest.mark.parametrize(("format_name", "text", "where", "what"), BROKEN)
def test_broken_lines(tmp_path: Path, format_name: str, text: str, where: str, what: str) -> None:
    path = tmp_path / "dict.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        Lexicon.load(path, format_name)
    message = str(caught.value)
    assert message.startswith(f"{path}: {where}")
    assert what in message
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize("format_name", [None, "tsv", "jieba", "hanlp", "ik", "rime", "plain"])
@pytest.mark.parametrize("text", ["", "\n \r\n\t\n", "\ufeff"])
def test_empty_files(tmp_path: Path, format_name: str | None, text: str) -> None:
    path = tmp_path / "dict.txt"
    path.write_bytes(text.encode())
    with pytest.raises(EmptyError, match=r"dict\.txt: expected"):
        Lexicon.load(path, format_name)


@pytest.mark.parametrize(
    ("format_name", "text"), [("rime", RIME_HEAD + "...\n"), ("plain", "# 注\n"), ("rime", "# 注\n")]
)
def test_files_without_words(tmp_path: Path, format_name: str, text: str) -> None:
    path = tmp_path / "dict.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EmptyError, match="expected words, found none"):
        Lexicon.load(path, format_name)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", "word\tcount\n字\t5\n", {"字": 5}),
        ("a.tsv", "word\n字\n", {"字": -1}),
        ("a.txt", "word\n字\n", {"word": -1, "字": -1}),
        ("a.tsv", "count\tword\n5\t字\n", {"字": 5}),
        ("a.tsv", "字\t5\n词\t3\n", {"字": 5, "词": 3}),
        (
            "a.txt",
            "云计算 5\n李小福 2 nr\n台中\nEdu Trust认证 2000\n",
            {"云计算": 5, "李小福": 2, "台中": -1, "Edu Trust认证": 2000},
        ),
        ("a.txt", "单身狗 n 1024\n希望 v 7685 vn 616\n词\n", {"单身狗": 1024, "希望": 8301, "词": -1}),
        ("a.txt", "# Rime\n---\nname: x\n...\n词\tci\t5\n", {"词": 5}),
        ("a.dict.yaml", "---\nname: x\n...\n词\tci\t5\n", {"词": 5}),
        ("a.txt", "字\nWindows 10\nhello world\n", {"字": -1, "Windows 10": -1, "hello world": -1}),
    ],
)
def test_detection(tmp_path: Path, name: str, text: str, expected: dict[str, int]) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert Lexicon.load(path).to_dict() == expected


def test_a_field_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "cedict.tsv"
    path.write_text("# 繁\t简\n體\t体\tti3\n 字\t字 \tzi4\n", encoding="utf-8")
    assert Lexicon.load(path, column=1).words == ("體", " 字")
    assert Lexicon.load(path, column=2).words == ("体", "字 ")
    with pytest.raises(FormatError, match="line 2: expected a word in field 4"):
        Lexicon.load(path, column=4)
    with pytest.raises(FormatError, match="expected a header with a column 'word'"):
        Lexicon.load(path)
    for column, format_name in ((0, None), (-1, "plain"), ("a", "plain"), (1, "jieba"), (1, "tsv")):
        with pytest.raises(OptionError, match="column="):
            Lexicon.load(path, format_name, column=column)


def test_weights_are_written_as_frequencies_of_the_same_shares(tmp_path: Path) -> None:
    words = Lexicon.from_arrays(["的", "新词", "语料库"], count=[60, 30, 20], weight=[60.0, 3.0, 0.5])
    expected = {"的": 566929134, "新词": 28346457, "语料库": 4724409}
    for format_name in ("jieba", "hanlp", "rime"):
        path = tmp_path / f"{format_name}.txt"
        words.export(path, format_name)
        assert Lexicon.load(path, format_name).to_dict() == expected
    words.save(tmp_path / "words.tsv")
    assert Lexicon.load(tmp_path / "words.tsv") == words


def test_weights_at_the_edges(tmp_path: Path) -> None:
    weight = [1e9, 1e-9, 0.0, float("nan"), -1.0, float("inf"), 1e30]
    words = Lexicon.from_arrays(list("甲乙丙丁戊己庚"), count=[1] * 7, weight=weight)
    words.export(tmp_path / "words.txt", "jieba")
    assert Lexicon.load(tmp_path / "words.txt").count.tolist() == [10**9, 1, 0, -1, -1, -1, 2**63 - 1]


def test_no_weight_at_all(tmp_path: Path) -> None:
    words = Lexicon.from_arrays(["新词", "New York"], count=[5, 5], weight=[0.0, float("nan")])
    words.filter(max_length=2).export(tmp_path / "words.txt", "jieba")
    assert Lexicon.load(tmp_path / "words.txt", "jieba").to_dict() == {"新词": 0}
    with pytest.raises(OutputError, match="'New York'"):
        words.export(tmp_path / "words.txt", "jieba")


def test_contexts_in_a_table_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "new.tsv"
    path.write_text("word\tcount\tcontexts\n新词\t5\t发现【新词】的 | 找【新词】\n", encoding="utf-8")
    assert Lexicon.load(path) == Lexicon.from_words({"新词": 5})
    with pytest.raises(OptionError, match="contexts"):
        Lexicon.from_arrays(["新词"], contexts=[1])
