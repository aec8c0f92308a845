"""The ways to find words by name: what each does, which options it has, and their defaults."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zici.discovery._auto import PRICE
from zici.discovery._by_best import words_by_best
from zici.discovery._by_cut import words_by_cut
from zici.discovery._by_entropy import words_by_entropy
from zici.discovery._by_gain import words_by_gain
from zici.discovery._by_svd import words_by_svd
from zici.discovery._derived import MIN_COUNT, MIN_SCORE
from zici.discovery._options import Options, make_options
from zici.discovery._task import Task
from zici.errors import OptionError
from zici.lexicon import Lexicon
from zici.ngrams import MinCount


@dataclass(frozen=True)
class Method:
    """A way to find words.

    Attributes:
        find: from a task to its words.
        defaults: the options it has; any other is refused.
        counted: the min_count of the n-grams where it is not the option's.
        ordered: whether it needs the text in its order, which an engine doesn't have.
    """

    find: Callable[[Task], Lexicon]
    defaults: Mapping[str, Any]
    counted: MinCount | None = None
    ordered: bool = False


_BY_CUT = {"order": 4, "min_count": "auto", "min_pmi": {2: 1.5, 3: 5.0, 4: 8.0}, "strict": False}

METHODS = {
    "ngram": Method(words_by_cut, _BY_CUT),
    "pair": Method(words_by_cut, {"order": 2, "min_count": 16, "min_pmi": 1.0, "strict": False}),
    "entropy": Method(
        words_by_entropy,
        {"order": 4, "min_count": 11, "min_pmi": math.log(30), "min_entropy": 3.0},
        ordered=True,
    ),
    "min-entropy": Method(words_by_gain, {**_BY_CUT, "min_gain": 1.0}),
    "best": Method(
        words_by_best,
        {
            "order": 6,
            "min_count": "low",
            "min_pmi": {2: 0.0, 3: 4.0, 4: 8.0, 5: 10.0, 6: 12.0},
            "join_penalty": PRICE,
            "rounds": 2,
        },
    ),
    "svd": Method(
        words_by_svd,
        {**_BY_CUT, "min_count": MIN_COUNT, "rank": None, "min_score": MIN_SCORE},
        counted="auto",
        ordered=True,
    ),
}


def method_named(name: str) -> Method:
    """The method of a name.

    Raises:
        OptionError: no such method.
    """
    if not isinstance(name, str) or name not in METHODS:
        raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {name!r}")
    return METHODS[name]


def options_of(name: str, given: Mapping[str, Any]) -> Options:
    """The options of a method: those given (None: not given) and the defaults of the others.

    Raises:
        OptionError: an option that the method doesn't have, or outside its range.
    """
    defaults = method_named(name).defaults
    known = {option: value for option, value in given.items() if value is not None}
    for option in known:
        if option not in defaults:
            having = ", ".join(key for key, method in METHODS.items() if option in method.defaults)
            raise OptionError(f'{option}: method "{name}" has no such option (only {having}); leave it out')
    if known.get("min_pmi") == "auto":
        if method_named(name).find is not words_by_cut:
            raise OptionError(f'min_pmi: "auto" is for "ngram" and "pair", not "{name}"; give numbers')
        known = {**known, "min_pmi": defaults["min_pmi"], "auto_pmi": True}
    return make_options({**defaults, **known})
