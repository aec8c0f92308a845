"""Averaged embeddings of characters, words and their n-grams."""

from zici.classify.bag._model import BagModel as BagModel
from zici.classify.bag._options import BagOptions as BagOptions

__all__ = ["BagModel", "BagOptions"]
