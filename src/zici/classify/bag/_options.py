"""The options of a bag of embeddings."""

from __future__ import annotations

from dataclasses import dataclass

from zici.classify.features import NgramOptions, check_number, is_whole
from zici.errors import OptionError


@dataclass(frozen=True)
class BagOptions(NgramOptions):
    """How a bag of embeddings learns, and what it sees: :class:`zici.classify.features.NgramOptions`.

    Attributes:
        dim: length of the vectors, from 1. It counts where there are more classes than this: else the logits
            are as many numbers as the vectors need. Given ``vectors`` decide themselves.
        rate: length of the first steps, above 0; it falls to 0 in a line.
        output_rate: the rate of the output layer, where it is learned, as a share of ``rate``; from 0.

    Raises:
        OptionError: a number outside its range.

    Example:
        >>> BagOptions(dim=32).epochs
        8
    """

    dim: int = 64
    rate: float = 3.0
    output_rate: float = 0.1

    def __post_init__(self) -> None:
        super().__post_init__()
        if not is_whole(self.dim, 1) or self.dim > 4096:
            raise OptionError(f"dim: expected a whole number from 1 to 4096, got {self.dim!r}")
        check_number("rate", self.rate)
        check_number("output_rate", self.output_rate, zero=True)
