"""The rules by which two answers are one though one of them says a little more.

Each rule has a core, which is all or most of the shorter answer, and what may stand around it in the longer
one. They are those of WebQA's evaluation, told here anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zici.qa.scores._names import names


class Affix(NamedTuple):
    """A rule.

    Attributes:
        short: what the shorter answer is like; its group "core", or else all of it, is the core.
        before: what stands before the core in the longer answer.
        after: what stands after it.
        gold: "short" or "long" where the rule holds in one direction: which of the two is the right answer.
    """

    short: str
    before: str = ""
    after: str = ""
    gold: str | None = None


def _any(section: str) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(names(section))))})"


_NUMBER = r"[〇一二三四五六七八九十百千万亿兆\d]+"
_MEASURE = _any("measures")

AFFIXES = (
    Affix(_NUMBER, "第?", _MEASURE),  # 5, 第5名
    Affix(_NUMBER + _MEASURE, "第"),  # 5名, 第5名
    Affix(_NUMBER, "", "岁"),
    Affix(f"{_NUMBER}个", "", "[人月]"),
    Affix(r"(?P<core>十一|十二|[〇一二三四五六七八九十]|\d+)月?", "", "月份"),
    Affix(f"(?P<core>{_NUMBER})年?", "公元前?", "年?"),  # the rule doesn't tell before from after
    Affix(f"{_NUMBER}[分秒]", "", "钟"),
    Affix("[《<]?<?(?P<core>.+?)>?[>》]?", "[《<]?<?", ">?[>》]?"),
    Affix(".+", "[《<]?<?", ">?[>》]?"),  # a mark too many
    Affix("..", "", "座"),  # 天蝎, 天蝎座
    Affix(".+国", "", "人"),
    Affix(_any("countries"), "", "人"),
    Affix("[男女]", "", "性"),
    Affix(".+", "", "地区|族|民族|色"),
    Affix("[夏商周秦汉晋南北隋唐宋金元明清]|南北", "", "朝"),
    Affix("正比|反比", "成", ""),
    Affix("正比|反比", "", "例"),
    Affix(_any("elements"), "", "元素"),
    Affix(".+", "", "的", gold="long"),
    Affix("[鼠牛虎兔龙蛇马羊猴鸡狗猪]", "", "年", gold="long"),
    Affix(".+", "[“‘'\"]", "[”’'\"]", gold="long"),
    Affix(".+", "", "公司|大学|罪|国", gold="short"),
)
_COMPILED = tuple(tuple(re.compile(part) for part in rule[:3]) for rule in AFFIXES)


def one_by_affix(gold: str, given: str) -> bool:
    """Whether a rule makes two answers one; both without blanks and in lower case."""
    short, long = sorted((gold, given), key=len)
    if len(short) == len(long) or short not in long:
        return False
    side = "short" if len(gold) < len(given) else "long"  # which of the two the right answer is
    for rule, (pattern, before, after) in zip(AFFIXES, _COMPILED, strict=True):
        if rule.gold not in (None, side):
            continue
        match = pattern.fullmatch(short)
        if match is None:
            continue
        core = match["core"] if "core" in pattern.groupindex else short
        if any(before.fullmatch(head) and after.fullmatch(tail) for head, tail in _around(core, long)):
            return True
    return False


def _around(core: str, text: str) -> Iterator[tuple[str, str]]:
    """What stands before and after the core, wherever it stands."""
    place = text.find(core)
    while place >= 0:
        yield text[:place], text[place + len(core) :]
        place = text.find(core, place + 1)
