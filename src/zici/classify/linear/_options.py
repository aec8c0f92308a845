"""The options of a linear model."""

from __future__ import annotations

from dataclasses import dataclass

from zici.classify.features import NgramOptions, check_number


@dataclass(frozen=True)
class LinearOptions(NgramOptions):
    """What a linear model sees, as :class:`zici.classify.features.NgramOptions` has it, and how it learns.

    Attributes:
        cost: C, the weight of the losses beside that of the squared weights, above 0: the greater, the
            closer to the training texts.

    Raises:
        OptionError: a number outside its range.

    Example:
        >>> LinearOptions(char_ngrams=(1, 2)).cost
        10.0
    """

    cost: float = 10.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_number("cost", self.cost)
