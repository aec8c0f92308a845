"""What may be asked of a WGAN-GP and of its training, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zici.errors import OptionError
from zici.gan._penalty import PENALTIES
from zici.vectors._options import check_integer, check_number

KINDS = ("vectors", "images", "strings")
DECAYS = ("none", "linear", "cosine")
MOST = 1 << 20  # of whatever is counted here: more is a slip of the finger


@dataclass(frozen=True)
class GanOptions:
    """The networks of a WGAN-GP, and how they learn.

    What is None takes what goes with the kind of data; in brackets what the paper's own programs have, where
    it is something else, mostly because theirs ran on graphics cards::

                        vectors              images          strings
        penalty_weight  .1                   10              10            ("wgan-div": 2)
        batch_size      256                  50              64
        latent          the vectors' length  128             128           (2 to 128) [2]
        width           128 [512]            32 [64]         128 [512]
        depth           3                    as large        5
        learning_rate   1e-3 [1e-4]          1e-3 [1e-4]     1e-3 [1e-4]
        decay           linear [none]        linear [none]   linear [none]
        beta_1          .5                   .5              .5            (residual images: 0)
        ema             .999 [none]          .999 [none]     .999 [none]
        layer_norm      no                   no              no            (residual images: yes)
        steps           20,000 [100,000]     10,000 [200,000]  10,000 [200,000]

    Attributes:
        penalty: what holds the critic's steepness s: "two-sided", mean (s - target)^2; "one-sided", mean
            max(s - target, 0)^2; "difference", the same of |D(y) - D(y')| / |y - y'|, with no gradient of a
            gradient; "zero-centred", mean s^2; "wgan-div", mean s^6. s is the gradient's norm at a random
            point between a real and a generated sample; for "difference" y and y' are two such points of
            one pair.
        penalty_weight: lambda, from 0.
        target_norm: how steep the critic should be, from 0; zero-centred penalties don't look at it.
        critic_steps: the critic's steps before each of the generator's, from 1 to 100.
        batch_size: samples of a step, from 2.
        latent: numbers that the generator makes a sample from, from 1.
        width: of the layers, from 1; of the convolutions of images next to the picture.
        depth: hidden layers ("mlp"), doublings of the picture ("dcgan", "residual") or residual blocks
            (strings), from 1.
        learning_rate: of Adam, above 0 to 1, the same for both networks.
        decay: of the rate over all ``steps``, "none", "linear" or "cosine", to 0.
        beta_1: of Adam, from 0 to below 1.
        beta_2: of Adam, above 0 to below 1.
        ema: momentum of the running mean of the generator's weights, with which it samples, from 0 (none) to
            below 1; the mean forgets its beginning faster than that, as min(ema, (1 + t) / (10 + t)).
        layer_norm: whether the critic has layer norm (Ba et al. 2016).
        length: characters of strings; None: as many as the longest has.
        steps: generator steps, from 1.
        record_every: steps from one record to the next, from 1.

    Raises:
        OptionError: an option outside its range.

    Source:
        Gulrajani et al. 2017, arXiv 1704.00028, and the programs published with it; Wu et al. 2018, arXiv
        1712.01026; kexue.fm/archives/4439 and 6583.

    Example:
        >>> GanOptions(penalty="clip")
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: penalty: expected one of two-sided, one-sided, difference, zero-centred,
        wgan-div, got 'clip'
    """

    penalty: str = "two-sided"
    penalty_weight: float | None = None
    target_norm: float = 1.0
    critic_steps: int = 5
    batch_size: int | None = None
    latent: int | None = None
    width: int | None = None
    depth: int | None = None
    learning_rate: float | None = None
    decay: str | None = None
    beta_1: float | None = None
    beta_2: float = 0.9
    ema: float | None = None
    layer_norm: bool | None = None
    length: int | None = None
    steps: int | None = None
    record_every: int = 100

    def __post_init__(self) -> None:
        check_choice("penalty", self.penalty, PENALTIES)
        if self.decay is not None:
            check_choice("decay", self.decay, DECAYS)
        if self.layer_norm not in (None, True, False):
            raise OptionError(f"layer_norm: expected True or False, got {self.layer_norm!r}")
        for name, least, most in INTEGERS:
            if getattr(self, name) is not None:
                check_integer(name, getattr(self, name), least=least, most=most)
        for name, above, highest in NUMBERS:
            if getattr(self, name) is not None:
                check_number(name, getattr(self, name), above=above, most=highest)


INTEGERS = (
    ("critic_steps", 1, 100),
    ("batch_size", 2, MOST),
    ("latent", 1, MOST),
    ("width", 1, 1 << 14),
    ("depth", 1, 100),
    ("length", 1, 1 << 12),
    ("steps", 1, 1 << 40),
    ("record_every", 1, MOST),
)
NUMBERS: tuple[tuple[str, float | None, float], ...] = (
    ("penalty_weight", None, 1e9),
    ("target_norm", None, 1e9),
    ("learning_rate", 0.0, 1.0),
    ("beta_1", None, 1 - 1e-9),
    ("beta_2", 0.0, 1 - 1e-9),
    ("ema", None, 1 - 1e-9),
)


def check_choice(name: str, value: Any, known: tuple[str, ...]) -> None:
    """Refuse what is not one of some words.

    Raises:
        OptionError: that.
    """
    if not isinstance(value, str) or value not in known:
        raise OptionError(f"{name}: expected one of {', '.join(known)}, got {value!r}")
