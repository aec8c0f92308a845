"""The page that asks for the token, in the reader's language, without a script."""

from __future__ import annotations

import html
from string import Template
from urllib.parse import quote

TEXTS = {
    "en": {
        "title": "zici studio",
        "ask": "This studio is open to those who know its token.",
        "token": "Token",
        "enter": "Enter",
        "wrong": "This is not the token.",
    },
    "zh": {
        "title": "字词工作室",
        "ask": "请输入口令以进入。",
        "token": "口令",
        "enter": "进入",
        "wrong": "口令不对。",
    },
}

PAGE = Template("""<!doctype html>
<html lang="$lang"><head><meta charset="utf-8"><title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 1rem }
body { display: grid; place-items: center; min-height: 90vh }
form { display: grid; gap: .75rem; width: min(22rem, 100%) }
h1 { font-size: 1.4rem; margin: 0 } p { margin: 0 }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid #888; border-radius: .4rem }
button { background: #0b7285; color: #fff; border-color: #0b7285; cursor: pointer; min-height: 2.75rem }
[role=alert] { color: #c62828 } @media (prefers-color-scheme: dark) { [role=alert] { color: #ff8a80 } }
</style></head><body><form method="post" action="$action"><h1>$title</h1><p>$ask</p>$note
<label for="token">$token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>$enter</button></form></body></html>
""")


def login_page(languages: str, target: str, *, wrong: bool) -> bytes:
    """The page, for a browser that tells ``Accept-Language: languages`` and wanted to see ``target``."""
    lang = "zh" if languages.strip().lower().startswith("zh") else "en"
    texts = TEXTS[lang]
    note = f'<p role="alert">{texts["wrong"]}</p>' if wrong else ""
    action = html.escape(f"/login?next={quote(target)}")
    return PAGE.substitute(texts, lang=lang, action=action, note=note).encode()


def inside(target: str) -> str:
    r"""Where to go after the login: a path of this site; anything else is the first page.

    Example:
        >>> [inside(target) for target in ("/words?text=a", "//elsewhere.org", "/\\elsewhere.org", "words")]
        ['/words?text=a', '/', '/', '/']
    """
    good = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if good and target.isprintable() and not target.startswith("/login") else "/"
