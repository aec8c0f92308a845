"""What every page stands in: header, navigation, language, light and dark, the author's name."""

from __future__ import annotations

import asyncio
import copy
import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui

from ._header import header
from ._results import serve_results
from ._settings import Settings
from ._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio

SHEETS = ("theme.css", "frame.css", "parts.css")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" '
    'fill="#0b7285"/><path d="M16 5v4M7 10h18v3M11 15h10l-5 4v6q0 2-4 2M6 20h20" fill="none" stroke="#fff" '
    'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


class Page(NamedTuple):
    """One page of the studio.

    Attributes:
        path: where it is, ``"/words"``.
        icon: a name of Material Icons, for the menu of a phone.
        build: makes its elements in the frame; may be a coroutine function.
        texts: what it says, by language and key; each language has a ``"title"``.
    """

    path: str
    icon: str
    build: Callable[[Studio, Texts], Awaitable[None] | None]
    texts: Mapping[str, Mapping[str, str]]


def register(studio: Studio) -> None:
    """Make the pages of the studio known to NiceGUI; ``/`` leads to the first of use."""
    from zici.studio.pages import PAGES

    for page in PAGES:
        _register(studio, page, PAGES)
    serve_results(studio)

    @ui.page("/")
    async def home() -> RedirectResponse:
        lexicon = await asyncio.to_thread(studio.workspace.lexicon)  # the first time it is read
        return RedirectResponse("/corpus" if lexicon is None else "/words")


def _register(studio: Studio, page: Page, pages: tuple[Page, ...]) -> None:
    @ui.page(page.path, favicon=ICON, response_timeout=30)
    async def show(request: Request) -> None:
        settings = Settings.of(request, studio.options.author)
        texts = Texts(page.texts, settings.lang)
        with frame(page, texts, settings, pages):
            made = page.build(studio, texts)
            if inspect.isawaitable(made):
                await made


@contextmanager
def frame(page: Page, texts: Texts, settings: Settings, pages: tuple[Page, ...]) -> Iterator[None]:
    """The page around its content, which is made inside ``with``."""
    client = ui.context.client
    # The decorator's object is everyone's: language and colours are this client's alone.
    client.page = copy.copy(client.page)
    client.page.language = "zh-CN" if settings.lang == "zh" else "en-GB"
    client.page.dark = {"light": False, "dark": True, "auto": None}[settings.scheme]
    here = Path(__file__).parent
    style = "\n".join((here / name).read_text(encoding="utf-8") for name in SHEETS)
    ui.add_head_html(f'<meta name="referrer" content="no-referrer"><style>{style}</style>')
    ui.page_title(f"{texts('title')} · {texts('name')}")
    # Stands in the <main> that NiceGUI makes.
    main = ui.element("div").classes("z-main").props(f'data-page="{page.path}"')
    header(page.path, texts, settings, [(each.path, each.icon, each.texts) for each in pages])
    ui.skip_link(texts("skip"), target=main)  # after the header, which puts itself first
    with main:
        ui.label(texts("title")).classes("z-unseen").props('role="heading" aria-level="1"')
        yield
