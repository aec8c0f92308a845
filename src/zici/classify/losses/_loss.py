"""Loss: which loss a classifier minimises, with its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels import losses as kernels
from zici.errors import OptionError

Name = Literal["cross_entropy", "hard_margin", "softened_margin", "focal"]
NAMES = ("cross_entropy", "hard_margin", "softened_margin", "focal")
Weighting = Literal["softmax", "odds"]
WEIGHTINGS = ("softmax", "odds")


class KernelLoss(NamedTuple):
    """What ``zici._kernels.losses.loss_slopes`` takes: the number of the loss and its two numbers."""

    kind: int
    a: float
    b: float


@dataclass(frozen=True)
class Loss:
    """A loss of classification; p is the probability that the model gives the right class.

    Attributes:
        name: "cross_entropy": -ln p. "hard_margin": the same, but nothing where p is above ``margin``, and
            half of it at the margin: samples that are already safe don't move the model.
            "softened_margin": the same with a slope in place of the step. "focal":
            -alpha (1 - p)^gamma ln p.
        margin: of "hard_margin", from .5 up to below 1.
        steepness: K of "softened_margin", above 0: the greater, the more like a step at p = .5.
        weighting: of "softened_margin". "softmax": -softmax(-K z)_t ln p, as in the source. "odds":
            -sigmoid(-K ln(p / (1 - p))) ln p. With two classes both are the same.
        alpha: of "focal": None: 1. A number from 0 to 1, for two classes alone: the weight of the second, the
            first has 1 - alpha. Or one weight for each class.
        gamma: of "focal", from 0; 0 gives the cross entropy times alpha.

    Raises:
        OptionError: an unknown name, or a number outside its range.

    Source:
        kexue.fm/archives/4293 and 4733; Lin et al. 2017, "Focal Loss for Dense Object Detection".

    Example:
        >>> Loss("hard_margin", margin=0.7)
        Loss(name='hard_margin', margin=0.7)
    """

    name: Name = "cross_entropy"
    margin: float = 0.6
    steepness: float = 5.0
    weighting: Weighting = "softmax"
    alpha: float | Sequence[float] | None = None
    gamma: float = 2.0

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise OptionError(f"loss: expected one of {', '.join(NAMES)}, got {self.name!r}")
        if self.weighting not in WEIGHTINGS:
            raise OptionError(f"weighting: expected one of {', '.join(WEIGHTINGS)}, got {self.weighting!r}")
        _check("margin", self.margin, 0.5 <= _number(self.margin) < 1.0, "from 0.5 up to below 1")
        _check("steepness", self.steepness, 0.0 < _number(self.steepness) < math.inf, "above 0")
        _check("gamma", self.gamma, 0.0 <= _number(self.gamma) < math.inf, "from 0")
        if isinstance(self.alpha, (list, np.ndarray)):  # of other hands; a frozen thing has to be hashable
            object.__setattr__(self, "alpha", tuple(float(_number(value)) for value in self.alpha))
        _check_alpha(self.alpha)

    def __repr__(self) -> str:
        told = {key: value for key, value in self.to_dict().items() if key != "name"}
        return f"Loss({', '.join([f'name={self.name!r}', *(f'{key}={told[key]!r}' for key in told)])})"

    @property
    def kernel(self) -> KernelLoss:
        """The loss for kernels; ``alpha`` is not in it: see :meth:`class_weights`."""
        if self.name == "hard_margin":
            return KernelLoss(kernels.HARD_MARGIN, float(self.margin), 0.0)
        if self.name == "softened_margin":
            odds = self.weighting == "odds"
            return KernelLoss(kernels.SOFTENED_ODDS if odds else kernels.SOFTENED, float(self.steepness), 0.0)
        if self.name == "focal":
            return KernelLoss(kernels.FOCAL, 1.0, float(self.gamma))
        return KernelLoss(kernels.CROSS_ENTROPY, 0.0, 0.0)

    def class_weights(self, classes: int) -> npt.NDArray[np.float64] | None:
        """Alpha as a weight for each class, float64 of shape (classes,); None: all are 1.

        It belongs into the weights of the samples: ``weights * loss.class_weights(classes)[targets]``.

        Raises:
            OptionError: ``alpha`` doesn't fit the number of classes.
        """
        if self.name != "focal" or self.alpha is None:
            return None
        alpha = self.alpha
        told = (1.0 - alpha, alpha) if isinstance(alpha, (int, float)) else tuple(alpha)
        if len(told) != classes:
            raise OptionError(
                f"alpha: expected one weight for each of {classes} classes, got {self.alpha!r}; "
                "give as many, or None"
            )
        return np.array(told, np.float64)

    def without_alpha(self) -> Loss:
        """The same loss with ``alpha`` gone, for one who has put it into the weights."""
        return replace(self, alpha=None)

    def to_dict(self) -> dict[str, Any]:
        """The name and the numbers that count for it, as JSON can write them."""
        used = {
            "cross_entropy": (),
            "hard_margin": ("margin",),
            "softened_margin": ("steepness", "weighting"),
            "focal": ("alpha", "gamma"),
        }[self.name]
        told = asdict(self)
        return {"name": self.name, **{key: told[key] for key in used}}


def parse(loss: str | Mapping[str, Any] | Loss, *, margin: float | None = None) -> Loss:
    """The loss that a user names: its name, a :class:`Loss`, or what :meth:`Loss.to_dict` gave.

    Args:
        loss: that.
        margin: of "hard_margin", where ``loss`` is a name; None: .6.

    Raises:
        OptionError: there is no such loss, or a number is outside its range.

    Example:
        >>> parse("hard_margin", margin=0.7)
        Loss(name='hard_margin', margin=0.7)
    """
    if isinstance(loss, Loss):
        return loss
    if isinstance(loss, str):
        return Loss(loss, **({} if margin is None else {"margin": margin}))  # type: ignore[arg-type]
    if isinstance(loss, Mapping):
        told: dict[str, Any] = dict(loss)
        try:
            return Loss(**told)
        except TypeError as error:
            raise OptionError(f"loss: expected the fields of a Loss, got {told!r}") from error
    raise OptionError(f"loss: expected a Loss or one of {', '.join(NAMES)}, got {loss!r}")


def _number(value: Any) -> float:
    """The value, or NaN, which is inside no range, for what is no number."""
    good = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    return float(value) if good else math.nan


def _check_alpha(alpha: Any) -> None:
    if isinstance(alpha, tuple):
        for value in alpha:
            _check("alpha", value, 0.0 <= _number(value) < math.inf, "from 0 for each class")
    elif alpha is not None:
        _check("alpha", alpha, 0.0 <= _number(alpha) <= 1.0, "from 0 to 1, or one for each class")


def _check(name: str, value: Any, good: bool, span: str) -> None:
    if not good:
        raise OptionError(f"{name}: expected a number {span}, got {value!r}")
