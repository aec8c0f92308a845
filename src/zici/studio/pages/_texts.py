"""What the pages say, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = {"zh": "中文", "en": "English"}

COMMON: dict[str, dict[str, str]] = {
    "en": {
        "name": "zici",
        "skip": "To the content",
        "pages": "Pages",
        "menu": "Menu",
        "language": "Language",
        "scheme": "Light or dark",
        "scheme_auto": "As the system",
        "scheme_light": "Light",
        "scheme_dark": "Dark",
        "author": "Decisions are signed by {name}",
        "author_change": "Your name",
        "author_help": "Every decision carries it, so that others see who decided.",
        "save": "Save",
        "cancel": "Cancel",
        "close": "Close",
        "copy": "Copy",
        "copied": "Copied",
        "missing": "Not there yet",
        "how": "This makes it:",
        "again": "Then load the page again.",
        "wait": "Not now",
        "wait_note": "The page tries again by itself.",
        "search": "Search",
        "help": "Help",
        "none": "Nothing",
        "error": "That didn't work",
    },
    "zh": {
        "name": "字词",
        "skip": "跳到正文",
        "pages": "页面",
        "menu": "菜单",
        "language": "语言",
        "scheme": "浅色或深色",
        "scheme_auto": "跟随系统",
        "scheme_light": "浅色",
        "scheme_dark": "深色",
        "author": "决定署名：{name}",
        "author_change": "您的名字",
        "author_help": "每个决定都带上它，别人便知道是谁定的。",
        "save": "保存",
        "cancel": "取消",
        "close": "关闭",
        "copy": "复制",
        "copied": "已复制",
        "missing": "还没有",
        "how": "这样得到：",
        "again": "然后重新载入本页。",
        "wait": "请稍候",
        "wait_note": "本页会自动重试。",
        "search": "搜索",
        "help": "帮助",
        "none": "无",
        "error": "没有成功",
    },
}


class Texts:
    """The texts of a page in one language; what a page doesn't say itself, every page says alike.

    Args:
        texts: of the page, by language and key.
        lang: ``"en"`` or ``"zh"``.

    Example:
        >>> t = Texts({"en": {"words": "{n} words"}, "zh": {"words": "{n} 个词"}}, "zh")
        >>> t("words", n=3), t("save")
        ('3 个词', '保存')
    """

    def __init__(self, texts: Mapping[str, Mapping[str, str]], lang: str) -> None:
        self.lang = lang
        self._texts = {**COMMON[lang], **texts[lang]}

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key`` with ``{names}`` filled in; whole numbers get their thousands parted."""
        shown = {name: f"{x:,}" if isinstance(x, int) else x for name, x in values.items()}
        return self._texts[key].format(**shown) if shown else self._texts[key]

    def __contains__(self, key: str) -> bool:
        return key in self._texts


def preferred(accepted: str) -> str:
    """The first of our languages that the header ``Accept-Language`` names; English where it names none.

    Example:
        >>> preferred("fr;q=0.9, zh-TW, en;q=0.5"), preferred(""), preferred("en-GB,zh")
        ('zh', 'en', 'en')
    """
    ranked = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        ranked.append((-_number(weight), place, tag.split("-")[0].lower()))
    return next((tag for _, _, tag in sorted(ranked) if tag in LANGUAGES), "en")


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
