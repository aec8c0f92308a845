"""Chinese places whose names say the same: 承德, 承德市, 河北省承德市."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from zici.errors import EmptyError, FormatError, OptionError
from zici.qa.formats._json import FilePath
from zici.qa.scores._lines import read_lines
from zici.qa.scores._names import SHORT_PEOPLES, names, provinces

_SUFFIX = re.compile("(?<=.)(?:(?:自治)?[省市县旗区盟州]|特别行政区|地区)$")
_PEOPLE = re.compile(f"(?<=.)(?:{'|'.join(sorted(names('peoples'), key=len, reverse=True))})族$")
_LEVELS = (2, 4, 6)
_GENERAL = ("市辖区", "县")  # lines of GB/T 2260 that name no place


class Places:
    """Which names are places, which part of a name may be left out, and which place lies in which.

    Args:
        table: code and full name of each place; the code has two digits for each level and zeros below, as in
            GB/T 2260 (130000 河北省, 130800 承德市).
    """

    def __init__(self, table: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        simple_names: dict[str, str] = {}
        for code, name in table:
            if name in _GENERAL:
                continue
            simple = short_name(name)
            self._codes[simple].add(_significant(code))
            simple_names |= {name: simple, simple: simple}
        self._simple = simple_names
        longest_first = sorted(simple_names, key=len, reverse=True)
        self._name = re.compile("|".join(map(re.escape, longest_first)))

    def same(self, first: str, second: str) -> bool:
        """Whether two texts are made of names of places, and one says where the other lies, or less of it."""
        parts, others = self._parts(first), self._parts(second)
        if not parts or not others:
            return False
        short, long = sorted(("".join(parts), "".join(others)), key=len)
        if not long.endswith(short):
            return False
        outer, *inner = max(parts, others, key=len)
        return all(self._inside(name, outer) for name in inner)

    def _parts(self, text: str) -> list[str]:
        """The short names of the places that the text is made of; none where it holds anything else."""
        found = list(self._name.finditer(text))
        if sum(len(match[0]) for match in found) < len(text):
            return []
        return [self._simple[match[0]] for match in found]

    def _inside(self, name: str, outer: str) -> bool:
        return any(
            code != above and code.startswith(above)
            for code in self._codes[name]
            for above in self._codes[outer]
        )


def short_name(name: str) -> str:
    """A place's name without its kind and without the peoples it is called after.

    Example:
        >>> short_name("承德市"), short_name("恩施土家族苗族自治州"), short_name("新疆维吾尔自治区")
        ('承德', '恩施', '新疆')
    """
    found = _SUFFIX.sub("", name)
    if found == name:
        return name
    while (shorter := _PEOPLE.sub("", found)) != found:
        found = shorter
    for people in SHORT_PEOPLES:
        if len(found) > len(people):
            found = found.removesuffix(people)
    return found


def _significant(code: str) -> str:
    return next(code[:size] for size in _LEVELS if set(code[size:]) <= {"0"})


@cache
def known_places() -> Places:
    """The provinces and prefectures of China."""
    return Places(provinces())


def read_places(path: FilePath) -> list[tuple[str, str]]:
    r"""Read a table of places for ``FuzzyMatch``: a line for each, its code of six digits and its name.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        FormatError: a line without a code of six digits and a name (names it).
        EmptyError: there is no place.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "places.txt")
        >>> _ = path.write_text("130000 河北省\n130800 承德市\n", encoding="utf-8")
        >>> read_places(path)
        [('130000', '河北省'), ('130800', '承德市')]
    """
    found = []
    for number, line in read_lines(path):
        code, *name = line.split()
        if not re.fullmatch("[0-9]{6}", code) or not name:
            raise FormatError(f"{path}, line {number}: expected six digits and a name, found {line!r:.60}")
        found.append((code, "".join(name)))
    if not found:
        raise EmptyError(f"{path}: expected places, found none")
    return found


def checked_places(table: Iterable[tuple[str, str]] | None) -> Places:
    """The places of a table, or those known.

    Raises:
        OptionError: a code that isn't six digits.
    """
    if table is None:
        return known_places()
    held = list(table)
    for code, name in held:
        if not re.fullmatch("[0-9]{6}", code) or not name:
            raise OptionError(f"places: expected codes of six digits with names, got {(code, name)!r}")
    return Places(held)
