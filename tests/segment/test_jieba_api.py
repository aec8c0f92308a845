"""The calls of jieba: shapes and types as jieba has them, words as the dictionary has them."""

from __future__ import annotations

import io
import logging
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.lexicon import Lexicon
from zici.segment import Segmenter, jieba_api

COUNTS = {
    "中": 90,
    "将": 80,
    "中将": 29,
    "清华": 30,
    "大学": 50,
    "清华大学": 8,
    "华大": 3,
    "北京": 60,
    "来到": 20,
}
WORDS = st.text(st.sampled_from("新词发现中将A1 ３甲乙"), min_size=1, max_size=4).filter(str.strip)


@pytest.fixture
def tokenizer() -> jieba_api.Tokenizer:
    return jieba_api.Tokenizer(COUNTS)


@pytest.fixture(scope="module")
def jieba():
    module = pytest.importorskip("jieba", reason="jieba is not installed")
    module.setLogLevel(logging.ERROR)
    return module


@pytest.fixture(scope="module")
def sides(jieba):
    """zici and jieba with jieba's own dictionary."""
    with jieba.get_dict_file() as file:
        path = file.name
    theirs = jieba.Tokenizer(path)
    theirs.FREQ, theirs.total = theirs.gen_pfdict(theirs.get_dict_file())
    theirs.initialized = True
    return jieba_api.Tokenizer(path), theirs


def test_without_a_dictionary_every_call_says_how_to_set_one():
    tokenizer = jieba_api.Tokenizer()
    for call in (tokenizer.lcut, tokenizer.add_word, tokenizer.suggest_freq, tokenizer.lcut_for_search):
        with pytest.raises(EmptyError, match=r"set_dictionary\(\"words.tsv\"\)"):
            call("新词")
    with pytest.raises(EmptyError):
        list(jieba_api.Tokenizer().cut("新词"))
    with pytest.raises(EmptyError):
        tokenizer.load_userdict(["新词 3"])


def test_the_module_speaks_for_one_tokenizer():
    try:
        jieba_api.set_dictionary(COUNTS)
        jieba_api.add_word("新词")
        assert jieba_api.lcut("找新词") == ["找", "新词"] == jieba_api.dt.lcut("找新词")
        assert jieba_api.get_FREQ("清华") == 30
    finally:
        jieba_api.dt.__init__()


def test_calls_have_the_shapes_and_types_of_jieba(sides):
    text = "小明硕士毕业于中国科学院计算所，后在日本京都大学深造"
    for ours, theirs in (
        (sides[0].cut(text, HMM=False), sides[1].cut(text, HMM=False)),
        (sides[0].lcut(text, cut_all=True), [word for word in sides[1].lcut(text, cut_all=True) if word]),
        (sides[0].cut_for_search(text, HMM=False), sides[1].cut_for_search(text, HMM=False)),
        (sides[0].lcut_for_search(text, False), sides[1].lcut_for_search(text, False)),
        (sides[0].tokenize(text, HMM=False), sides[1].tokenize(text, HMM=False)),
        (sides[0].tokenize(text, "search", False), sides[1].tokenize(text, "search", False)),
        (sides[0].lcut(text.encode(), HMM=False), sides[1].lcut(text.encode(), HMM=False)),
        (sides[0].lcut(text.encode("gbk"), HMM=False), sides[1].lcut(text.encode("gbk"), HMM=False)),
    ):
        assert type(ours) is type(theirs)
        assert list(ours) == list(theirs)
    assert type(sides[0].get_FREQ("大学")) is int
    assert sides[0].add_word("新词甲") is None


@pytest.mark.data
def test_the_words_are_those_of_jieba(sides, data_dir: Path):
    """All sentences without figures, letters and runs: for those zici has other rules."""
    import lzma

    lines = lzma.decompress((data_dir / "raw" / "news_msra.txt.xz").read_bytes()).decode().splitlines()[:3000]
    other = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\s]|([^\w\s])\1")
    plain = [line for line in lines if not other.search(line)]
    assert len(plain) > 2000
    for ours, theirs in (
        (sides[0].lcut, sides[1].lcut),
        (sides[0].lcut_for_search, sides[1].lcut_for_search),
    ):
        same = sum(ours(line, HMM=False) == theirs(line, HMM=False) for line in plain)
        assert same >= 0.999 * len(plain)
    han = re.compile("[一-龥]")
    for line in plain[:1000]:
        full = [[word for word in side.lcut(line, cut_all=True) if han.match(word)] for side in sides]
        assert full[0] == full[1]


