"""Probabilities that can be believed, and what to decide by them."""

from zici.classify.calibration._abstain import Zone as Zone
from zici.classify.calibration._abstain import find_zone as find_zone
from zici.classify.calibration._temperature import calibration_error as calibration_error
from zici.classify.calibration._temperature import fit_temperature as fit_temperature
from zici.classify.calibration._threshold import Threshold as Threshold
from zici.classify.calibration._threshold import tune_threshold as tune_threshold

__all__ = ["Threshold", "Zone", "calibration_error", "find_zone", "fit_temperature", "tune_threshold"]
