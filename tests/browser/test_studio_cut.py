"""The page Cut in Chromium: cut as typed under each method, differences marked, words added."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
TEXT = "天地新词发现最小熵山水"
METHODS = ("unigram", "ngram", "pair", "maxmatch")


def tokens(page, method) -> list[str]:
    return page.locator(f".z-tokens[data-method={method}] .z-token").all_text_contents()


def wait_cut(page, text, method="unigram"):
    page.wait_for_function(
        "([name, text]) => document.querySelector(`.z-tokens[data-method=${name}]`).textContent === text",
        arg=[method, text],
    )


def type_text(page, text):
    page.fill(".z-cut-text textarea", text)
    wait_cut(page, text)


def test_each_method_cuts_as_the_api_does_and_differences_are_marked(visit, studio, check_page):
    page = visit("/cut")
    type_text(page, TEXT)
    told = studio.ask("/api/v1/cut", text=TEXT, method="unigram")
    assert tokens(page, "unigram") == told["tokens"]
    ends = {}
    for method in METHODS:
        wait_cut(page, TEXT, method)
        at, ends[method] = 0, set()
        for token in tokens(page, method):
            at += len(token)
            ends[method].add(at)
    differ = set.union(*ends.values()) - set.intersection(*ends.values())
    assert differ, "the methods cut this text alike: the test tests nothing"
    assert page.get_by_text(f"{len(differ)} place").count() == 1
    for method in METHODS:
        place = page.locator(f".z-tokens[data-method={method}]")
        assert place.locator(".z-own").count() == len(ends[method] & differ)
        assert place.locator(".z-joined").count() == len(differ - ends[method])
    mark = page.locator(".z-joined").first
    assert mark.evaluate("(x) => getComputedStyle(x, '::after').content") == '"‿"'
    check_page(page)


def test_a_word_that_is_added_changes_the_cut_at_once_and_can_be_kept(visit, studio):
    page = visit("/cut")
    type_text(page, TEXT)
    assert "天地新" not in tokens(page, "maxmatch")
    page.get_by_label("A word, or several").fill("天地新")
    page.keyboard.press("Enter")
    page.locator(".z-tokens[data-method=maxmatch] .z-token", has_text="天地新").wait_for()
    assert "".join(tokens(page, "maxmatch")) == TEXT
    page.get_by_role("button", name="Remove 天地新").click()
    page.wait_for_function("() => !document.querySelector('.z-added li')")
    page.wait_for_timeout(400)
    assert "天地新" not in tokens(page, "maxmatch")
    page.locator(".z-cut-text textarea").evaluate("(x) => { x.focus(); x.setSelectionRange(9, 11); }")
    page.get_by_role("button", name="Add what is selected").click()
    page.locator(".z-added li", has_text="山水").wait_for()
    page.get_by_role("button", name="Accept for good").click()
    page.get_by_text("Accepted: 山水").wait_for()
    found = studio.ask("/api/v1/words/山水")["row"]
    assert (found["status"], found["author"]) == ("accepted", "测试者")


def test_markup_is_text_and_lines_stay(visit, check_page):
    page = visit("/cut")
    text = "<img src=x onerror=window.bad=1>\n</script><b>新词</b>"
    type_text(page, text)
    assert page.locator(".z-tokens img, .z-tokens b").count() == 0
    page.get_by_label("A word, or several").fill("<i>语料</i>")
    page.keyboard.press("Enter")
    page.locator(".z-added li", has_text="<i>语料</i>").wait_for()
    check_page(page)


def test_results_are_copied_and_what_is_missing_says_how_to_get_it(visit, studio):
    page = visit("/cut?text=" + TEXT, permissions=["clipboard-read", "clipboard-write"])
    wait_cut(page, TEXT)
    page.locator("section[aria-label=Unigram]").get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == " ".join(tokens(page, "unigram"))
    command = page.locator("section[aria-label='Language model'] .z-command").inner_text()
    assert command.startswith("zici lm train")


def test_a_phone_in_chinese(visit, check_page):
    page = visit("/cut?text=" + TEXT, width=390, height=844, locale="zh-CN", color_scheme="dark")
    page.wait_for_selector(".z-token")
    assert page.title() == "分词 · 字词"
    check_page(page)
