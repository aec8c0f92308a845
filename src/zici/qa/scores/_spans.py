"""Exact match and F1 of characters, as CMRC 2018 measures answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from zici.qa._example import QAExample

# Those of CMRC 2018's program, which lists …… as one sign and so never leaves out a single one.
_SIGNS = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
_TOKENS = re.compile(r"[\u4e00-\u9fa5]|[^\W_\u4e00-\u9fa5]+|[^\w\s]")


class SpanScores(NamedTuple):
    """How well answers agree with the right ones.

    Attributes:
        exact: share of questions answered to the letter, from 0 to 1.
        f1: mean F1 of characters, from 0 to 1.
        total: how many questions were asked.
    """

    exact: float
    f1: float
    total: int


def exact_match(gold: str, given: str) -> bool:
    """Whether two answers are equal without signs, and with no regard to case.

    Example:
        >>> exact_match("《红楼梦》", "红楼梦"), exact_match("1963年", "1963年5月")
        (True, False)
    """
    return _bare(gold) == _bare(given)


def _bare(text: str) -> str:
    return "".join(char for char in text.lower().strip() if char not in _SIGNS)


def character_f1(gold: str, given: str) -> float:
    """How much of an answer is right, from 0 to 1: F1 of its longest stretch that is in both.

    Units are Chinese characters, and Latin words and numbers as a whole; signs don't count. CMRC 2018 splits
    what isn't Chinese by the rules of NLTK, which may differ in words with signs inside.

    Example:
        >>> character_f1("1963年", "1963年5月"), character_f1("李白", "杜甫")
        (0.6666666666666666, 0.0)
    """
    wanted, found = _units(gold), _units(given)
    same = SequenceMatcher(None, wanted, found, autojunk=False).find_longest_match().size
    return 2 * same / (len(wanted) + len(found)) if same else 0.0


def _units(text: str) -> list[str]:
    return _TOKENS.findall(_bare(text))


def score_spans(examples: Iterable[QAExample], answers: Mapping[str, Sequence[str]]) -> SpanScores:
    """Exact match and F1 over questions, each judged by its first answer and the right answer next to it.

    A question without an answer counts 0, and 1 if it has none.

    Args:
        examples: the questions.
        answers: those given to each question, by its id, the best first.

    Example:
        >>> asked = [QAExample("q1", "谁", (), ("李白",)), QAExample("q2", "何时", (), ("1963年", "六三年"))]
        >>> score_spans(asked, {"q1": ["李白"], "q2": ["1963年5月"]})
        SpanScores(exact=0.5, f1=0.8333333333333333, total=2)
    """
    exact = f1 = 0.0
    total = 0
    for example in examples:
        total += 1
        given = answers.get(example.id, ())
        if not example.answers or not given:
            right = float(not example.answers and not given)
            exact, f1 = exact + right, f1 + right
            continue
        exact += any(exact_match(gold, given[0]) for gold in example.answers)
        f1 += max(character_f1(gold, given[0]) for gold in example.answers)
    return SpanScores(exact / total, f1 / total, total) if total else SpanScores(0.0, 0.0, 0)
