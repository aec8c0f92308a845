"""The page of the map in Chromium: it draws, finds, zooms, keeps the word, and asks no network."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np
import pytest

from zici.report import plot_vectors
from zici.vectors import WordVectors, nearest_words

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
NASTY = [
    "</script><script>window.bad=1</script>",
    "<img src=x onerror=window.bad=2>",
    "𠮷野家",
    "👩‍🚀",
    "100%#",
]


@pytest.fixture(scope="module")
def vectors():
    rng = np.random.default_rng(0)
    words = [*NASTY, *(f"词{k}" for k in range(595))]
    middles = np.repeat(rng.standard_normal((6, 12)), 100, axis=0)
    return WordVectors(
        words, middles + rng.standard_normal((600, 12)) * 0.4, counts=10**6 // np.arange(1, 601)
    )


@pytest.fixture(scope="module")
def address(vectors, tmp_path_factory):
    path = tmp_path_factory.mktemp("map") / "词图.html"
    plot_vectors(vectors, path)
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Open the page; at the end no error was told and nothing but the file was asked for."""
    contexts, told, asked = [], [], []

    def open_page(*, word="", width=1440, height=900, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + word)
        page.wait_for_selector("html[data-ready]", timeout=10_000)
        page.wait_for_timeout(60)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert told == []
    assert {url.split("#")[0] for url in asked} <= {address, "data:,"}


def inked(page):
    """How many pixels of the canvas are not the ground's colour."""
    return page.evaluate(
        """() => { const c = document.getElementById("map");
        const copy = new OffscreenCanvas(c.width, c.height).getContext("2d");
        copy.drawImage(c, 0, 0);
        const p = new Uint32Array(copy.getImageData(0, 0, c.width, c.height).data.buffer);
        return p.reduce((sum, x) => sum + (x !== p[0]), 0); }"""
    )


def choose(page, word):
    page.fill("#search", word)
    page.press("#search", "Enter")
    page.wait_for_function("() => !document.getElementById('panel').hidden")
    page.wait_for_timeout(600)


def listed(page):
    return page.locator("#near bdi").all_inner_texts()


def test_search_shows_the_word_with_its_nearest(opened, vectors):
    page = opened(locale="en-GB")
    assert page.title() == "Word map"
    page.fill("#search", "词12")
    options = page.locator("#found li").all_inner_texts()
    assert options[0].startswith("词12\n")
    assert len(options) == 11  # 词12 and 词120 to 词129
    before = inked(page)
    choose(page, "词12")
    assert page.inner_text("#word") == "词12"
    assert page.inner_text("#count") == f"{10**6 // 18:,} times · no. 18"
    row = nearest_words(vectors, n=10).rows[vectors.index["词12"]]
    assert listed(page) == [vectors.words[k] for k in row]
    assert page.url.endswith("#" + quote("词12"))
    assert inked(page) != before
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    page.fill("#search", "没有")
    assert page.inner_text("#found") == "No such word"
    page.press("#search", "Enter")
    assert page.locator("#panel").is_hidden()


@pytest.mark.parametrize("word", NASTY)
def test_any_word_is_shown_as_text_and_kept_in_the_address(opened, word):
    page = opened(locale="en-GB")
    choose(page, word)
    assert page.inner_text("#word") == word
    again = opened(word=page.url[page.url.index("#") :])
    assert again.inner_text("#word") == word
    assert page.evaluate("() => window.bad") is None
    assert page.locator("img").count() == 0


def test_keys_walk_the_nearest_words_and_back_returns(opened, vectors):
    page = opened()
    choose(page, "词7")
    first, second = listed(page)[:2]
    page.locator("#near button").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.querySelector('bdi').textContent") == second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#word") == first
    assert page.evaluate("() => document.activeElement.closest('#near') !== null")
    page.go_back()
    page.wait_for_function("() => document.getElementById('word').textContent === '词7'")


def test_pointer_and_wheel(opened):
    page = opened(reduced_motion="reduce")
    choose(page, "词7")  # without motion: the word stands in the middle at once
    page.keyboard.press("Escape")
    page.mouse.move(720, 450)
    page.wait_for_selector("#tip:not([hidden])")
    assert page.inner_text("#tip b") == "词7"
    page.mouse.click(720, 450)
    assert page.inner_text("#word") == "词7"
    before = inked(page)
    page.mouse.wheel(0, 800)
    page.wait_for_timeout(80)
    assert inked(page) != before
    page.click("#all")
    page.mouse.move(700, 300)
    page.mouse.down()
    page.mouse.move(900, 500, steps=4)
    page.mouse.up()
    assert page.inner_text("#word") == "词7"  # a drag chooses nothing
    for key in ("+", "-", "0", "ArrowLeft", "/"):
        page.locator("#map").press(key)
    assert page.evaluate("() => document.activeElement.id") == "search"


def test_a_group_alone(opened):
    page = opened()
    before = inked(page)
    button = page.locator("#groups button").first
    button.click()
    page.wait_for_timeout(80)
    assert button.get_attribute("aria-pressed") == "true"
    assert inked(page) != before
    button.click()
    page.wait_for_timeout(80)
    assert inked(page) == before


def test_a_phone_held_upright_in_chinese_and_dark(opened):
    page = opened(width=390, height=844, has_touch=True, is_mobile=True, locale="zh-CN", color_scheme="dark")
    assert page.title() == "词图"
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.get_attribute("#search", "placeholder") == "查找词语"
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert page.get_attribute("html", "data-scheme") == "dark"
    page.tap("#scheme")
    assert page.get_attribute("html", "data-scheme") == "light"
    choose(page, "词3")
    for name in ("#panel", "#top"):
        box = page.locator(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.tap("#close")
    assert page.locator("#panel").is_hidden()


def test_everything_that_takes_the_focus_has_a_name(opened):
    page = opened()
    choose(page, "词3")
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, input, canvas, summary")].filter((x) =>
        !(x.getAttribute("aria-label") || x.textContent).trim()).length"""
    )
    assert unnamed == 0
