"""Whether an answer is right: to the letter, or as WebQA's fuzzy evaluation judges it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from zici.errors import OptionError
from zici.qa.formats._entry import NO_ANSWER
from zici.qa.scores._affixes import one_by_affix
from zici.qa.scores._places import checked_places

Match = Callable[[str, str], bool]
"""Tells whether an answer given (second) is a right one (first)."""
NO_RESULT = "no_result"


def plain(text: str) -> str:
    """An answer without blanks and in lower case: what is compared."""
    return "".join(text.split()).lower()


def strict_match(gold: str, given: str) -> bool:
    """Whether an answer is the right one to the letter; blanks and case don't count.

    "no_result" is right where "no_answer" is the truth.

    Example:
        >>> strict_match("HIV 病毒", "hiv病毒"), strict_match("承德", "承德市")
        (True, False)
    """
    gold, given = plain(gold), plain(given)
    return gold == given or (gold == NO_ANSWER and given == NO_RESULT)


class FuzzyMatch:
    """Tells whether an answer says the same as the right one, by the rules of WebQA's evaluation.

    Two answers are one if they are equal but for blanks and case, if they stand in one set of synonyms, if
    one is the other with a harmless affix (5, 第5名; 唐, 唐朝; 红楼梦, 《红楼梦》; 德国, 德国人), in some
    cases in one direction alone (乙醇的 accepts 乙醇), or if both name one place in China (承德, 承德市,
    河北省承德市).

    WebQA's own synonyms were made for its test questions and do not come with zici, nor do the names of
    counties; countries and measures are told anew. So a score is as a rule lower than the original's; with
    the original's synonyms, scores are equal on the answers that come with it as an example.

    Args:
        synonyms: sets of names for one thing; see ``read_synonyms``.
        places: code of six digits and name of each place; by default the provinces and prefectures; see
            ``read_places``.

    Raises:
        OptionError: synonyms that are one string each, or a code that is not six digits.

    Example:
        >>> match = FuzzyMatch(synonyms=[("乙醇", "酒精")])
        >>> [match(gold, given) for gold, given in (("乙醇", "酒精"), ("唐", "唐朝"), ("承德", "河北承德市"))]
        [True, True, True]
        >>> match("唐", "宋朝")
        False
    """

    def __init__(
        self,
        *,
        synonyms: Iterable[Iterable[str]] = (),
        places: Iterable[tuple[str, str]] | None = None,
    ) -> None:
        self._sets: dict[str, set[int]] = defaultdict(set)
        for number, names in enumerate(synonyms):
            if isinstance(names, str):
                raise OptionError(f"synonyms: expected sets of names, got the string {names!r}")
            for name in names:
                self._sets[plain(name)].add(number)
        self._places = checked_places(places)

    def __call__(self, gold: str, given: str) -> bool:
        """Whether ``given`` says the same as ``gold``."""
        if strict_match(gold, given):
            return True
        gold, given = plain(gold), plain(given)
        if not gold or not given:
            return False
        if self._sets.get(gold, set()) & self._sets.get(given, set()):
            return True
        return one_by_affix(gold, given) or self._places.same(gold, given)
