"""The report of a mining run: what it counts, keeps and shows, and that texts and words stay text."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.corpus import Corpus, is_word_character
from zici.errors import OptionError, OutputError
from zici.lexicon import Lexicon
from zici.report import write_mining_report
from zici.report._mining_charts import slope
from zici.report._mining_contexts import WIDTH, find_examples
from zici.report._mining_data import NAN, NONE
from zici.report._mining_run import flat, run_cards
from zici.report._mining_samples import MOST, pick_sentences
from zici.report._mining_text import CODES, read_facts
from zici.report._mining_tokens import cut_sample, numbers_of
from zici.report._mining_words import MINING
from zici.segment import Segmenter
from zici.vectors import WordVectors

TEXT = ["从语料中发现新词，再用新词切分语料！", "发现新词不难。新词𠮷野家在此。", "K5 与 K6，\n𠮷野家。"]
WORDS = {"新词": 4, "发现": 2, "语料": 2, "𠮷野家": 2, "的": 0}
NASTY = [
    "</script><script>bad()</script>",
    "<img src=x onerror=bad()>",
    "{{data}}",
    "\ud800半",
    "a&amp;b",
    "👩‍🚀",
]


def write(path, words=None, text=TEXT, **options):
    lexicon = words if isinstance(words, Lexicon) else Lexicon.from_words(words or WORDS)
    corpus = text if isinstance(text, Corpus) else Corpus.from_texts(text)
    segmenter = Segmenter([word for word in lexicon if "\ud800" not in word] or ["字"])
    options.setdefault("run", {})
    write_mining_report(path, lexicon=lexicon, corpus=corpus, segmenter=segmenter, **options)
    return path.read_text(encoding="utf-8")


def unpacked(page, name="words"):
    held = re.search(rf'id="{name}">([A-Za-z0-9+/=]*)</script>', page).group(1)
    return zlib.decompress(base64.b64decode(held))


def read(page):
    """The head, each column by name, flags, and for each word its examples as (before, after)."""
    line, _, body = unpacked(page).partition(b"\n")
    head = json.loads(line)
    kinds = {"h": "<i2", "f": "<f4", "u": "<u4", "d": "<f8"}
    columns, size = {}, len(head["words"])

    def take(kind):
        nonlocal body
        values = np.frombuffer(body, kind, size)
        body = body[values.nbytes :]
        return values

    for name, kind in head["columns"]:
        columns[name] = take(kinds[kind])
    flags = take("u1")
    places = [take("<u4") for _ in range(head["examples"])]
    assert len(body) == head["text"]
    found = {
        word: [around(body, int(places[k][row]), word) for k in range(len(places)) if places[k][row] != NONE]
        for row, word in enumerate(head["words"])
    }
    return head, columns, flags, found


def around(text, place, word):
    """As the page does it, in UTF-16 units."""
    end = place + len(word.encode("utf-16-le", "surrogatepass")) // 2
    left, right = text[2 * max(0, place - WIDTH) : 2 * place], text[2 * end : 2 * (end + WIDTH)]
    assert text[2 * place : 2 * end].decode("utf-16-le") == word
    return (
        left.decode("utf-16-le", "ignore").split("\n")[-1],  # without half of a pair
        right.decode("utf-16-le", "ignore").split("\n")[0],
    )


def pieces(page, language="en"):
    tag = {"en": "en", "zh": "zh-Hans"}[language]
    return re.search(rf'<main lang="{tag}"[^>]*>(.*?)</main>', page, re.S).group(1)


def tiles(page):
    rows = re.findall(r'<div class="tile"><span class="soft">(.*?)</span><b>(.*?)</b>', pieces(page))
    return dict(rows)


def test_facts_words_and_examples(tmp_path):
    lexicon = Lexicon(
        list(WORDS),
        {"count": list(WORDS.values()), "pmi": [5.127, np.nan, 1.0, 0.5, -2.0], "parts": [1, 2, 3, 4, -5]},
    )
    page = write(tmp_path / "r.html", lexicon)
    shown = tiles(page)
    joined = "\n".join(TEXT)
    assert shown["Lines"] == "4"
    assert shown["Characters"] == str(len(joined.replace("\n", "")))
    assert f"{len(set(''.join(joined.split())))} different" in page
    assert "5 sentences" in page
    assert shown["Words"] == "5"
    head, columns, flags, found = read(page)
    assert head["words"] == ["新词", "发现", "语料", "𠮷野家", "的"]
    assert columns["count"].tolist() == [4, 2, 2, 2, 0]
    assert columns["pmi"].tolist() == [513, NAN, 100, 50, -200]
    assert columns["parts"].tolist() == [1, 2, 3, 4, -5]
    assert not flags.any()
    assert found["新词"] == [
        ("从语料中发现", "，再用新词切分语料！"),
        ("从语料中发现新词，再用", "切分语料！"),
    ]
    assert found["𠮷野家"] == [("发现新词不难。新词", "在此。"), ("", "。")]
    assert found["的"] == []


def test_both_languages_or_one(tmp_path):
    page = write(tmp_path / "r.html")
    assert MINING["en"]["title"] in pieces(page, "en")
    assert MINING["zh"]["title"] in pieces(page, "zh")
    alone = write(tmp_path / "r.html", lang="zh", title="三个<词>")
    assert "<title>三个&lt;词&gt;</title>" in alone
    assert alone.count("<main") == 1
    with pytest.raises(OptionError, match="lang: expected one of en, zh"):
        write(tmp_path / "r.html", lang="fr")


def test_the_words_of_both_languages_are_the_same():
    assert MINING["en"].keys() == MINING["zh"].keys()
    for name, text in MINING["en"].items():
        places = re.compile(r"\{\w+\}")
        assert set(places.findall(text)) >= set(places.findall(MINING["zh"][name])), name


def test_new_words_are_marked_against_a_dictionary(tmp_path):
    page = write(tmp_path / "r.html", known=frozenset(["发现", "语料", "的", "别的"]))
    assert tiles(page)["New words"] == "2"
    assert "40.0% are not in the dictionary of 4" in page
    head, _, flags, _ = read(page)
    assert head["known"]
    assert [word for word, flag in zip(head["words"], flags, strict=True) if flag & 2] == ["新词", "𠮷野家"]
    assert '<span class="new">新词</span>' in page
    assert '<span class="long">发现</span>' in page
    assert "New words" not in tiles(write(tmp_path / "r.html"))


def test_the_map_is_held_and_its_script_allowed(tmp_path):
    vectors = WordVectors(["新词", "发现", "别的"], np.eye(3))
    page = write(tmp_path / "r.html", vectors=vectors)
    inner = unpacked(page, "map").decode()
    assert inner.startswith("<!DOCTYPE html>")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    for part in ("style", "script"):
        for shown in (page, inner):
            text = re.search(rf"<{part}>(.*?)</{part}>", shown, re.S).group(1)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    head, _, flags, _ = read(page)
    assert [word for word, flag in zip(head["words"], flags, strict=True) if flag & 1] == ["新词", "发现"]
    for none in (None, WordVectors(["新词"], [[1.0]])):
        without = write(tmp_path / "r.html", vectors=none)
        assert 'id="map"' not in without
        assert "map-here" not in pieces(without)


def test_nasty_words_and_texts_stay_text(tmp_path):
    run = {"parameters": {"input": NASTY, "text": NASTY[0]}, "counts": {NASTY[1]: 3}, "started": NASTY[0]}
    page = write(
        tmp_path / "r.html",
        Lexicon(NASTY, {"count": range(6)}),
        [*NASTY, f"看{NASTY[1]}看，这里的句子有十几个字。"],
        known=frozenset(["字"]),
        run=run,
        title=NASTY[0],
        vectors=WordVectors(NASTY, np.eye(6)),
    )
    for bad in ("<script>bad", "<img src", "bad()</script>"):
        assert bad not in page
        assert bad not in unpacked(page, "map").decode()
    assert html.escape(NASTY[1]) in page
    head, _, _, _ = read(page)
    assert head["words"] == NASTY[::-1]


@pytest.mark.parametrize(
    "lexicon",
    [
        Lexicon(["新词"], {"count": [1]}),
        Lexicon(["新词", "发现"]),
        Lexicon(
            ["新词", "发现"], {"pmi": [np.nan, np.nan], "left_entropy": [np.nan, np.inf], "x": [1e9, 0.5]}
        ),
        Lexicon(["新词"], {"count": [1 << 40]}),
        Lexicon([]),
    ],
)
def test_lexicons_of_one_word_without_columns_or_numbers(tmp_path, lexicon):
    page = write(tmp_path / "r.html", lexicon, known=frozenset("字"))
    head, columns, _, _ = read(page)
    assert set(head["words"]) == set(lexicon)
    for name, values in lexicon.columns.items():
        order = [lexicon.words.index(word) for word in head["words"]]
        wanted = np.asarray(values, float)[order]
        if name == "count":
            wanted[wanted < 0] = np.nan
        got = columns[name].astype(float)
        if dict(head["columns"])[name] == "h":
            got = np.where(got == NAN, np.nan, got / 100)
        np.testing.assert_allclose(got, wanted, atol=0.005, rtol=1e-6)


@pytest.mark.parametrize("text", [[], ["\n\n"], ["，。"], ["字"], ["新词" * 3]])
def test_texts_with_hardly_anything(tmp_path, text):
    page = write(tmp_path / "r.html", text=text)
    assert tiles(page)["Characters"] == str(sum(len(one.replace("\n", "")) for one in text))


def test_one_line_of_ten_million_characters(tmp_path):
    page = write(tmp_path / "r.html", text=["从语料中发现新词而" * 1_111_111])
    assert tiles(page)["Lines"] == "1"
    assert tiles(page)["Characters"] == "9,999,999"
    assert "What is cut below is 40% of the text" in page
    _, _, _, found = read(page)
    assert found["新词"][0][1].startswith("而从语料中")
    assert len(page) < 1_000_000


def test_the_table_ends_with_the_most_frequent(tmp_path, monkeypatch):
    monkeypatch.setattr("zici.report._mining_page.SHOWN", 3)
    monkeypatch.setattr("zici.report._mining_body.SHOWN", 3)
    page = write(tmp_path / "r.html")
    assert read(page)[0]["words"] == ["新词", "发现", "语料"]
    assert "The 3 most frequent of 5 words." in page


def test_same_input_same_bytes_and_steps(tmp_path):
    vectors = WordVectors(list(WORDS), np.random.default_rng(0).standard_normal((5, 4)))
    steps = []
    one = write(tmp_path / "r.html", vectors=vectors, progress=steps.append)
    assert one == write(tmp_path / "s.html", vectors=vectors)
    assert {step.stage for step in steps} == {"write report"}
    assert [step.done for step in steps] == list(range(steps[0].total + 1))


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(OutputError, match="can't be written"):
        write(tmp_path / "none" / "r.html")


def test_the_run_is_told_whatever_it_holds(tmp_path):
    run = {
        "started": "2026-01-02T03:04:05+0000",
        "parameters": {
            "input": ["texts/甲.txt", "乙"],
            "top": None,
            "strict": True,
            "in_force": {"order": 6},
        },
        "counts": {"documents": 3, "words": 5},
        "seconds": {"discover": 61.25, "cut": 3, "total": 64.25, "odd": None},
        "versions": {"python": "3.11"},
    }
    page = pieces(write(tmp_path / "r.html", run=run))
    assert "甲.txt, 乙 · 2026-01-02 03:04 · zici" in page
    assert '<span class="soft">Documents</span><b>3</b>' in page
    assert "<b>1:04 min</b>" in page
    assert "in_force.order" in page
    assert "discover: 61.25" in page
    for odd in (
        {},
        {"seconds": {"total": float("nan"), "cut": float("inf")}},
        {"parameters": None, "seconds": 3, "counts": [1]},
        {"started": 5},
    ):
        assert run_cards(odd, MINING["en"]) == []
        write(tmp_path / "r.html", run=odd)
    assert dict(flat({"long": list(range(20))}))["long"].endswith("11, … (20)")


# Against the definition


def naive_facts(text):
    lines = [line for line in re.split("[\n\r]", text) if line]
    sentences = [part for part in re.split("[\n\r。！？!?…｡]", text) if re.search(r"[^\W_]", part)]
    return len(lines), len(sentences), sum(map(len, lines))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("新词a5。！，\n\r 𠮷", max_size=12), max_size=8))
def test_facts_do_not_depend_on_the_blocks(blocks):
    text = "".join(blocks)
    for given_ in (blocks, [text], list(text)):
        facts = read_facts(given_)
        assert (facts.lines, facts.sentences, facts.chars) == naive_facts(text)
        assert "".join(facts.sample) == text
        assert sum(facts.scripts().values()) == facts.chars


def test_blocks_that_break_a_sentence(monkeypatch):
    monkeypatch.setattr("zici.report._mining_text.BLOCK", 3)
    text = "新词新词，新词。\n\n新词新词\n，，，，新词新词。新"
    for size in range(1, 9):
        facts = read_facts(text[k : k + size] for k in range(0, len(text), size))
        assert (facts.lines, facts.sentences, facts.chars) == naive_facts(text)


def test_a_sample_lies_evenly_over_the_text(monkeypatch):
    monkeypatch.setattr("zici.report._mining_text.PIECE", 10)
    text = "".join(f"{k:09}\n" for k in range(5000))
    assert read_facts([text], limits=(100, 100_000)).sampled == 20_000  # two fifths
    facts = read_facts([text], limits=(100, 10_000))
    assert not facts.whole
    assert facts.sampled == 10_000
    numbers = np.array([int(piece) for piece in facts.sample])
    assert (np.diff(numbers) > 0).all()
    assert np.diff(numbers).max() <= 3 * 5
    assert np.bincount(numbers // 500).tolist() == pytest.approx([100] * 10, abs=5)


def test_scripts_of_many_letters():
    facts = read_facts(["汉々〇㐀𠮷 Aé Ｚ9９ あカｶ 한 жא ，… \x00"])
    assert facts.scripts() == {
        "han": 5, "latin": 3, "digits": 2, "kana": 3, "hangul": 1, "other": 2, "signs": 2, "blanks": 8,
    }  # fmt: skip
    assert facts.counts.size == CODES


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("新词发现料，\n𠮷", max_size=30), max_size=6))
def test_tokens_are_those_of_the_segmenter(texts):
    segmenter = Segmenter(["新词", "发现", "料新", "𠮷词"])
    facts = read_facts(texts)
    tokens = cut_sample(segmenter, facts)
    cut = [word for piece in facts.sample for word in segmenter.cut(piece)]
    words = [word for word in cut if is_word_character(np.array([ord(word[0])], np.uint32))[0]]
    counted = Counter(words)
    assert tokens.total == len(words)
    assert sorted(tokens.counts.tolist()) == sorted(counted.values())
    read_, seen = tokens.growth(7)
    assert [len(set(words[:k])) for k in read_.tolist()] == seen.tolist()
    assert tokens.lengths.tolist() == np.bincount([len(word) for word in words], minlength=1).tolist()
    text = "".join(facts.sample)
    listed = ["新词", "发现", "料新", "𠮷词", "新", "没有"]
    for word, places in zip(listed, tokens.occurrences(listed).tolist(), strict=True):
        there = [place for place in places if place >= 0]
        assert len(there) == min(counted[word], 4)
        assert all(text.startswith(word, place) for place in there)
    examples = find_examples(listed, tokens, facts.sample)
    units = examples.text.encode("utf-16-le")
    for word, places in zip(listed, examples.places.tolist(), strict=True):
        assert (places[0] >= 0) == (counted[word] > 0)
        for place in filter(lambda at: at >= 0, places):
            left, right = around(units, place, word)
            assert any((left + word + right) in line for line in text.split("\n"))


def test_numbers_tell_words_apart():
    rng = np.random.default_rng(0)
    words = {"".join(map(chr, rng.integers(0x4E00, 0x4E20, rng.integers(1, 6)))) for _ in range(20_000)}
    words |= {"\x00", "\x00\x00", "a", "aa", "\ud800", "\U0010ffff"}
    listed = sorted(words)
    numbers = numbers_of(listed)
    assert len(set(numbers.tolist())) == len(listed)
    assert numbers_of(listed[::-1]).tolist() == numbers.tolist()[::-1]
    assert numbers_of([]).size == 0


def test_sentences_are_whole_and_from_everywhere():
    lines = [f"这是第{k:04}行，说的是语料里的新词。" for k in range(3000)]
    picked = pick_sentences(["\n".join(lines)])
    assert len(picked) == 10
    assert set(picked) <= set(lines)
    assert [int(one[3:7]) // 300 for one in picked] == list(range(10))
    endless = pick_sentences(["新词" * 500])
    assert endless == ["新词" * (MOST // 2)]
    assert pick_sentences([]) == []
    assert pick_sentences(["\n\n"]) == []


@given(st.text("新词。！\n”a，", max_size=200))
def test_sentences_are_part_of_the_text(text):
    for sentence in pick_sentences([text]):
        assert sentence in text or " ".join(sentence.split()) in " ".join(text.split())


def test_slope_of_a_power_law():
    ranks = np.arange(1, 2000)
    assert slope(ranks, np.rint(1e9 / ranks**1.3)) == pytest.approx(-1.3, abs=1e-4)
    assert slope(np.array([3]), np.array([5])) == 0
