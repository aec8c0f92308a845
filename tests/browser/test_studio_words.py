"""The page Words in Chromium: rows from the database, filters in the address, decisions by keyboard."""

from __future__ import annotations

import json
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
HTML_WORD = "<img src=x onerror=window.bad=1>"
WORD = ".ag-row .z-word"


@pytest.fixture
def words(visit):
    """Open the page and wait for its rows."""

    def open_page(query="", **options):
        page = visit("/words" + query, **options)
        page.wait_for_selector(WORD)
        page.wait_for_timeout(150)
        return page

    open_page.told = visit.told
    return open_page


def shown(page) -> list[str]:
    """The words in sight, in their order."""
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".ag-center-cols-container .ag-row")]
        .sort((a, b) => a.getAttribute("row-index") - b.getAttribute("row-index"))
        .map((x) => x.querySelector(".z-word")?.textContent)"""
    )
    return [word for word in rows if word]


def row(page, word):
    return page.locator(".ag-center-cols-container .ag-row", has=page.get_by_text(word, exact=True))


def wait_words(page, expected):
    for _ in range(60):
        if shown(page) == expected:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{shown(page)}, not {expected}")


def choose(page, word):
    row(page, word).locator(".z-word").click()
    page.wait_for_function(
        "(word) => document.querySelector('.z-panel-word')?.textContent === word", arg=word
    )


def status(studio, word) -> str:
    return studio.ask("/api/v1/words/" + word)["row"]["status"]


def wait_status(page, studio, word, expected):
    for _ in range(50):
        if status(studio, word) == expected:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{word}: {status(studio, word)}, not {expected}")


def clear_all(studio):
    """Take every decision of an earlier test back."""
    for name in ("accepted", "rejected", "renamed", "merged"):
        found = studio.ask(f"/api/v1/words?status={name}&limit=1000")["rows"]
        if found:
            studio.ask("/api/v1/decisions", words={one["word"]: None for one in found}, action="clear")


@pytest.fixture(autouse=True)
def nothing_decided(studio):
    clear_all(studio)


def test_rows_stand_as_the_api_gives_them(words, studio, check_page):
    page = words()
    expected = [one["word"] for one in studio.ask("/api/v1/words?limit=10")["rows"]]
    assert shown(page)[:10] == expected
    assert page.title() == "Words · zici"
    total = studio.ask("/api/v1/words?limit=1")["total"]
    assert page.inner_text(".z-counted") == f"{total:,} of {total:,} words"
    check_page(page)


def test_filters_stand_in_the_address_and_come_back_from_it(words, studio):
    page = words()
    page.fill(".z-search input", "词")
    page.wait_for_function("() => location.search.includes('text=')")
    wait_words(page, [one["word"] for one in studio.ask("/api/v1/words?text=词")["rows"]])
    slider = page.get_by_role("slider", name="Length, least")
    track = page.locator(".z-slider", has_text="Length").locator(".q-slider__track-container")
    track.click(position={"x": track.bounding_box()["width"] * 0.45, "y": 4})
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('bound=length')")
    long = [one["word"] for one in studio.ask("/api/v1/words?text=词&bound=length:2:")["rows"]]
    wait_words(page, long)
    assert "词" not in long
    assert slider.get_attribute("aria-valuetext") == "≥ 2"
    again = words(page.url[page.url.index("?") :])
    assert shown(again) == long
    assert again.input_value(".z-search input") == "词"
    assert "≥" in again.locator(".z-slider", has_text="Length").inner_text()
    again.get_by_role("button", name="No filters").click()
    again.wait_for_function("() => !location.search.includes('text=')")
    assert len(studio.ask("/api/v1/words?limit=30")["rows"]) > 2
    again.wait_for_function("() => document.querySelectorAll('.ag-row .z-word').length > 5")


def test_new_words_alone(words, studio):
    page = words()
    assert "语料" in shown(page)
    page.get_by_role("checkbox", name="New words only").click()
    page.wait_for_function("() => location.search.includes('new=true')")
    new = [one["word"] for one in studio.ask("/api/v1/words?new=true&limit=1000")["rows"]]
    page.wait_for_function(
        "(start) => document.querySelector('.z-counted').textContent.startsWith(start)", arg=f"{len(new)} of"
    )
    assert shown(page)[:10] == new[:10]
    assert "新词" in new
    assert "语料" not in new


def test_a_click_on_a_heading_sorts(words, studio):
    page = words()
    page.locator(".ag-header-cell[col-id=pmi]").click()
    page.wait_for_function("() => location.search.includes('sort=-pmi')")
    expected = [one["word"] for one in studio.ask("/api/v1/words?limit=5&sort=-pmi")["rows"]]
    page.wait_for_function(
        "(word) => document.querySelector('[row-index=\"0\"] .z-word').textContent === word", arg=expected[0]
    )
    assert shown(page)[:5] == expected


def test_keys_decide_and_go_on_to_the_next_word(words, studio):
    page = words("?text=" + "词")
    first, second = shown(page)[:2]
    choose(page, first)
    page.keyboard.press("a")
    wait_status(page, studio, first, "accepted")
    page.wait_for_function(
        "(word) => document.querySelector('.z-panel-word').textContent === word", arg=second
    )
    page.keyboard.press("r")
    wait_status(page, studio, second, "rejected")
    assert "Accepted" in row(page, first).inner_text()
    page.wait_for_function("() => document.querySelector('.z-rejected')")
    counts = page.locator(".z-statuses").inner_text()
    assert re.search(r"Accepted\s+1\b", counts)
    assert re.search(r"Rejected\s+1\b", counts)
    page.keyboard.press("u")
    wait_status(page, studio, second, "undecided")
    page.keyboard.press("Shift+U")
    wait_status(page, studio, second, "rejected")
    page.keyboard.press("u")
    wait_status(page, studio, second, "undecided")
    page.keyboard.press("u")
    wait_status(page, studio, first, "undecided")


def test_a_decided_word_leaves_the_filtered_table_and_the_next_takes_its_place(words, studio):
    page = words("?status=undecided")
    before = shown(page)[:4]
    choose(page, before[1])
    page.keyboard.press("a")
    wait_status(page, studio, before[1], "accepted")
    page.wait_for_function(
        "(word) => document.querySelector('.z-panel-word').textContent === word", arg=before[2]
    )
    assert shown(page)[:3] == [before[0], *before[2:4]]


def test_several_words_are_merged_into_the_most_frequent(words, studio):
    page = words("?text=" + "词")
    found = studio.ask("/api/v1/words?text=词")["rows"]
    choose(page, found[0]["word"])
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_function("() => document.querySelector('.z-counted').textContent === '2 chosen'")
    page.keyboard.press("m")
    field = page.get_by_label("Word to merge into")
    field.wait_for()
    assert field.input_value() == found[0]["word"]
    page.wait_for_function("() => document.activeElement.ariaLabel === 'Word to merge into'")
    page.keyboard.press("Enter")
    wait_status(page, studio, found[1]["word"], "merged")
    assert status(studio, found[0]["word"]) == "undecided"
    text = studio.ask("/api/v1/words/" + found[1]["word"])["row"]
    assert text["target"] == found[0]["word"]
    assert text["author"] == "测试者"


def test_renaming_adding_and_searching_by_keyboard(words, studio):
    page = words()
    page.keyboard.press("/")
    page.keyboard.type("分词")
    page.wait_for_function("() => document.querySelector('.z-counted').textContent.startsWith('1 of')")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.ag-row-selected')")
    page.keyboard.press("e")
    field = page.get_by_label("New name")
    field.wait_for()
    page.wait_for_function("() => document.activeElement.value === '分词'")
    field.fill("分词法")
    page.keyboard.press("Enter")
    wait_status(page, studio, "分词", "renamed")
    page.wait_for_selector(".q-dialog", state="detached")
    page.keyboard.press("n")
    page.get_by_label("Word", exact=True).fill("手工词")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.z-panel-word')?.textContent === '手工词'")
    assert status(studio, "手工词") == "accepted"
    assert "Added by hand" in page.inner_text(".z-panel")
    page.wait_for_selector(".q-dialog", state="detached")
    page.keyboard.press("?")
    page.wait_for_selector(".z-keys kbd")


def test_the_panel_tells_what_is_known_and_leads_on(words, studio):
    page = words("?text=最小熵")
    choose(page, "最小熵")
    page.wait_for_selector(".z-kwic p")
    lines = page.locator(".z-kwic p")
    assert lines.count() == 20
    assert all("最小熵" in text.replace("\n", "") for text in lines.all_inner_texts())
    middles = {round(page.locator(".z-kwic b").nth(k).bounding_box()["x"]) for k in range(20)}
    assert len(middles) == 1  # aligned
    near = page.locator(".z-neighbours .z-chip .block").first
    word = near.inner_text()
    near.click()
    page.wait_for_function("(word) => document.querySelector('.z-panel-word').textContent === word", arg=word)
    page.wait_for_function("() => document.activeElement.className.includes('z-panel-word')")
    page.keyboard.press("a")  # it is about the word that is shown, not about the row
    wait_status(page, studio, word, "accepted")
    assert status(studio, "最小熵") == "undecided"
    page.wait_for_function("() => document.querySelector('.z-history').textContent.includes('测试者')")


def test_html_is_shown_as_text(words, studio, check_page):
    studio.ask("/api/v1/decisions", words={HTML_WORD: None}, action="accept", note="<b>x</b>")
    page = words("?text=%3Cimg")
    choose(page, HTML_WORD)
    assert shown(page) == [HTML_WORD]
    page.wait_for_function("() => document.querySelector('.z-history').textContent.includes('<b>x</b>')")
    assert page.locator(".z-panel img, .z-grid img").count() == 0
    check_page(page)
    page.goto(page.url.split("?")[0] + "?text=%3C/script%3E%3Cscript%3Ewindow.bad=1%3C/script%3E")
    page.wait_for_function("() => document.querySelector('.z-counted').textContent.startsWith('0 of')")
    check_page(page)


def test_who_decides_later_is_told_and_nothing_is_lost(words, studio):
    page = words("?text=凝固度")
    choose(page, "凝固度")
    studio.ask("/api/v1/decisions", words={"凝固度": None}, action="reject", author="别人")
    page.keyboard.press("a")
    page.wait_for_selector(".q-notification")
    assert "别人" in page.inner_text(".q-notification")
    assert status(studio, "凝固度") == "rejected"
    page.wait_for_function("() => document.querySelector('.z-history').textContent.includes('别人')")
    page.keyboard.press("a")  # now that it was seen
    wait_status(page, studio, "凝固度", "accepted")


def test_words_and_decisions_come_and_go_as_files(words, studio, tmp_path):
    studio.ask("/api/v1/decisions", words={"新词": None, "发现": None}, action="accept")
    page = words()
    page.get_by_role("button", name="Export").click()
    page.get_by_text("The accepted ones").click()
    page.get_by_label("Format").click()
    page.get_by_role("option", name="jieba").click()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Download").click()
    lines = loading.value.path().read_text(encoding="utf-8").splitlines()
    assert sorted(line.split(" ")[0] for line in lines) == ["发现", "新词"]
    page.keyboard.press("Escape")
    page.wait_for_selector(".q-dialog", state="detached")
    page.get_by_role("button", name="Decisions", exact=True).click()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Download all decisions").click()
    taken = [json.loads(line) for line in loading.value.path().read_text(encoding="utf-8").splitlines()]
    theirs = next(line for line in taken if line["word"] == "新词")
    other = {**theirs, "word": "词典", "author": "远方的人"}
    path = tmp_path / "theirs.jsonl"
    path.write_text(json.dumps(other, ensure_ascii=False) + "\n", encoding="utf-8")
    page.locator(".z-upload input[type=file]").set_input_files(path)
    page.get_by_text("1 taken in").wait_for()
    assert studio.ask("/api/v1/words/词典")["row"]["author"] == "远方的人"


def test_the_name_that_signs_can_be_chosen(words, studio):
    page = words()
    page.get_by_role("button", name="Decisions are signed by 测试者").click()
    page.get_by_role("textbox", name="Your name").fill("小红")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Decisions are signed by 小红").wait_for()
    page.wait_for_selector(WORD)
    choose(page, "语料")
    page.keyboard.press("a")
    wait_status(page, studio, "语料", "accepted")
    assert studio.ask("/api/v1/words/语料")["row"]["author"] == "小红"


def test_a_phone_held_upright_in_chinese_and_dark(words, check_page):
    page = words(width=390, height=844, has_touch=True, is_mobile=True, locale="zh-CN", color_scheme="dark")
    assert page.title() == "词语 · 字词"
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"
    check_page(page)
    page.locator(WORD).first.tap()
    page.wait_for_selector(".z-panel.z-open")
    box = page.locator(".z-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    check_page(page)
    page.tap(".z-panel-close")
    page.wait_for_selector(".z-panel", state="hidden")
    page.tap(".z-unfold")
    page.wait_for_selector(".z-filters")
    check_page(page)
    page.tap("[aria-label=菜单]")
    page.get_by_role("menuitem", name="分词").or_(page.locator(".z-menu a", has_text="分词")).first.tap()
    page.wait_for_url("**/cut")


def test_language_and_colours_are_chosen_and_kept(visit):
    page = visit("/words")
    page.get_by_role("button", name="中文").click()
    page.wait_for_function("() => document.title === '词语 · 字词'")
    page.wait_for_function("() => window.did_handshake")
    page.get_by_role("button", name="浅色或深色").click()
    page.get_by_text("深色", exact=True).click()
    page.wait_for_function("() => document.body.classList.contains('body--dark')")
    page.reload()
    page.wait_for_selector("main")
    assert page.title() == "词语 · 字词"
    assert page.evaluate("() => document.body.classList.contains('body--dark')")
