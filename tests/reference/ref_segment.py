"""Cutting and scoring from their definitions, slowly: every split of a text is tried.

Characters beyond those of the tables below are taken as ones that stand alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

UNIT = 1 << 20
POINT = "[.:/·∶]"
UNITS = re.compile(
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}(?![0-9]))+(?:{POINT}[0-9]+)*|[0-9]+(?:{POINT}[0-9]+)*)[%‰]?"
    r"|[A-Za-zéß]+|[ \t\u3000]+|[\n\r]+|([-.:/·∶,%‰。！—…!])\1*|.",
    re.DOTALL,
)
DIGITS, SCALES, MYRIADS = "〇○零一二两三四五六七八九", "十百千", "万亿"
N = f"[{DIGITS}{SCALES}{MYRIADS}]"
CHINESE = re.compile(f"{N}+(?:(?<=[{SCALES}])[几数]{N}*)?(?:分之{N}+)?(?:点{N}+)?")


def fold(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) < 0xFF5F else c for c in text)


def cells(text: str) -> list[int]:
    """The positions where a token may begin or end."""
    plain, ends, at = fold(text), [0], 0
    while at < len(text):
        match = UNITS.match(plain, at)
        assert match is not None
        end = match.end()
        if match.group(1):  # a run is of one sign in one width
            end = at + 1
            while end < len(text) and text[end] == text[at]:
                end += 1
        ends.append(end)
        at = end
    return ends


def number_end(text: str, at: int, rule: str) -> int:
    """The end of the number expression at ``at`` (longer than one unit), or ``at``."""
    if rule == "off":
        return at
    plain, unit = fold(text), dict(zip(cells(text), cells(text)[1:], strict=False))
    rest = plain[at:]
    before = plain[at - 1] if at else ""
    end = at
    if rest[0] == "第" and rest[1:2].isascii() and rest[1:2].isdigit():
        end = unit[at + 1]
    elif match := re.match(f"第{N}+", rest):
        return at + match.end()
    elif rest[0] in "0123456789":
        end = unit[at]
        myriads = re.match(f"[{MYRIADS}]*", plain[end:])
        assert myriads is not None
        end += myriads.end()
        if rule == "dates" and not myriads.end():
            end = dated(plain, at, end)
        return end if end > unit[at] else at
    elif before and before in DIGITS + SCALES + MYRIADS + "几数":
        return at
    elif match := re.match(f"[几数][{SCALES}{MYRIADS}]+", rest):
        return at + match.end()
    elif match := CHINESE.match(rest):
        end = at + match.end()
        end = dated(plain, at, end) if rule == "dates" else end
        return end if end > at + 1 else at
    return end


def dated(plain: str, at: int, end: int) -> int:
    sign = plain[end : end + 1]
    return end + 1 if sign and (sign in "月日时" or (sign == "年" and end - at == 4)) else end


def scores_of(counts: dict[str, int]) -> dict[str, int]:
    total = sum(counts.values())
    return {word: round(math.log(count / total) * UNIT) for word, count in counts.items()}


def edges(text: str, words: dict[str, int], floor: int, number: int, rule: str) -> dict[tuple[int, int], int]:
    """Every token that may stand in a cut, with its score."""
    places = cells(text)
    found: dict[tuple[int, int], int] = {}
    for k, begin in enumerate(places):
        for own, end in enumerate(places[k + 1 :]):
            word = fold(text[begin:end])
            if word in words:
                found[begin, end] = words[word]
            elif own == 0:
                found[begin, end] = floor
        if begin < len(text) and (end := number_end(text, begin, rule)) > begin:
            found[begin, end] = max(number, found.get((begin, end), number))
    return found


def all_cuts(
    size: int, allowed: dict[tuple[int, int], int], begin: int = 0
) -> Iterator[list[tuple[int, int]]]:
    if begin == size:
        yield []
    for start, end in allowed:
        if start == begin:
            for rest in all_cuts(size, allowed, end):
                yield [(start, end), *rest]


def best_cut(text: str, allowed: dict[tuple[int, int], int]) -> tuple[list[str], int]:
    """The cut with the greatest sum; of equal ones that whose last token is longest, and so on backwards."""
    cuts = all_cuts(len(text), allowed)
    best = max(cuts, key=lambda cut: (sum(allowed[s] for s in cut), [-s[0] for s in reversed(cut)]))
    return [text[a:b] for a, b in best], sum(allowed[s] for s in best)


def forward_cut(text: str, allowed: dict[tuple[int, int], int]) -> list[str]:
    tokens, at = [], 0
    while at < len(text):
        end = max(b for a, b in allowed if a == at)
        tokens.append(text[at:end])
        at = end
    return tokens


def backward_cut(text: str, allowed: dict[tuple[int, int], int]) -> list[str]:
    tokens: list[str] = []
    at = len(text)
    while at > 0:
        begin = min(a for a, b in allowed if b == at)
        tokens.insert(0, text[begin:at])
        at = begin
    return tokens


def covered_cut(text: str, grams: set[str], rule: str) -> list[str]:
    """Cut at the gaps that no n-gram, unit or number covers."""
    places, plain = cells(text), fold(text)
    closed = set(range(1, len(text))) - set(places)
    for begin in range(len(text)):
        for end in range(begin + 2, len(text) + 1):
            if plain[begin:end] in grams:
                closed.update(range(begin + 1, end))
    for begin in places[:-1]:
        closed.update(range(begin + 1, number_end(text, begin, rule)))
    tokens, last = [], 0
    for gap in range(1, len(text) + 1):
        if gap not in closed:
            tokens.append(text[last:gap])
            last = gap
    return tokens


def scored(gold: list[list[str]], found: list[list[str]], known: set[str]) -> tuple[int, int, int, int, int]:
    """(gold words, found words, correct, unknown, unknown and correct): words as (line, begin, end)."""

    def places(lines: list[list[str]]) -> dict[tuple[int, int, int], str]:
        return {
            (n, sum(map(len, line[:k])), sum(map(len, line[: k + 1]))): word
            for n, line in enumerate(lines)
            for k, word in enumerate(line)
        }

    true, guess = places(gold), places(found)
    right = true.keys() & guess.keys()
    new = {place for place, word in true.items() if word not in known}
    return len(true), len(guess), len(right), len(new), len(new & right)
