"""Losses of classification: the cross entropy, and those that leave the safe samples alone."""

from zici.classify.losses._keras import keras_loss as keras_loss
from zici.classify.losses._loss import KernelLoss as KernelLoss
from zici.classify.losses._loss import Loss as Loss
from zici.classify.losses._loss import parse as parse
from zici.classify.losses._numpy import cross_entropy as cross_entropy
from zici.classify.losses._numpy import focal as focal
from zici.classify.losses._numpy import hard_margin as hard_margin
from zici.classify.losses._numpy import losses as losses
from zici.classify.losses._numpy import slopes as slopes
from zici.classify.losses._numpy import softened_margin as softened_margin

__all__ = [
    "KernelLoss",
    "Loss",
    "cross_entropy",
    "focal",
    "hard_margin",
    "keras_loss",
    "losses",
    "parse",
    "slopes",
    "softened_margin",
]
