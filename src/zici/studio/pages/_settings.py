"""What a reader has chosen for the pages, kept in cookies of their browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from nicegui import ui

from ._texts import LANGUAGES, preferred

if TYPE_CHECKING:
    from fastapi import Request

    from zici.studio._studio import Studio

LANG, SCHEME, AUTHOR = "zici_lang", "zici_scheme", "zici_author"
SCHEMES = ("auto", "light", "dark")
LONGEST_NAME = 60


@dataclass(frozen=True)
class Settings:
    """Language, light or dark, and the name that signs decisions."""

    lang: str
    scheme: str
    author: str

    @classmethod
    def of(cls, request: Request, author: str) -> Settings:
        """The settings in the cookies of a request; a cookie that holds anything else counts as none."""
        cookies = request.cookies
        lang = cookies.get(LANG, "")
        scheme = cookies.get(SCHEME, "")
        return cls(
            lang if lang in LANGUAGES else preferred(request.headers.get("accept-language", "")),
            scheme if scheme in SCHEMES else "auto",
            clean_name(unquote(cookies.get(AUTHOR, ""))) or author,
        )


def clean_name(name: str) -> str:
    r"""A name on one line, without control characters, at most 60 characters long.

    Example:
        >>> clean_name(" 王\n 小明\x00 ")
        '王 小明'
    """
    return " ".join("".join(x if x.isprintable() else " " for x in name).split())[:LONGEST_NAME].strip()


def author(studio: Studio) -> str:
    """The name that signs the decisions of the page's reader: chosen on the page, or the studio's own."""
    request = ui.context.client.request
    return Settings.of(request, studio.options.author).author
