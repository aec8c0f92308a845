"""The frame of all pages in Chromium: every page, both widths, and a studio without words."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
PATHS = ("/corpus", "/words", "/cut", "/vectors", "/opinions", "/answers", "/generate")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_fits_and_names_its_parts(visit, check_page, path):
    page = visit(path, locale="zh-CN")
    page.wait_for_timeout(500)
    assert page.locator(".z-nav a[aria-current=page]").get_attribute("href") == path
    assert page.locator("h1, [role=heading][aria-level='1']").count() == 1
    check_page(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    check_page(page)


def test_the_keyboard_reaches_the_content_and_the_pages(visit):
    page = visit("/cut")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == page.locator(".z-main").get_attribute("id")
    page.locator(".z-nav a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/words")


def test_without_words_the_pages_say_how_to_get_them(browser, serve):
    empty = serve(empty=True)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(empty.url + "/")
    page.wait_for_url("**/corpus")
    for path in ("/words", "/cut"):
        page.goto(empty.url + path)
        line = page.locator(".z-command").inner_text()
        assert line.startswith("zici mine")
        assert str(empty.folder) in line
    context.close()
