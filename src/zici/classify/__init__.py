"""Classifiers that optimise what is measured."""

from zici.classify._model import Contribution as Contribution
from zici.classify._model import Model as Model
from zici.classify._model import Run as Run
from zici.classify.losses import Loss as Loss
from zici.classify.losses import cross_entropy as cross_entropy
from zici.classify.losses import focal as focal
from zici.classify.losses import hard_margin as hard_margin
from zici.classify.losses import softened_margin as softened_margin

__all__ = [
    "Contribution",
    "Loss",
    "Model",
    "Run",
    "cross_entropy",
    "focal",
    "hard_margin",
    "softened_margin",
]