@pytest.mark.parametrize(
    "segment", ["中将", "台中", "云计算", "石墨烯", ("中", "将"), ("今天", "天气"), "新甲词乙"]
)
def test_suggested_counts_are_those_of_jieba(sides, segment):
    assert sides[0].suggest_freq(segment) == sides[1].suggest_freq(segment)


def test_a_tuned_word_comes_apart_and_together(tokenizer):
    assert tokenizer.lcut("中将") == ["中将"]
    low = tokenizer.suggest_freq(("中", "将"), tune=True)
    assert tokenizer.lcut("中将") == ["中", "将"]
    assert tokenizer.get_FREQ("中将") == low
    tokenizer.suggest_freq("中将", tune=True)
    assert tokenizer.lcut("中将") == ["中将"]


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, st.none() | st.integers(0, 50)), max_size=12), WORDS)
def test_added_words_are_as_if_they_had_always_been_there(changes, text):
    tokenizer = jieba_api.Tokenizer(COUNTS)
    for word, count in changes:
        tokenizer.add_word(word, count)
        if count is None:
            assert tokenizer.lcut(word, HMM=False) == [word]
    left = {word: count for word, count in tokenizer.FREQ.items() if count}
    assert tokenizer.total == sum(left.values())
    anew = jieba_api.Tokenizer(left)
    for sentence in (text, "中将来到清华大学新词" + text, text * 3):
        assert "".join(tokenizer.lcut(sentence)) == sentence
        for hmm in (False, True):
            assert tokenizer.lcut(sentence, HMM=hmm) == anew.lcut(sentence, HMM=hmm)
        assert tokenizer.lcut(sentence, cut_all=True) == anew.lcut(sentence, cut_all=True)


def test_many_words_at_once_are_those_one_by_one(monkeypatch):
    from zici.segment import _jieba_words

    lines = [
        f"{a}{b}{c} {n}"
        for n, (a, b, c) in enumerate(zip("甲乙丙丁", "新词发现", "中将大学", strict=True), 1)
    ]
    lines += ["甲新", "丙发现", "北京大学", "大", "甲新中"]
    found = []
    for many in (1000, 0):
        monkeypatch.setattr(_jieba_words, "_MANY", many)
        tokenizer = jieba_api.Tokenizer(COUNTS)
        tokenizer.load_userdict(lines)
        for word in ("甲新", "丙发现", "北京大学", "甲新中"):
            assert tokenizer.lcut(word) == [word]
        found.append(set(tokenizer.FREQ))
    assert found[0] == found[1]


def test_a_deleted_word_is_gone_and_can_come_back(tokenizer):
    tokenizer.del_word("清华大学")
    tokenizer.del_word("从未有过")
    assert tokenizer.lcut("清华大学") == ["清华", "大学"]
    assert tokenizer.get_FREQ("清华大学") == 0
    assert "清华大学" not in tokenizer.lcut("清华大学", cut_all=True)
    tokenizer.add_word("清华大学")
    assert tokenizer.lcut("清华大学") == ["清华大学"]


def test_numbers_are_joined_where_jieba_would_guess(tokenizer):
    assert tokenizer.lcut("二十三点五") == ["二十三点五"]
    assert tokenizer.lcut("二十三点五", HMM=False) == list("二十三点五")


def test_dictionaries_come_in_many_forms(tmp_path: Path):
    lexicon = Lexicon.from_words(COUNTS)
    lexicon.save(tmp_path / "words.tsv")
    lexicon.export(tmp_path / "dict.txt", "jieba")
    Segmenter(lexicon).save(tmp_path / "segmenter.npz")
    forms = (lexicon, COUNTS, Segmenter(lexicon), tmp_path / "words.tsv", str(tmp_path / "dict.txt"))
    for form in (*forms, tmp_path / "segmenter.npz"):
        tokenizer = jieba_api.Tokenizer(form)
        tokenizer.initialize()
        assert dict(tokenizer.FREQ) == COUNTS
    assert jieba_api.Tokenizer(["清华", "大学"]).lcut("清华大学") == ["清华", "大学"]
    assert jieba_api.Tokenizer({"清华": 5, "清华大学": None}).lcut("清华大学") == ["清华大学"]


