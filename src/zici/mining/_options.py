"""What may be asked of mining, checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from zici.discovery._methods import METHODS, options_of
from zici.errors import OptionError
from zici.ngrams._options import min_counts

CUTTING = tuple(name for name in METHODS if name != "svd")  # what svd suggests is mostly not in the text


@dataclass(frozen=True)
class MiningOptions:
    """How words are found, and what is made of them; None is the method's default.

    Attributes:
        method: "best", "ngram", "pair", "entropy" or "min-entropy", see :func:`zici.discover`, also for all
            options up to ``max_length``.
        top: only the most frequent words; None: all.
        vectors: whether word vectors are trained, too.
        report: whether ``report.html`` is written.

    Raises:
        OptionError: an option outside its range, or one that the method doesn't have.

    Example:
        >>> MiningOptions(method="pair", min_entropy=2.0)
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: min_entropy: method "pair" has no such option (only entropy); leave it out
    """

    method: str = "best"
    order: int | None = None
    min_count: str | int | dict[int, int] | None = None
    min_pmi: str | float | dict[int, float] | None = None
    strict: bool = False
    min_entropy: float | None = None
    min_gain: float | None = None
    join_penalty: float | dict[int, float] | None = None
    rounds: int | None = None
    entropy: bool = True
    max_length: int | None = None
    top: int | None = None
    vectors: bool = True
    report: bool = True

    def __post_init__(self) -> None:
        if self.method not in CUTTING:
            raise OptionError(f"method: expected one of {', '.join(CUTTING)}, got {self.method!r}")
        for name in ("strict", "entropy", "vectors", "report"):
            if type(getattr(self, name)) is not bool:
                raise OptionError(f"{name}: expected True or False, got {getattr(self, name)!r:.60}")
        given = self.finding() | {"strict": self.strict or None}
        for name in ("method", "entropy", "max_length"):
            del given[name]
        asked = options_of(self.method, given)
        min_counts(asked.min_count, asked.order, 0)  # told before the text is read, not after
        for name in ("top", "max_length"):
            number = getattr(self, name)
            if number is not None and (type(number) is not int or number < 1):
                raise OptionError(f"{name}: expected a whole number from 1, or None, got {number!r}")

    def finding(self) -> dict[str, Any]:
        """The options that :func:`zici.discover` takes."""
        options = asdict(self)
        for name in ("top", "vectors", "report"):
            del options[name]
        return options
