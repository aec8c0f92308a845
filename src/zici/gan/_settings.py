"""Settings: options of which none is left open."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from zici.gan._options import GanOptions

DEFAULTS: dict[str, dict[str, Any]] = {
    "vectors": {
        "penalty_weight": 0.1, "batch_size": 256, "latent": 2, "width": 128, "depth": 3, "decay": "linear",
        "learning_rate": 1e-3, "beta_1": 0.5, "ema": 0.999, "layer_norm": False, "steps": 20_000,
    },
    "images": {
        "penalty_weight": 10.0, "batch_size": 50, "latent": 128, "width": 32, "depth": 2, "decay": "linear",
        "learning_rate": 1e-3, "beta_1": 0.5, "ema": 0.999, "layer_norm": False, "steps": 10_000,
    },
    "strings": {
        "penalty_weight": 10.0, "batch_size": 64, "latent": 128, "width": 128, "depth": 5, "decay": "linear",
        "learning_rate": 1e-3, "beta_1": 0.5, "ema": 0.999, "layer_norm": False, "steps": 10_000,
    },
}  # fmt: skip
LATENT = (2, 128)  # the least and the most that vectors have
DIV_WEIGHT = 2.0


@dataclass(frozen=True)
class Settings:
    """What :class:`GanOptions` says, with what goes with the kind of data in the place of every None."""

    penalty: str
    penalty_weight: float
    target_norm: float
    critic_steps: int
    batch_size: int
    latent: int
    width: int
    depth: int
    learning_rate: float
    decay: str
    beta_1: float
    beta_2: float
    ema: float
    layer_norm: bool
    length: int
    steps: int
    record_every: int

    @classmethod
    def of(cls, options: GanOptions, kind: str, architecture: str, shape: tuple[int, ...]) -> Settings:
        """The settings for samples.

        Args:
            options: what was asked for.
            kind: "vectors", "images" or "strings".
            architecture: "mlp", "dcgan", "residual" or "own".
            shape: of one sample as the networks see it.

        Example:
            >>> Settings.of(GanOptions(width=8), "images", "residual", (28, 28, 1)).layer_norm
            True
        """
        own = _defaults(options, kind, architecture, shape)
        return cls(**{name: own[name] if value is None else value for name, value in asdict(options).items()})

    def as_options(self) -> GanOptions:
        """As a user sees them."""
        return replace(GanOptions(), **asdict(self))


def _defaults(options: GanOptions, kind: str, architecture: str, shape: tuple[int, ...]) -> dict[str, Any]:
    own = DEFAULTS[kind] | {"length": shape[0]}
    if options.penalty == "wgan-div":
        own["penalty_weight"] = DIV_WEIGHT
    if kind == "vectors":
        own["latent"] = min(max(LATENT[0], *shape), LATENT[1])
    elif architecture == "mlp":
        own |= {"width": 256, "depth": 3}
    elif kind == "images":
        own["depth"] = _doublings(max(shape[:2]))
        if architecture == "residual":
            own |= {"layer_norm": True, "beta_1": 0.0}
    return own


def _doublings(side: int) -> int:
    """How often a picture of at most 8 points is doubled to reach this side.

    Example:
        >>> [_doublings(side) for side in (4, 28, 32, 33, 64)]
        [1, 2, 2, 3, 3]
    """
    depth = 1
    while -(-side // 2**depth) > 8:
        depth += 1
    return depth
