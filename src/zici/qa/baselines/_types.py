"""What a question asks for, and what looks like it: numbers, dates, places, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zici.qa.scores._names import names, provinces
from zici.qa.scores._places import short_name

EMPTY = "的了是为在于和与及由叫即指称乃就也都而之其有这那被所把从到等啊呢吗吧您你我他她它以将但可曾又还并则"
"""Characters that say nothing by themselves."""

FIGURES = ("date", "number")

_PLACES = "国家|国|省|市|城市|县|州|洲|岛|山|湖|海|河|地方|地区|城"
_ROLES = "皇帝|诗人|作家|演员|导演|歌手|将领|科学家|人物"
# Tried in this order: 哪年 asks for a date and not for a number, 哪国人 for a place and not for a person.
_QUESTIONS = {
    "date": "哪一?年|几几年|何时|何年|哪一?[天日]|什么时[候间]|什么年代|几月|几号|时间是|年份",
    "place": f"哪里|哪儿|何处|何地|在哪|首都|省会|出生地|发源地|哪一?个?(?:{_PLACES})|什么(?:{_PLACES})",
    "number": "多少|几|多[高长大远重深宽久快]|[总人次年]数|比例",
    "person": f"谁|哪一?[位名]|什么人|何人|哪一?个(?:人|{_ROLES})|作者|主演|主角|扮演者|发明者|创始人|发明人|"
    f"君王|总统|首相|校长|词人|主唱|(?:{_ROLES})(?:是|叫)?[^一-龥]*$",
}
_TYPES = {kind: re.compile(pattern) for kind, pattern in _QUESTIONS.items()}

_DIGITS = "〇零一二两三四五六七八九十百千万亿"
_HAN = "[\u4e00-\u9fa5]"
_WORD = f"[^\\W\\d_a-zA-Z{EMPTY}]"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文鲁华章屈"
    "岳嵇阮班荀管墨庄老伍霍卓冼溥爱"
)
_DOUBLE = "诸葛|司马|欧阳|上官|东方|公孙|慕容|夏侯|尉迟|皇甫|令狐|端木"


def question_type(question: str) -> str:
    """What a question asks for, by its words: "date", "place", "number", "person" or "other".

    Example:
        >>> [question_type(text) for text in ("白云山多高", "《红楼梦》的作者是谁", "哪一年出生", "叫什么")]
        ['number', 'person', 'date', 'other']
    """
    return next((kind for kind, pattern in _TYPES.items() if pattern.search(question)), "other")


def stretches(kind: str, text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of everything that looks like an answer of a type; they may overlap.

    Example:
        >>> text = "白云山主峰高382米，在广州"
        >>> [text[begin:end] for begin, end in stretches("number", text)]
        ['382米']
    """
    for pattern in _patterns(kind):
        place = 0
        while match := pattern.search(text, place):
            yield match.span(1)
            # Numbers are whole; of names every part may be one.
            place = match.end(1) if kind in FIGURES else match.start(1) + 1


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(f"({pattern})") for pattern in _MAKERS[kind]())


def _dates() -> list[str]:
    year = rf"(?:公元)?前?(?:\d{{2,4}}|[{_DIGITS}]{{2,4}})年"
    day = rf"(?:\d{{1,2}}|[{_DIGITS}]{{1,3}})月(?:(?:\d{{1,2}}|[{_DIGITS}]{{1,3}})[日号])?"
    age = rf"(?:\d{{1,2}}|[{_DIGITS}]{{1,3}})世纪(?:\d0年代)?|\d{{2}}年代"
    return [rf"{year}(?:{day})?|{day}|{age}"]


def _numbers() -> list[str]:
    measures = _one_of(names("measures"))
    return [rf"第?(?:\d[\d,.]*[万亿千百]*|[{_DIGITS}]+|百分之[{_DIGITS}]+){measures}|\d[\d,.]*%?"]


def _places() -> list[str]:
    known = {name for _, full in provinces() for name in (full, short_name(full))} | names("countries")
    kinds = "省|市|县|州|国|岛|山|河|江|湖|海|洋|洲|镇|城|沟|峡|平原|盆地|沙漠"
    return [_one_of(known), f"{_WORD}{{1,4}}?(?:{kinds})"]


def _people() -> list[str]:
    foreign = rf"{_HAN}{{1,5}}(?:[·•．]{_WORD}{{1,6}})+"
    return [foreign, rf"(?:{_DOUBLE}){_WORD}{{1,2}}", *(f"[{_SURNAMES}]{_WORD}{{{size}}}" for size in (2, 1))]


def _others() -> list[str]:
    signs = "《[^《》]{1,20}》|“[^“”]{1,12}”"
    return [signs, *(f"{_WORD}{{{size}}}" for size in (4, 3, 2)), "[A-Za-z][A-Za-z0-9]+"]


def _one_of(words: frozenset[str] | set[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))})"


_MAKERS = {"date": _dates, "number": _numbers, "place": _places, "person": _people, "other": _others}
