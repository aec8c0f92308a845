"""The header of every page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from nicegui import ui

from zici.studio.pages._bits import on_enter

from ._parts import button, dialog, icon_button
from ._settings import AUTHOR, LANG, SCHEME, SCHEMES, Settings, clean_name
from ._texts import LANGUAGES, Texts

Link = tuple[str, str, Mapping[str, Mapping[str, str]]]
YEAR = 365 * 24 * 3600
SCHEME_ICONS = {"auto": "brightness_auto", "light": "light_mode", "dark": "dark_mode"}


def header(path: str, texts: Texts, settings: Settings, links: Sequence[Link]) -> None:
    """Name, navigation and settings; on a narrow page the navigation is a menu."""
    with ui.header(wrap=False).classes("z-header"):
        _menu(path, texts, links)
        ui.link(texts("name"), "/").classes("z-brand")
        with ui.element("nav").classes("z-nav").props(f'aria-label="{texts("pages")}"'):
            for target, _, said in links:
                link = ui.link(said[texts.lang]["title"], target)
                if target == path:
                    link.props('aria-current="page"')
        ui.element("div").classes("z-fill")
        _author(texts, settings)
        _language(texts)
        _scheme(texts, settings)


def _menu(path: str, texts: Texts, links: Sequence[Link]) -> None:
    with icon_button("menu", texts("menu")).classes("z-burger"), ui.menu().classes("z-menu"):
        for target, icon, said in links:
            with ui.item().props(f'tag=a href="{target}"') as item:
                if target == path:
                    item.props('active aria-current="page"')
                with ui.item_section().props("avatar"):
                    ui.icon(icon).props('aria-hidden="true"')
                ui.item_section(said[texts.lang]["title"])


def _author(texts: Texts, settings: Settings) -> None:
    with dialog(texts("author_change"), texts) as asked:
        name = ui.input(texts("author_change"), value=settings.author).props("outlined dense autofocus")
        ui.label(texts("author_help")).classes("z-soft")

        def save() -> None:
            _keep(AUTHOR, quote(clean_name(name.value or "")))

        on_enter(name, save)
        button(texts("save"), save, main=True)
    signed = texts("author", name=settings.author)
    with button(settings.author, asked.open, icon="person").classes("z-author") as shown:
        shown.props["aria-label"] = signed
        ui.tooltip(signed)


def _language(texts: Texts) -> None:
    other = next(lang for lang in LANGUAGES if lang != texts.lang)
    shown = button(LANGUAGES[other], lambda: _keep(LANG, other)).classes("z-language")
    shown.props(f'lang="{other}"')


def _scheme(texts: Texts, settings: Settings) -> None:
    with icon_button(SCHEME_ICONS[settings.scheme], texts("scheme")) as shown, ui.menu():

        def choose(scheme: str) -> None:
            shown.props["icon"] = SCHEME_ICONS[scheme]
            dark = {"auto": "null", "light": "false", "dark": "true"}[scheme]
            ui.run_javascript(f"setDark({dark}); {_cookie(SCHEME, scheme)}")

        for scheme in SCHEMES:
            with ui.menu_item(on_click=lambda scheme=scheme: choose(scheme)):
                with ui.item_section().props("avatar"):
                    ui.icon(SCHEME_ICONS[scheme]).props('aria-hidden="true"')
                ui.item_section(texts(f"scheme_{scheme}"))


def _cookie(name: str, value: str) -> str:
    return f"document.cookie = {json.dumps(f'{name}={value}; path=/; max-age={YEAR}; samesite=lax')};"


def _keep(name: str, value: str) -> None:
    ui.run_javascript(f"{_cookie(name, value)} location.reload();")
