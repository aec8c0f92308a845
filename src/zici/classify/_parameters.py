"""What TextClassifier was asked for, checked when it is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from zici._progress import Progress, silent
from zici.classify._models import find_kind
from zici.classify.calibration import Zone
from zici.classify.calibration._threshold import GOALS, Goal, check_costs
from zici.classify.losses import Loss, parse
from zici.errors import OptionError
from zici.parallel import cpu_count


@dataclass(frozen=True)
class Wanted:
    """The parameters of an estimator that its model doesn't see.

    Attributes:
        share: of the texts that are held out; 0: none are.
        threshold: a probability, or what to tune it for; None: the most probable class.
        zone: the zone without answer as given; None: none, or one to be found.
        reach: what is wanted of the zone to be found: ``find_zone``'s arguments.
    """

    loss: Loss
    seed: int
    workers: int
    patience: int | None
    progress: Progress
    share: float
    calibrate: bool
    threshold: float | Goal | None
    costs: tuple[float, float]
    zone: Zone | None
    reach: Mapping[str, float] | None


def check(params: Mapping[str, Any]) -> Wanted:
    """The parameters of TextClassifier, each inside its range.

    Raises:
        OptionError: one is not.
    """
    early, calibrate = (_flag(name, params[name]) for name in ("early_stopping", "calibrate"))
    threshold, (zone, reach) = _threshold(params["threshold"]), _zone(params["abstain"])
    share = params["validation"]
    if not _is_number(share) or not 0 < share < 1:
        raise OptionError(f"validation: expected a share above 0 and below 1, got {share!r}")
    progress = params["progress"]
    if progress is not None and not callable(progress):
        raise OptionError(f"progress: expected a function of a Step, or None, got {progress!r:.60}")
    _check_self_training(params["self_training"])
    needed = early or calibrate or isinstance(threshold, str) or reach is not None
    return Wanted(
        loss=_loss(params),
        seed=_integer("seed", params["seed"], least=0),
        workers=cpu_count() if params["workers"] is None else _integer("workers", params["workers"]),
        patience=_integer("patience", params["patience"]) if early else None,
        progress=silent if progress is None else progress,
        share=float(share) if needed else 0.0,
        calibrate=calibrate,
        threshold=threshold,
        costs=check_costs(params["costs"]),
        zone=zone,
        reach=reach,
    )


def _loss(params: Mapping[str, Any]) -> Loss:
    margin = params["margin"]
    return parse(params["loss"], margin=find_kind(params["model"]).margin if margin is None else margin)


def _check_self_training(value: Any) -> None:
    """Refuse wrong settings now; the training itself takes them as they were given."""
    if value is not None:
        from zici.classify._self_training import parse_self_training  # it needs what imports this module

        parse_self_training(value)


def _threshold(value: Any) -> float | Goal | None:
    if value is None:
        return None
    if isinstance(value, str) and value in GOALS:
        return cast(Goal, value)
    if _is_number(value) and 0 < value < 1:
        return float(value)
    raise OptionError(
        f"threshold: expected a probability above 0 and below 1, or one of {', '.join(GOALS)}, "
        f"got {value!r:.60}"
    )


def _zone(value: Any) -> tuple[Zone | None, Mapping[str, float] | None]:
    if value is None or isinstance(value, Zone):
        return value, None
    keys = set(value) if isinstance(value, Mapping) else set()
    if keys in ({"precision"}, {"coverage"}):
        wanted = next(iter(value.values()))
        if not _is_number(wanted) or not 0 < wanted <= 1:
            raise OptionError(f"abstain: expected a share above 0 up to 1, got {dict(value)!r}")
        return None, {next(iter(value)): float(wanted)}
    if keys in ({"low", "high"}, {"confidence"}):
        return Zone(**value), None
    raise OptionError(
        "abstain: expected {'precision': share}, {'coverage': share}, {'low': p, 'high': p} or "
        f"{{'confidence': p}}, got {value!r:.80}"
    )


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, (bool, np.bool_)):
        raise OptionError(f"{name}: expected True or False, got {value!r:.60}")
    return bool(value)


def _is_number(value: Any) -> bool:
    """Also NumPy's: a grid of parameters is often one of its arrays."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def _integer(name: str, value: Any, *, least: int = 1) -> int:
    if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or not least <= value < 2**63:
        raise OptionError(f"{name}: expected an integer of at least {least}, got {value!r:.60}")
    return int(value)
