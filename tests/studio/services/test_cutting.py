"""Cutting: every method, added words, and decisions that take effect at once."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.corpus import Corpus
from zici.errors import EmptyError, InputError, OptionError
from zici.lexicon import Lexicon
from zici.segment import CharLM, Segmenter
from zici.studio._workspace import Workspace
from zici.studio.curation import Curation
from zici.studio.services import METHODS, Cutting
from zici.studio.services._decisions import DecidedWords
from zici.studio.services._segmenters import KEPT, LEAST, WORDS, Recipe, Segmenters

BY_WORDS = tuple(method for method in METHODS if method != "lm")
TEXT = "从语料中发现新词，研究生命的新研究生。"


@pytest.fixture
def curation(workspace: Workspace) -> Iterator[Curation]:
    """Decisions on the words of the workspace."""
    opened = Curation(workspace.state / "curation.sqlite")
    lexicon = workspace.lexicon()
    assert lexicon is not None
    opened.load_words(lexicon, stamp=workspace.stamp())
    yield opened
    opened.close()


@pytest.fixture
def cutting(workspace: Workspace, curation: Curation) -> Iterator[Cutting]:
    """The service."""
    made = Cutting(workspace, curation)
    yield made
    made.close()


def test_every_method_cuts_as_the_library_does(cutting: Cutting, workspace: Workspace) -> None:
    lexicon = workspace.lexicon()
    assert lexicon is not None
    for method in ("unigram", "maxmatch", "backward"):
        assert cutting.cut(TEXT, method) == Segmenter(lexicon, method=method).cut(TEXT)
    ngrams = [word for word in lexicon if len(word) > 1]
    for method in ("ngram", "pair"):
        assert cutting.cut(TEXT, method) == Segmenter(method=method, ngrams=ngrams).cut(TEXT)


def test_added_words_take_effect_at_once(cutting: Cutting) -> None:
    assert "生命" not in cutting.cut("研究生命的")
    for method in BY_WORDS:
        assert cutting.cut("生命的", method, ["生命"])[0] == "生命"
    assert cutting.cut("新词", added={"新词": 0}) == ["新", "词"]  # a count of 0 takes a word out
    assert cutting.cut("新词") == ["新词"]


def test_decisions_take_effect_with_the_next_call(cutting: Cutting, curation: Curation) -> None:
    assert cutting.cut("发现新词") == ["发现新词"]
    curation.decide({"发现新词": None}, "reject", author="a")
    assert cutting.cut("发现新词") == ["发现", "新词"]
    curation.decide({"现新词": None}, "accept", author="a")
    assert "现新词" in cutting.cut("现新词")
    curation.decide({"语料": None}, "rename", author="a", target="语料库")
    for method in ("unigram", "maxmatch"):
        assert cutting.cut("语料库语料", method) == ["语料库", "语", "料"]
        assert cutting.cut(TEXT, method) == Segmenter(curation.curated(), method=method).cut(TEXT)
    for _ in range(3):
        curation.undo(author="a")
    assert cutting.cut("发现新词语料") == ["发现新词", "语料"]


@settings(max_examples=8)  # each makes a database
@given(
    st.dictionaries(
        st.sampled_from(["新词", "发现", "新", "语料", "研究", "研究生", "生命", "从语"]),
        st.sampled_from(["accept", "reject", "clear"]),
        max_size=5,
    )
)
def test_the_words_are_those_of_the_curation(
    tmp_path_factory: pytest.TempPathFactory, decisions: dict[str, str]
) -> None:
    columns = {"count": [5, 6, 9, -1, 3], "pmi": [1.5, 2, float("nan"), 4, 5]}
    lexicon = Lexicon(["新词", "发现", "新", "语料", "研究"], columns)
    with Curation(tmp_path_factory.mktemp("decided") / "c.sqlite") as curation:
        curation.load_words(lexicon, stamp="1")
        for word, action in decisions.items():
            curation.decide({word: None}, action, author="a")
        assert DecidedWords(lambda: lexicon, lambda: "1", curation).words() == (
            curation.curated() if any(action != "clear" for action in decisions.values()) else lexicon
        )


def test_a_comparison_tells_where_methods_differ(cutting: Cutting) -> None:
    found = cutting.compare("新词语料", ["unigram", "pair", "ngram"], {"词语": 50})
    assert set(found.tokens) == {"unigram", "pair", "ngram"}
    assert all("".join(tokens) == "新词语料" for tokens in found.tokens.values())
    assert found.tokens["pair"] == ["新词语料"]
    ends = []
    for tokens in found.tokens.values():
        ends.append({sum(map(len, tokens[: place + 1])) for place in range(len(tokens))})
    assert found.differ == sorted(set().union(*ends) - set.intersection(*ends)) != []
    assert cutting.compare("", BY_WORDS).differ == []
    assert cutting.compare("新词", []) == ({}, [])


def test_a_language_model_cuts_without_words(cutting: Cutting, workspace: Workspace) -> None:
    before = {method.name: method for method in cutting.methods()}
    assert not before["lm"].ready
    assert before["lm"].how == f"zici lm train TEXTS -o '{workspace.home('lm')}'"
    with pytest.raises(InputError, match=re.escape(before["lm"].how)):
        cutting.cut(TEXT, "lm")
    corpus = Corpus.from_texts(["研究新词", "新词研究语料", "发现新词"] * 9)
    model = CharLM.train(corpus, smoothing="absolute")
    model.save(workspace.home("lm"))
    assert {method.name: (method.ready, method.how) for method in cutting.methods()}["lm"] == (True, "")
    assert cutting.cut(TEXT, "lm", ["生命"]) == Segmenter(method="lm", lm=model).cut(TEXT)


def test_text_in_pieces_is_cut_as_a_whole(cutting: Cutting) -> None:
    pieces = ["从语料中发", "现新词\n新", "词\n"]
    assert "".join(cutting.stream(pieces)) == "从 语料 中 发现新词\n新词\n"
    assert "".join(cutting.stream(pieces, "maxmatch", sep="/")) == "从/语料/中/发现新词\n新词\n"
    assert cutting.cut_many(["新词", "", "新词语料"]) == [["新词"], [], ["新词", "语料"]]
    with pytest.raises(OptionError, match="method"):
        cutting.stream(pieces, "best")


@pytest.mark.parametrize("added", [[" "], ["a\nb"], "新词", {"新": -1}, [3], list(map(str, range(1001)))])
def test_words_that_cannot_be_added_are_refused(cutting: Cutting, added: object) -> None:
    with pytest.raises(OptionError):
        cutting.cut(TEXT, added=added)  # type: ignore[arg-type]


def test_no_word_left_is_told(cutting: Cutting, curation: Curation, workspace: Workspace) -> None:
    lexicon = workspace.lexicon()
    assert lexicon is not None
    curation.decide(dict.fromkeys(lexicon, None), "reject", author="a")
    with pytest.raises(EmptyError, match="expected words to cut with"):
        cutting.cut(TEXT)
    curation.undo(author="a")
    assert cutting.cut("新词") == ["新词"]


def test_what_is_missing_is_told_with_the_command(bare: Workspace) -> None:
    cutting = Cutting(bare)
    mine = f"zici mine TEXTS -o '{bare.folder}'"
    assert not cutting.ready()
    assert {method.how for method in cutting.methods() if method.by_words} == {mine}
    assert not any(method.ready for method in cutting.methods())
    with pytest.raises(InputError, match=re.escape(mine)):
        cutting.cut(TEXT)
    cutting.refresh()
    cutting.close()


def test_threads_cut_alike(cutting: Cutting, curation: Curation) -> None:
    expected = {tuple(cutting.cut(TEXT))}
    curation.decide({"研究生": None}, "reject", author="a")
    found: set[tuple[str, ...]] = set()
    threads = [threading.Thread(target=lambda: found.add(tuple(cutting.cut(TEXT)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1 and found != expected


def test_earlier_words_answer_while_new_ones_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zici.studio.services._segmenters.PATIENCE", 0.01)
    gate = threading.Event()

    def make(recipe: Recipe) -> Segmenter:
        if recipe.version == 2:
            assert gate.wait(30)
        return Segmenter(["新词" if recipe.version == 1 else "词语"])

    segmenters = Segmenters(make)
    first, second = Recipe("unigram", (), 1), Recipe("unigram", (), 2)
    assert segmenters.get(first).words == ("新词",)
    assert segmenters.get(second).words == ("新词",)
    gate.set()
    segmenters.begin(second).result()
    assert segmenters.get(second).words == ("词语",)
    segmenters.close()


@pytest.mark.parametrize(("words", "kept"), [(WORDS, KEPT), (6, LEAST)])
def test_few_segmenters_are_kept(words: int, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zici.studio.services._segmenters.WORDS", words)
    made: list[Recipe] = []

    def make(recipe: Recipe) -> Segmenter:
        made.append(recipe)
        return Segmenter(["新词", "新", "词"])

    segmenters = Segmenters(make)
    recipes = [Recipe("unigram", ((word, None),), 1) for word in map(str, range(kept + 3))]
    for recipe in recipes:
        segmenters.get(recipe)
    segmenters.get(recipes[-1])
    assert len(made) == kept + 3
    until = time.monotonic() + 30
    while (
        len(segmenters._made) > kept and time.monotonic() < until
    ):  # who made the last one lets go of others
        time.sleep(0.01)
    segmenters.get(recipes[3])
    assert len(made) == kept + 3
    segmenters.get(recipes[2])
    assert len(made) == kept + 4
    segmenters.close()
