"""What the studio tells of a word: contexts, relatives, neighbours."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import InputError, OptionError
from zici.lexicon import Lexicon
from zici.studio._segmented import join
from zici.studio._workspace import Workspace
from zici.studio.services import Counted, KeyWord, Services, Words
from zici.studio.services._contexts import BLOCK, find_contexts
from zici.studio.services._relatives import Holders

LETTERS = "新词发ab3，"
LINES = st.lists(st.lists(st.text(LETTERS, min_size=1, max_size=3), max_size=6), min_size=1, max_size=5)


def test_contexts_stand_in_joined_lines_and_words_that_were_cut_come_first(workspace: Workspace) -> None:
    found = Words(workspace).contexts("新词", width=4)
    assert found.complete and found.searched == 1.0
    assert found.rows == (
        KeyWord("", "新词", "Pyth", True),
        KeyWord("料中发现", "新词", "。", False),  # there 发现新词 was cut
        KeyWord("发现了", "新词", "典", False),  # a blank of the text's own, which looks like one of the cut
    )
    apart = Words(workspace).contexts("研究生命", n=3, width=5)
    assert apart.rows == (KeyWord("", "研究生命", "  的语料", False),)  # several blanks are the text's own
    assert Words(workspace).contexts("没有") == ("没有", (), True, 1.0)


@given(LINES, st.text(LETTERS, min_size=1, max_size=3))
def test_contexts_are_those_of_the_joined_text(lines: list[list[str]], word: str) -> None:
    text = "\n".join(" ".join(line) for line in lines)
    expected = set()
    for line in text.split("\n"):
        plain = join(line)
        for place in re.finditer(re.escape(word), plain):
            left, right = plain[max(0, place.start() - 3) : place.start()], plain[place.end() :][:3]
            expected.add((left, right))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cut.txt")
        path.write_bytes(text.encode())
        found = find_contexts(path, word, n=99, width=3, seconds=9.0)
    assert {(row.left, row.right) for row in found.rows} >= expected
    if not re.search("[0-9][ab]|[ab][0-9]", word):  # what was a digit beside a letter can't be told
        assert {(row.left, row.right) for row in found.rows} == expected
    assert any(row.whole for row in found.rows) == any(word in line for line in lines)


def test_a_word_at_the_border_of_two_blocks_is_found(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    for shift in range(8):
        filler = "a" * (BLOCK - shift - 1)
        path.write_bytes(f"{filler} 新 词 b\n".encode())
        found = find_contexts(path, "新词", n=5, width=2, seconds=9.0)
        assert found.rows == (KeyWord("aa", "新词", "b", False),)


def test_the_search_of_a_long_text_stops_when_time_is_up(workspace: Workspace) -> None:
    path = workspace.folder / "segmented.txt"
    path.write_bytes(b"a b\n" * (BLOCK // 2) + "新词\n".encode())
    found = Words(workspace).contexts("新词", seconds=0.0)
    assert found.rows == ()
    assert not found.complete
    assert found.searched == pytest.approx(0.5, abs=0.01)
    assert Words(workspace).contexts("新词", seconds=60.0).rows == (KeyWord("", "新词", "", True),)


def test_an_empty_text_has_no_contexts(workspace: Workspace) -> None:
    (workspace.folder / "segmented.txt").write_bytes(b"")
    assert Words(workspace).contexts("新词").rows == ()


@pytest.mark.parametrize("word", ["", " ", "a\nb", "长" * 101])
def test_a_word_that_is_none_is_refused(workspace: Workspace, word: str) -> None:
    with pytest.raises(OptionError, match="word: expected 1 to 100 characters"):
        Words(workspace).contexts(word)
    with pytest.raises(OptionError, match="word: expected 1 to 100 characters"):
        Words(workspace).relatives(word)


def test_numbers_outside_their_range_are_refused(workspace: Workspace) -> None:
    words = Words(workspace)
    for n in (0, 1001):
        with pytest.raises(OptionError, match="n: expected an integer from 1 to 1000"):
            words.contexts("新", n)
    with pytest.raises(OptionError, match="width: expected an integer from 0 to 200"):
        words.contexts("新", width=201)
    with pytest.raises(OptionError, match="n: expected an integer from 0 to 1000"):
        words.relatives("新", -1)


def test_relatives_are_parts_and_holders(workspace: Workspace) -> None:
    found = Words(workspace).relatives("新词", 1)
    assert found.inside == (Counted("新", 9), Counted("词", 8))
    assert found.around == (Counted("发现新词", 2),)
    assert found.more == 0
    assert Words(workspace).relatives("新", 1) == ((), (Counted("新词", 5),), 1)
    assert Words(workspace).relatives("生词").inside == (Counted("词", 8),)  # no word itself


@given(
    st.sets(st.text("新词发\U00020000", min_size=1, max_size=4), min_size=1), st.text("新词发", min_size=1)
)
def test_relatives_are_those_of_a_plain_search(words: set[str], word: str) -> None:
    ordered = sorted(words)
    lexicon = Lexicon.from_words([(one, place) for place, one in enumerate(ordered)])
    found = Holders(lexicon).relatives(word, 99)
    around = [one for one in reversed(ordered) if word in one and one != word]
    assert [one.word for one in found.around] == around
    assert {one.word for one in found.inside} == {one for one in words if one in word and one != word}
    assert all(lexicon[one.word].count == one.count for one in found.inside + found.around)


def test_unknown_counts_are_none() -> None:
    holders = Holders(Lexicon.from_words(["新词", "新"]))
    assert holders.relatives("新", 5).around == (Counted("新词", None),)


def test_neighbours_are_those_of_the_vectors(workspace: Workspace) -> None:
    services = Services(workspace)
    assert services.words.neighbours("新词", 1) == services.vectors.near("新词", 1)
    services.close()


def test_what_is_missing_is_told_with_the_command(bare: Workspace) -> None:
    words = Words(bare)
    assert not words.ready()
    assert words.how() == f"zici mine TEXTS -o '{bare.folder}'"  # it holds a blank
    for call in (words.contexts, words.relatives):
        with pytest.raises(InputError, match=re.escape(f"make it with: {words.how()}")):
            call("新词")
