"""Classifiers that optimise what is measured."""

from zici.classify._classifier import TextClassifier as TextClassifier
from zici.classify._model import Contribution as Contribution
from zici.classify._model import Model as Model
from zici.classify._model import Run as Run
from zici.classify._self_training import SelfTraining as SelfTraining
from zici.classify.calibration import Threshold as Threshold
from zici.classify.calibration import Zone as Zone
from zici.classify.calibration import calibration_error as calibration_error
from zici.classify.calibration import find_zone as find_zone
from zici.classify.calibration import fit_temperature as fit_temperature
from zici.classify.calibration import tune_threshold as tune_threshold
from zici.classify.explain import Explanation as Explanation
from zici.classify.losses import Loss as Loss
from zici.classify.losses import cross_entropy as cross_entropy
from zici.classify.losses import focal as focal
from zici.classify.losses import hard_margin as hard_margin
from zici.classify.losses import softened_margin as softened_margin

__all__ = [
    "Contribution",
    "Explanation",
    "Loss",
    "Model",
    "Run",
    "SelfTraining",
    "TextClassifier",
    "Threshold",
    "Zone",
    "calibration_error",
    "cross_entropy",
    "find_zone",
    "fit_temperature",
    "focal",
    "hard_margin",
    "softened_margin",
    "tune_threshold",
]
