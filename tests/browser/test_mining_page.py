"""The page of a run in Chromium: its table, its examples, its map, both languages, and no network."""

from __future__ import annotations

import numpy as np
import pytest

from zici.corpus import Corpus
from zici.lexicon import Lexicon
from zici.report import write_mining_report
from zici.segment import Segmenter
from zici.vectors import WordVectors

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
NASTY = [
    "</script><script>window.bad=1</script>",
    "<img src=x onerror=window.bad=2>",
    "𠮷野家",
    "\ud800半",
    "-词",
]
MANY = 50_000


@pytest.fixture(scope="module")
def lexicon():
    """Words like 词乙丙: from the most frequent, with numbers that tell one from another."""
    digits = "零一二三四五六七八九"
    words = ["词" + "".join(digits[int(d)] for d in str(k)) for k in range(MANY - len(NASTY))]
    rng = np.random.default_rng(0)
    pmi = rng.uniform(0, 15, MANY)
    pmi[::7] = np.nan
    counts = np.arange(MANY, 0, -1) + 1_000_000
    return Lexicon(NASTY + words, {"count": counts, "pmi": pmi, "left_entropy": rng.uniform(0, 9, MANY)})


@pytest.fixture(scope="module")
def address(lexicon, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "报告.html"
    words = [word for word in lexicon.words if "\ud800" not in word]
    lines = [f"前面{word}后面的话。" for word in words[:3000]]
    rng = np.random.default_rng(0)
    write_mining_report(
        path,
        lexicon=lexicon,
        corpus=Corpus.from_texts([*lines, "再说词一，" + NASTY[1]]),
        segmenter=Segmenter(words),
        vectors=WordVectors(lexicon.words[:300], rng.standard_normal((300, 8)), counts=lexicon.count[:300]),
        known=frozenset(lexicon.words[10:]),
        run={"parameters": {"input": ["a.txt"], "in_force": {"order": 6}}, "seconds": {"cut": 1, "total": 1}},
    )
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Open the page; at the end no error was told and nothing but the file was asked for."""
    contexts, told, asked = [], [], []

    def open_page(*, width=1440, height=900, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_selector("html[data-ready]", timeout=10_000)
        page.wait_for_timeout(60)
        return page

    yield open_page
    for context in contexts:
        assert all(page.evaluate("() => window.bad") is None for page in context.pages)
        context.close()
    assert told == []
    assert set(asked) <= {address, "data:,", "about:srcdoc"}


def rows(page):
    """The words on screen, from above."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".body .row:not([hidden])")]
        .sort((a, b) => a.dataset.at - b.dataset.at).map((row) => row.querySelector("bdi").textContent)"""
    )


def settled(page):
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def find(page, text):
    page.get_by_role("searchbox").fill(text)
    settled(page)


def by(page, name):
    page.get_by_role("columnheader", name=name).get_by_role("button").click()
    settled(page)


def map_frame(page):
    page.locator(".map-here >> visible=true").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(timeout=10_000)
    return frame


def test_fifty_thousand_words_are_there_at_once(opened, lexicon, address):
    page = opened(locale="en-GB")
    assert page.title() == "Words found in a text"
    assert page.get_by_role("grid").get_attribute("aria-rowcount") == str(MANY + 1)
    assert "50,000 words" in page.inner_text(".filters")
    assert len(page.query_selector_all(".body .row")) < 60
    assert rows(page)[5:8] == ["词零", "词一", "词二"]
    # The quickest of some: others may need the machine too.
    assert min(page.evaluate("() => performance.now()") for page in (opened(), opened(), opened())) < 2000
    page.evaluate("() => { document.querySelector('.grid').scrollTop = 1e9; }")
    settled(page)
    assert rows(page)[-1] == lexicon.words[-1]


def test_every_column_sorts_both_ways_and_unknown_comes_last(opened, lexicon):
    page = opened(locale="en-GB")
    pmi = lexicon.columns["pmi"]
    order = np.argsort(-np.rint(pmi * 100), kind="stable")  # NaN goes to the end
    by(page, "PMI")
    assert rows(page)[:9] == [lexicon.words[k] for k in order[:9]]
    assert page.get_by_role("columnheader", name="PMI").get_attribute("aria-sort") == "descending"
    by(page, "PMI")
    assert rows(page)[0] == lexicon.words[int(np.nanargmin(np.rint(pmi * 100)))]
    page.evaluate("() => { document.querySelector('.grid').scrollTop = 1e9; }")
    settled(page)
    assert page.locator(".body .row:not([hidden])").last.inner_text().count("–") == 1
    by(page, "Length")
    assert len(rows(page)[0]) == max(map(len, lexicon))
    by(page, "Word")
    expected = sorted(lexicon.words, key=lambda word: word.encode("utf-16-be", "surrogatepass"))
    assert rows(page)[:5] == expected[:5]
    by(page, "Count")
    assert rows(page)[0] == NASTY[0]
    assert page.get_by_role("columnheader", name="Word").get_attribute("aria-sort") == "none"


def test_search_lengths_and_new_words(opened, lexicon):
    page = opened(locale="en-GB")
    find(page, "九九九")
    wanted = [word for word in lexicon if "九九九" in word]
    assert rows(page)[: len(wanted)] == wanted[: len(rows(page))]
    assert f"{len(wanted)} of 50,000 words" in page.inner_text(".filters")
    page.get_by_role("combobox").select_option("4-4")
    settled(page)
    assert rows(page) == ["词九九九"]
    find(page, "没有")
    assert rows(page) == []
    assert page.get_by_text("No word is like this.").is_visible()
    find(page, "")
    page.get_by_role("combobox").select_option("1-")
    page.get_by_role("checkbox").check()
    settled(page)
    assert rows(page) == list(lexicon.words[:10])


@pytest.mark.parametrize("word", NASTY[:3])
def test_any_word_is_shown_as_text_with_its_examples(opened, word):
    page = opened(locale="en-GB")
    find(page, word)
    page.locator(".body .row:not([hidden])").first.click()
    panel = page.get_by_role("region", name="The chosen word")
    assert panel.locator("h3 bdi").inner_text() == word
    assert panel.locator("h3 .mark").inner_text() == "new"
    assert panel.locator("dd").first.inner_text().startswith("1,0")
    if word == "𠮷野家":
        assert panel.locator("li").all_inner_texts() == ["前面𠮷野家后面的话。"]
    assert page.locator("main img").count() == 0


def test_two_examples_or_none(opened):
    page = opened(locale="en-GB")
    find(page, "词一")
    page.locator(".body .row:not([hidden])").first.click()
    panel = page.get_by_role("region", name="The chosen word")
    assert panel.locator("li").all_inner_texts() == ["前面词一后面的话。", "再说词一，<img src=x oner…"]
    assert panel.locator("li mark").all_inner_texts() == ["词一", "词一"]
    find(page, "词四九九九四")
    page.locator(".body .row:not([hidden])").first.click()
    assert "wasn't cut out" in panel.inner_text()


def test_keys_walk_the_table(opened, lexicon):
    page = opened(locale="en-GB")
    grid = page.get_by_role("grid")
    grid.focus()
    title = page.locator(".panel h3 bdi")
    for key, place in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("End", MANY - 1), ("Home", 0)]:
        page.keyboard.press(key)
        settled(page)
        assert title.inner_text() == lexicon.words[place].replace("\ud800", "\ufffd")
        active = page.locator("#" + grid.get_attribute("aria-activedescendant"))
        assert active.get_attribute("aria-rowindex") == str(place + 2)
        assert active.get_attribute("aria-selected") == "true"
        box, around = active.bounding_box(), grid.bounding_box()
        assert around["y"] + 30 <= box["y"] <= around["y"] + around["height"] - box["height"] + 1
    page.keyboard.press("PageDown")
    assert page.evaluate("() => Number(document.querySelector('[aria-selected=true]').dataset.at)") > 5


def test_the_map_opens_and_is_shown_the_word(opened):
    page = opened(locale="en-GB")
    assert page.locator("iframe").count() == 0  # not before it is near the screen
    page.locator(".body .row:not([hidden])").nth(6).click()
    page.get_by_role("button", name="Show on the map").click()
    frame = page.frame_locator("iframe")
    frame.locator("#panel").wait_for(timeout=10_000)
    assert frame.locator("#word").inner_text() == "词一"
    assert page.locator("iframe").get_attribute("title") == "Map of the words"
    page.locator(".body .row:not([hidden])").nth(9).click()
    page.get_by_role("button", name="Show on the map").click()
    frame.get_by_role("heading", name="词四").wait_for()
    find(page, "词九九九")
    page.locator(".body .row:not([hidden])").first.click()
    assert page.get_by_role("button", name="Show on the map").count() == 0


def test_the_wheel_is_the_maps_only_after_a_click(opened):
    page = opened()
    map_frame(page)
    page.evaluate("() => document.querySelector('iframe').scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(100)
    box = page.locator("iframe").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    before = page.evaluate("() => scrollY")
    page.mouse.wheel(0, -200)
    page.wait_for_function(f"() => scrollY < {before}")
    page.mouse.click(*middle)
    page.wait_for_timeout(300)
    before = page.evaluate("() => scrollY")
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(300)
    assert page.evaluate("() => scrollY") == before


def test_the_other_language_keeps_what_was_chosen(opened):
    page = opened(locale="en-GB")
    find(page, "词一")
    page.locator(".body .row:not([hidden])").first.click()
    map_frame(page)
    page.click("#language")
    assert page.title() == "从语料中找到的词"
    assert page.get_by_role("searchbox").input_value() == "词一"
    assert page.locator(".panel h3 bdi").inner_text() == "词一"
    assert page.get_by_role("columnheader", name="次数").get_attribute("aria-sort") == "descending"
    assert map_frame(page).locator("#title").inner_text() == "词图"
    page.click("#language")
    assert page.title() == "Words found in a text"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_held_upright(opened, scheme):
    page = opened(width=390, height=844, has_touch=True, is_mobile=True, locale="zh-CN", color_scheme=scheme)
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    page.locator(".body .row:not([hidden])").nth(7).tap()
    assert page.locator(".panel h3 bdi").inner_text() == "词二"
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".body .cell:not(.word)")]
        .filter((cell) => cell.scrollWidth > cell.clientWidth).length"""
    )
    assert cut == 0  # no number is cut off
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(251, 250, 246)", "dark": "rgb(20, 23, 28)"}[scheme]
    map_frame(page)


def test_everything_that_takes_the_focus_has_a_name(opened):
    page = opened()
    page.locator(".body .row:not([hidden])").nth(7).click()
    map_frame(page)
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, iframe, [tabindex]")]
        .filter((x) => x.checkVisibility())
        .filter((x) => !(x.ariaLabel || x.title || x.textContent || x.labels?.[0]?.textContent).trim())
        .map((x) => x.outerHTML)"""
    )
    assert unnamed == []


def test_without_vectors_in_one_language(browser, tmp_path):
    path = tmp_path / "r.html"
    words = Lexicon(["新词"])
    write_mining_report(
        path, lexicon=words, corpus=Corpus.from_texts(["新词"]), segmenter=Segmenter(words), run={}, lang="zh"
    )
    page = browser.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=10_000)
    settled(page)
    assert rows(page) == ["新词"]
    assert "–" in page.locator(".body .row").first.inner_text()
    page.close()
    assert told == []
