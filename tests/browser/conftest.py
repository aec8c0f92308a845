"""What the tests of pages share: Chromium, a small mined folder, a studio that serves it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WORDS = ["语料", "新词", "发现", "监督", "分词", "向量", "机器学习", "凝固度", "左邻右舍", "最小熵", "词典"]
WORDS += ["新词发现"]
LETTERS = "天地人日月山水火木金土风云雨雪花草鸟鱼虫春夏秋冬东南西北上下大多少高低长短深浅黑白红绿青黄"


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = os.environ.get("ZICI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium found; install it or set ZICI_CHROMIUM to its path")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


def small_text(lines: int = 1500) -> str:
    """Lines of made-up words between single characters; the same every time."""
    draw = random.Random(7)
    made = []
    for _ in range(lines):
        parts = (draw.choice(WORDS) if draw.random() < 0.25 else draw.choice(LETTERS) for _ in range(16))
        made.append("".join(parts) + "。")
    return "\n".join(made) + "\n"


@pytest.fixture(scope="session")
def mined(tmp_path_factory) -> Path:
    """What ``zici mine`` makes of a small text; never written to, each studio gets a copy."""
    folder = tmp_path_factory.mktemp("mined")
    (folder / "text.txt").write_text(small_text(), encoding="utf-8")
    (folder / "known.txt").write_text("语料\n词典\n", encoding="utf-8")
    arguments = ["mine", "text.txt", "-o", "out", "--no-report", "--min-count", "5", "--exclude", "known.txt"]
    done = _zici(arguments, folder)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def _zici(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zici", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


class Served:
    """A studio in a process of its own.

    Attributes:
        url: where it answers, without a slash at the end.
        folder: the mined folder it shows.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "zici", "studio", str(folder), "--port", "0", "--json", *options]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.folder = folder
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self._said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        line = self._process.stdout.readline()
        assert line, "the studio didn't start: " + "".join(self._said)
        self.url = json.loads(line)["url"].rstrip("/")

    def ask(self, path: str, **body) -> object:
        """What the API says; with ``body``, by POST."""
        data = json.dumps(body).encode() if body else None
        request = Request(self.url + quote(path, safe="/?&=%,:-"), data, {"content-type": "application/json"})
        with urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        with self._process.stderr as stream:
            self._said.extend(stream)

    def errors(self) -> str:
        """What it has said on standard error."""
        return "".join(self._said)


@pytest.fixture(scope="module")
def serve(mined, tmp_path_factory):
    """A function that starts a studio of a copy of the mined folder (``empty``: of one that isn't there)."""
    pytest.importorskip("nicegui", reason="the extra studio is not installed")
    started: list[Served] = []

    def start(*options: str, empty: bool = False) -> Served:
        folder = tmp_path_factory.mktemp("studio") / "out"
        if not empty:
            shutil.copytree(mined, folder)
        started.append(Served(folder, *options))
        return started[-1]

    yield start
    for served in started:
        served.close()


@pytest.fixture(scope="module")
def studio(serve) -> Served:
    """A studio of the small mined folder; its decisions are those of the tests of one file."""
    return serve("--author", "测试者")


@pytest.fixture
def visit(browser, studio):
    """Open a page of the studio; at the end no error was told and nothing but the studio was asked."""
    contexts, told, asked = [], [], []

    def open_page(path: str, *, width=1440, height=900, locale="en-GB", context=None, **options):
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale=locale, reduced_motion="reduce", **options
            )
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: message.type in ("error", "warning") and told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(studio.url + path)
        page.wait_for_selector("main")
        page.wait_for_function("() => window.socket?.connected")
        return page

    open_page.told = told
    yield open_page
    for context in contexts:
        context.close()
    assert told == []
    places = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert places <= {urlsplit(studio.url).netloc}


UNNAMED = """() =>
  [...document.querySelectorAll("button, a, input, textarea, select, [tabindex='0'], [role=button]")]
  .filter((x) => x.offsetParent !== null && !x.closest(".ag-root, .ag-tab-guard"))
  .filter((x) => !(x.getAttribute("aria-label") || x.getAttribute("aria-labelledby") || x.labels?.length
    || x.title || x.placeholder || x.textContent || "").trim())
  .map((x) => x.outerHTML.slice(0, 200))"""


@pytest.fixture
def check_page():
    """What holds of every page at any width: nothing wider than the window, everything with a name."""

    def check(page) -> None:
        width = page.viewport_size["width"]
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.evaluate(UNNAMED) == []
        assert page.evaluate("() => window.bad") is None

    return check
