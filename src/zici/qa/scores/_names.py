"""The names in names.txt, which the rules of the fuzzy match need."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

# Some regions are called after a people without the word for it.
SHORT_PEOPLES = ("维吾尔", "哈萨克", "蒙古", "柯尔克孜", "塔吉克", "锡伯")


@cache
def names(section: str) -> frozenset[str]:
    """All names of a section: "countries", "elements", "measures" or "peoples".

    Example:
        >>> len(names("elements")), len(names("peoples"))
        (103, 56)
    """
    return frozenset(_section(section).split())


@cache
def provinces() -> tuple[tuple[str, str], ...]:
    """Code and name of every province and prefecture of China: two digits for each level, zeros below.

    Example:
        >>> provinces()[4:6]
        (('150000', '河北省'), ('150100', '石家庄市'))
    """
    found = []
    for number, line in enumerate(_section("places").splitlines(), 11):
        province, *prefectures = line.split()
        found.append((f"{number:02d}0000", province))
        found += [(f"{number:02d}{place:02d}00", name) for place, name in enumerate(prefectures, 1)]
    return tuple(found)


def _section(name: str) -> str:
    text = files("zici.qa.scores").joinpath("names.txt").read_text(encoding="utf-8")
    part = text.split(f"[{name}]\n")[1].split("[")[0]
    return "\n".join(line for line in part.splitlines() if line and not line.startswith("#"))
