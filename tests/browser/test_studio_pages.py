"""The pages Corpus, Vectors and Opinions in Chromium, and what all pages say of what isn't trained yet."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
PAGES = ("/corpus", "/vectors", "/opinions", "/answers", "/generate")
NASTY = "<img src=x onerror=window.bad=2>"
LONG = 90_000  # milliseconds for what a process of its own does
GOOD, BAD = ("很好吃，下次再来", "环境不错，服务很好"), ("太难吃了，再也不来", "服务很差，又贵又慢")


def labelled(rows: int = 60) -> str:
    """A table of opinions."""
    lines = ["review,sort"]
    for number in range(rows):
        kind = number % 2
        lines.append(f"第{number}次：{(BAD, GOOD)[kind][number // 2 % 2]},{('坏', '好')[kind]}")
    return "\n".join(lines) + "\n"


def bring(studio, name: str, text: str) -> int:
    """An upload by the API; its number."""
    address = f"{studio.url}/api/v1/uploads?name={quote(name)}"
    request = Request(address, text.encode(), {"content-type": "application/octet-stream"})
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)["id"]


@pytest.fixture(scope="module")
def table(studio) -> str:
    """The name of a table of opinions that was brought."""
    bring(studio, "评论.csv", labelled())
    return "评论.csv"


def cells(page, row: int, heading: str) -> list[str]:
    """The texts of a row of the table with this heading."""
    place = page.get_by_role("table", name=heading).locator("tbody tr").nth(row)
    return [cell.strip() for cell in place.locator("td").all_inner_texts()]


def upload_row(page, name):
    return page.get_by_role("table", name="2. Choose what to read").locator("tr", has_text=name)


def choose(page, label, option):
    """Pick an option of a list of Quasar by its beginning."""
    page.get_by_label(label, exact=True).click()
    page.locator(".q-menu .q-item", has_text=option).first.click()


def wait_state(page, state, row=0):
    """Until a run of the history is in this state."""
    place = page.get_by_role("table", name="History").locator("tbody tr").nth(row)
    place.locator(f".z-state-{state}").wait_for(timeout=LONG)
    return place


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("width", "locale", "scheme"), [(1440, "en-GB", "light"), (390, "zh-CN", "dark"), (390, "en-GB", "light")]
)
def test_every_page_fits_and_names_what_takes_the_focus(visit, check_page, path, width, locale, scheme):
    page = visit(path, width=width, height=844, locale=locale, color_scheme=scheme)
    page.wait_for_timeout(700)
    check_page(page)
    assert page.get_by_role("heading", level=2).count() >= 1
    assert page.locator("html").get_attribute("lang").startswith(locale[:2])


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/opinions", "zici classify train LABELLED.csv -o "),
        ("/answers", "zici qa train QUESTIONS.json -o "),
        ("/generate", "zici gan train SAMPLES -o "),
    ],
)
def test_what_is_not_trained_yet_says_the_command(visit, studio, path, command):
    page = visit(path)
    line = page.locator("[role=code]")
    line.wait_for()
    assert line.inner_text().startswith(command)
    assert "out.studio/models/" in line.inner_text()
    assert page.get_by_role("button", name="Copy").is_visible()


def test_neighbours_and_analogies(visit, studio):
    page = visit("/vectors")
    page.get_by_label("Word", exact=True).fill("语料")
    page.keyboard.press("Enter")
    heading = "Neighbours"
    page.get_by_role("table", name=heading).wait_for()
    near = studio.ask("/api/v1/vectors/near?n=15&word=" + quote("语料"))
    words = [one["word"] for one in near]
    assert [cells(page, k, heading)[0] for k in range(len(words))] == words
    assert cells(page, 0, heading)[2] == f"{near[0]['score']:.3f}"
    page.get_by_role("button", name=words[0], exact=True).click()  # a word can be asked for in turn
    page.wait_for_function(
        "(word) => document.querySelector('input[aria-label=Word]')?.value === word", arg=words[0]
    )
    page.get_by_label("Word", exact=True).fill(NASTY)
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert NASTY in page.get_by_role("alert").first.inner_text()
    for label, word in zip("abc", ("语料", "新词", "发现"), strict=True):
        page.get_by_label(label, exact=True).fill(word)
    page.get_by_role("button", name="Find it").click()
    page.get_by_role("table", name=heading).wait_for()
    assert "语料" not in cells(page, 0, heading)
    assert page.evaluate("() => window.bad") is None


def test_the_map_stands_in_a_sandbox_and_finds_a_word(visit, studio, browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.add_cookies([{"name": "zici_scheme", "value": "dark", "url": studio.url}])
    page = visit("/vectors?word=" + quote("新词"), context=context)
    page.locator("iframe").wait_for(timeout=LONG)
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(timeout=LONG)
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts"
    assert frame.locator("html").get_attribute("data-scheme") == "dark"  # as the page was asked to be
    assert page.frames[-1].evaluate("() => self.origin") == "null"
    page.get_by_role("button", name="on the map").first.click()
    word = cells(page, 0, "Neighbours")[0]
    frame.locator("#word", has_text=word).wait_for()
    page.get_by_role("link", name="Open it in a page of its own").wait_for()
    context.close()


def test_files_are_dropped_and_what_holds_no_text_is_refused(visit, studio):
    page = visit("/corpus")
    before = page.get_by_role("table", name="2. Choose what to read").locator("tbody tr").count()
    files = [
        {"name": f"{NASTY}.txt", "mimeType": "text/plain", "buffer": "新词发现在语料中。\n".encode() * 50},
        {"name": "甲.csv", "mimeType": "text/csv", "buffer": "id,正文\n1,语料\n".encode()},
        {"name": "图.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(99)},
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.locator(".z-sent .refused").wait_for()
    told = page.locator(".z-sent li").all_inner_texts()
    assert told[:2] == [f"Received: {NASTY}.txt", "Received: 甲.csv"]
    assert told[2].startswith("图.png")
    upload_row(page, "甲.csv").wait_for()
    texts = [cell.strip() for cell in upload_row(page, "甲.csv").locator("td").all_inner_texts()]
    assert texts[1:5] == ["甲.csv", "19 B", "csv", "id, 正文"]
    assert texts[6] == "测试者"
    assert upload_row(page, NASTY).count() == 1
    assert page.get_by_role("table", name="2. Choose what to read").locator("tbody tr").count() == before + 2
    assert page.locator("main img").count() == 0
    assert page.evaluate("() => window.bad") is None
    # What was just brought is chosen; its table asks for a column.
    assert page.get_by_role("checkbox", name="Read 甲.csv").get_attribute("aria-checked") == "true"
    assert page.get_by_label("Column of the text").is_visible()
    assert all("422" in line for line in visit.told)  # the browser's own line about what was refused
    visit.told.clear()
    upload_row(page, "甲.csv").get_by_role("button", name="Delete 甲.csv").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    upload_row(page, "甲.csv").wait_for(state="detached")
    names = [one["name"] for one in studio.ask("/api/v1/uploads")]
    assert "甲.csv" not in names
    assert f"{NASTY}.txt" in names


def test_a_text_is_pasted_and_a_blank_one_refused(visit, studio):
    page = visit("/corpus")
    page.get_by_text("Paste a text").click()
    page.get_by_role("button", name="Add the text").click()
    page.get_by_text("There is no text yet: paste some first.").wait_for()
    text = ("<b>" + "从语料中发现新词" * 4500 + "</b>\n") * 10  # more than a message of a page may have
    page.get_by_label("Text", exact=True).evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", text
    )
    page.get_by_label("Its name").fill("贴的")
    page.get_by_role("button", name="Add the text").click()
    upload_row(page, "贴的").wait_for()
    assert page.get_by_label("Text", exact=True).input_value() == ""
    brought = next(one for one in studio.ask("/api/v1/uploads") if one["name"] == "贴的.txt")
    assert (brought["size"], brought["author"]) == (len(text.encode()), "测试者")


def test_mining_is_started_watched_and_remembered(visit, studio):
    text = "".join(f"新词发现要看语料的凝固度，第{number}行有机器学习。\n" for number in range(400))
    bring(studio, "矿.txt", text)
    page = visit("/corpus")
    page.get_by_role("button", name="Find the words").click()
    page.get_by_text("Choose at least one text above.").wait_for()
    page.get_by_role("checkbox", name="Read 矿.txt").click()
    page.get_by_text("More options").click()
    page.get_by_label("Least count").fill("often")
    page.get_by_role("button", name="Find the words").click()
    page.get_by_text("min_count: expected").wait_for()  # the library's own line
    page.get_by_label("Least count").fill("8")
    page.get_by_label("Rounds").fill("1")
    page.get_by_text("Word vectors", exact=True).click()
    page.get_by_role("button", name="Find the words").click()
    page.locator(".z-running").wait_for()
    assert page.locator(".z-running .z-title").inner_text() == "Finding words"
    row = wait_state(page, "done")
    texts = row.locator("td").all_inner_texts()
    assert texts[3].strip() == "矿.txt"
    words = studio.ask("/api/v1/runs")[0]["counts"]["words"]
    assert texts[4].strip() == f"{words:,} words"
    assert texts[7].strip() == "测试者"
    request = studio.ask("/api/v1/runs")[0]["request"]
    assert request["options"]["min_count"] == 8
    assert request["options"]["rounds"] == 1
    assert request["options"]["vectors"] is False
    page.locator(".z-tile", has_text="Words").first.locator("b", has_text=f"{words:,}").wait_for()
    assert page.locator(".z-running").is_hidden()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the report").click()
    opened.value.wait_for_load_state()
    assert opened.value.evaluate("() => self.origin") == "null"  # an origin of its own
    assert opened.value.locator("h1").first.is_visible()


def test_a_run_is_cancelled_and_taken_up(visit, studio):
    bring(studio, "再.txt", "".join(f"语料里有新词{number}，发现新词。\n" for number in range(3000)))
    page = visit("/corpus")
    page.get_by_role("checkbox", name="Read 再.txt").click()
    page.get_by_role("button", name="Find the words").click()
    page.get_by_role("button", name="Cancel").click()
    row = wait_state(page, "cancelled")
    number = row.locator("td").first.inner_text().strip()
    page.get_by_role("button", name=f"Go on with run {number}").click()
    wait_state(page, "running")
    wait_state(page, "done")
    found = studio.ask("/api/v1/runs")[0]
    assert (found["state"], found["resumes"]) == ("done", int(number))


def test_learning_from_a_table_measuring_and_a_sentence(visit, studio, table):
    page = visit("/opinions")
    choose(page, "Table", table)
    assert page.get_by_label("Column of the text").input_value() in ("review", "")
    choose(page, "Column of the text", "review")
    choose(page, "Column of the label", "sort")
    choose(page, "What learns", "linear")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_role("button", name="Decide").wait_for(timeout=LONG)
    tile = page.locator(".z-tile", has_text="Accuracy").first
    assert tile.locator("b").inner_text() == "100.0 %"
    assert tile.inner_text().count("%") == 4  # and the interval
    crossed = page.get_by_role("table", name="Which class got which answer")
    assert crossed.locator("td.z-hit").count() == 2
    text = f"很好吃，{NASTY}但是太慢"
    page.get_by_label("Sentence", exact=True).fill(text)
    page.get_by_role("button", name="Decide").click()
    page.locator(".z-verdict").wait_for()
    pieces = page.locator(".z-pieces span").all_text_contents()
    assert "".join(pieces) == text
    explained = studio.ask("/api/v1/classify/explain", text=text)
    assert page.locator(".z-verdict").inner_text() == f"Class: {explained['opinion']['label']}"
    marked = page.locator(".z-pieces span[class*=z-for], .z-pieces span[class*=z-against]").first
    assert "underline" in marked.evaluate("(x) => getComputedStyle(x).textDecorationLine")
    assert cells(page, 0, "The strongest")[2][0] in "+−"
    choose(page, "Explained for", "坏")
    page.get_by_text("+ for 坏").wait_for()
    assert page.evaluate("() => window.bad") is None
    page.get_by_role("button", name="Measure on it").click()
    page.get_by_text("On 60 texts").wait_for(timeout=LONG)


def test_losses_are_compared(visit, studio, table):
    page = visit("/opinions")
    choose(page, "Table", table)
    choose(page, "Column of the text", "review")
    choose(page, "Column of the label", "sort")
    choose(page, "What learns", "linear")
    page.get_by_role("button", name="Compare losses").click()
    found = page.get_by_role("table", name="Compare losses")
    found.wait_for(timeout=LONG)
    names = found.locator("tbody tr td:first-child").all_inner_texts()
    losses = ("hard_margin", "cross_entropy", "softened_margin", "focal")
    assert names == [f"linear {name}" for name in losses]
    assert "±" in cells(page, 1, "Compare losses")[1]


def test_documents_are_indexed(visit, studio):
    bring(studio, "山.txt", "白云山在广州。山高38米。\n")
    page = visit("/answers")
    page.get_by_role("button", name="Index them").click()
    page.get_by_text("Choose at least one text.").wait_for()
    choose(page, "Texts", "山.txt")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Index them").click()
    page.locator(".z-names li", has_text="山.txt").wait_for(timeout=LONG)
    assert page.locator("[role=code]").inner_text().startswith("zici qa train")  # the reader is missing still


def test_report_and_map_are_answered_in_a_sandbox_only(studio):
    (studio.folder / "report.html").write_text("<!DOCTYPE html><title>r</title>", encoding="utf-8")
    with urlopen(studio.url + "/report", timeout=20) as answer:
        headers = answer.headers
    policy = headers["content-security-policy"]
    assert policy == "sandbox allow-scripts allow-downloads; frame-ancestors 'none'"
    assert headers["x-frame-options"] == "DENY"
    try:  # no path comes from outside: an unknown language is English
        with urlopen(studio.url + "/vectors/map.html?lang=../../out/report", timeout=20) as answer:
            assert b"<title>r</title>" not in answer.read()
    except HTTPError as error:  # where no map is drawn yet
        assert error.code == 404
        error.close()