def test_a_dictionary_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no_such"):
        jieba_api.Tokenizer(tmp_path / "no_such.txt")
    with pytest.raises(OptionError, match="ngram"):
        jieba_api.Tokenizer(Segmenter(method="ngram", ngrams=["新词"])).initialize()
    with pytest.raises(EmptyError):
        jieba_api.Tokenizer({"新词": 0}).initialize()


@pytest.mark.parametrize(
    ("line", "ok"),
    [
        ("云计算 5", True),
        ("云计算 5 n", True),
        ("云计算 n", True),
        ("New York", True),
        ("New York 5 ns", True),
        ("云计算 0", True),
        ("云计算 -5", False),
        ("云计算 1.5", False),
        ("云计算 1e9", False),
        ("云计算 9223372036854775807", True),
        ("云计算 9223372036854775808", False),
        ("云计算 " + "9" * 5000, False),
        ("云计算\t5", False),
        ("云\u2028计算 5", False),
        (b"\xff\xfe", False),
    ],
)
def test_user_dictionaries_name_the_broken_line(tokenizer, tmp_path: Path, line, ok):
    lines = ["新词 3".encode(), b"", line if isinstance(line, bytes) else line.encode(), "发现".encode()]
    path = tmp_path / "user.txt"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    before = dict(tokenizer.FREQ)
    if ok:
        tokenizer.load_userdict(str(path))
        assert tokenizer.lcut("新词") == ["新词"]
        return
    for source in (
        path,
        [text.decode("utf-8", "surrogateescape") for text in lines],
        io.BytesIO(b"\n".join(lines)),
    ):
        if isinstance(line, bytes) and isinstance(source, list):
            continue
        with pytest.raises(FormatError, match=r"line 3: expected .*found") as caught:
            tokenizer.load_userdict(source)
        assert len(str(caught.value)) < 300
    assert dict(tokenizer.FREQ) == before


def test_of_a_repeated_word_the_last_line_counts(tokenizer):
    tokenizer.load_userdict(io.StringIO("新词 3\n新词 70\n中 1\n"))
    assert (tokenizer.get_FREQ("新词"), tokenizer.get_FREQ("中")) == (70, 1)
    assert tokenizer.total == sum(tokenizer.FREQ.values())


def test_words_with_spaces_are_found(tokenizer):
    tokenizer.add_word("New York", 5)
    assert tokenizer.lcut("来到New York") == ["来到", "New York"]


@pytest.mark.parametrize("count", [-1, 1 << 63, "x", float("nan"), float("inf")])
def test_counts_out_of_range_are_refused(tokenizer, count):
    with pytest.raises(OptionError, match=r"新词.*expected a count"):
        tokenizer.add_word("新词", count)


def test_what_is_no_word_text_or_mode_is_refused(tokenizer):
    for word in ("", " ", "新\n词", None):
        with pytest.raises(OptionError):
            tokenizer.add_word(word)
    with pytest.raises(OptionError):
        tokenizer.lcut(3)
    with pytest.raises(OptionError, match="use_paddle"):
        tokenizer.lcut("新词", use_paddle=True)
    with pytest.raises(OptionError, match="mode"):
        list(tokenizer.tokenize("新词", mode="fine"))
    with pytest.raises(OptionError):
        list(tokenizer.tokenize(b"x"))
    with pytest.raises(OptionError):
        tokenizer.load_userdict(3)


def test_it_goes_through_pickle(tokenizer):
    tokenizer.add_word("新词")
    copy = pickle.loads(pickle.dumps(tokenizer))
    assert copy.lcut("中将找新词") == tokenizer.lcut("中将找新词") == ["中将", "找", "新词"]
    copy.add_word("找新")
    assert "找新" not in tokenizer.FREQ
