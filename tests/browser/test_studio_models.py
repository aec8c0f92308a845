"""The pages Answers and Generate in Chromium, of a studio that has a reader and a generator."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest

from zici.gan import WGANGP, GanOptions
from zici.qa import Passage, QAExample
from zici.qa.retriever import Retriever

pytestmark = [
    pytest.mark.browser,
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
LONG = 90_000  # milliseconds: the first to ask waits for Keras
NASTY = "<img src=x onerror=window.bad=3>"
DOCUMENTS = [
    ("山.txt", f"白云山在广州{NASTY}。\n主峰山高38米，在东北。"),
    ("又一座.txt", "那座山高12米。"),
    ("湖.txt", "西湖在杭州。"),
]
LISTED = "(before) => [...document.querySelectorAll('.z-strings li')].map((x) => x.textContent).join()"
SMALL = {"width": 8, "depth": 1, "batch_size": 16, "critic_steps": 1, "steps": 4, "record_every": 2}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A reader that has learned one kind of question."""
    from zici.qa.reader import Reader, ReaderOptions

    examples = [
        QAExample(f"{n}", "山高多少", (Passage(f"{n}#0", f"山高{n}米。"),), (f"{n}米",))
        for n in range(10, 42)
    ]
    options = ReaderOptions(width=8, dilations=(1,), epochs=30, learning_rate=0.05, batch_size=16)
    folder = tmp_path_factory.mktemp("reader") / "reader"
    Reader.train(examples, options=options).save(folder)
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index") / "index"
    folder.mkdir()
    Retriever(DOCUMENTS, chars=60).save(folder)
    return folder


def generator(folder, kind, samples):
    """The folder of a GAN that was hardly trained."""
    WGANGP(kind, options=GanOptions(**SMALL), seed=0).fit(samples).save(folder)
    return folder


@pytest.fixture(scope="module")
def strings(tmp_path_factory):
    words = ["新词", "语料", "发现", "词语", "语言", "新语", "现词", "发新"] * 8
    return generator(tmp_path_factory.mktemp("strings") / "gan", "strings", words)


@pytest.fixture(scope="module")
def studio(serve, reader, index, strings):
    """A studio with all of them."""
    models = {"--reader": reader, "--index": index, "--gan": strings}
    return serve("--author", "测试者", *(str(part) for pair in models.items() for part in pair))


def test_a_question_gets_answers_with_their_passages(visit, check_page, studio):
    page = visit("/answers")
    page.get_by_role("button", name="Find the answer").click()
    page.get_by_text("There is no question yet").wait_for()
    page.get_by_label("Question").fill("山高多少")
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Answers")
    table.wait_for(timeout=LONG)
    asked = studio.ask("/api/v1/answer", question="山高多少", n=5)
    texts = [one["text"] for one in asked["answers"]]
    assert {"38米", "12米"} <= set(texts)
    assert table.locator("tbody tr td:nth-child(2)").all_inner_texts() == texts
    votes = table.locator("tbody tr td:nth-child(5)").all_inner_texts()
    assert votes == [str(one["votes"]) for one in asked["answers"]]
    first = asked["answers"][0]
    assert page.locator("mark:visible").first.inner_text() == first["text"]
    quoted = page.locator(".z-passage blockquote:visible").first.text_content()
    assert quoted == first["places"][0]["passage"]
    caption = page.locator("figcaption:visible").first.inner_text()
    assert caption.startswith(first["places"][0]["document"])
    page.get_by_role("button", name=re.compile("Where “38米” stands")).click()
    page.locator("blockquote:visible", has_text="白云山").first.wait_for()
    assert page.locator("main img").count() == 0
    check_page(page)


def test_a_question_without_an_answer_says_so(visit):
    page = visit("/answers", locale="zh-CN", width=390, height=844)
    page.get_by_label("问题").fill("zzz")
    page.get_by_role("button", name="找答案").click()
    page.get_by_text("在最合适的段落里没有答案。").wait_for(timeout=LONG)


def test_strings_are_drawn_anew_with_a_seed(visit, check_page, studio):
    page = visit("/generate")
    listed = page.locator(".z-strings li")
    listed.first.wait_for(timeout=LONG)
    made = studio.ask("/api/v1/generate", n=100, seed=0)["strings"]
    assert listed.locator("span:first-child").all_text_contents() == [
        one["text"] or "(empty)" for one in made
    ]
    known = sum(bool(one["known"]) for one in made)
    assert page.locator(".z-strings .z-known").count() == known
    assert page.get_by_role("img", name="known").count() == known  # not by colour alone
    page.get_by_text(f"{100 - known} of 100 are new.").wait_for()
    charts = page.locator(".z-charts svg")
    assert charts.count() == 5
    assert charts.first.get_attribute("aria-label") == "Distance"
    before = listed.all_text_contents()
    page.get_by_role("button", name="Next seed").click()
    page.wait_for_function(LISTED + " !== before", arg=",".join(before))
    page.get_by_label("Seed").fill("0")
    page.get_by_label("Seed").press("Enter")
    page.wait_for_function(LISTED + " === before", arg=",".join(before))
    page.get_by_label("How many").fill("0")
    page.get_by_role("button", name="Draw", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert "n: expected" in page.get_by_role("alert").inner_text()
    check_page(page)


@pytest.mark.parametrize("kind", ["images", "vectors"])
def test_pictures_and_points(kind, serve, browser, tmp_path):
    rng = np.random.default_rng(0)
    samples = rng.integers(0, 256, (32, 8, 8), np.uint8) if kind == "images" else rng.normal(size=(64, 2))
    served = serve("--gan", str(generator(tmp_path / "gan", kind, samples)))
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    told = []
    page.on("console", lambda message: message.type in ("error", "warning") and told.append(message.text))
    page.goto(served.url + "/generate")
    if kind == "images":
        picture = page.get_by_role("img", name="64 generated pictures")
        picture.wait_for(timeout=LONG)
        assert page.evaluate("() => document.querySelector('.z-picture').naturalWidth") > 8 * 8
        content = picture.get_attribute("src").removeprefix("data:image/png;base64,")
        assert base64.b64decode(content).startswith(b"\x89PNG")
    else:
        points = page.locator("svg[aria-label=Samples] path.dots")
        points.wait_for(timeout=LONG)
        assert points.get_attribute("d").count("M") > 900
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert told == []
    context.close()
