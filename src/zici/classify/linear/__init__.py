"""Linear models of n-grams: quick to train, quicker to ask, and each decision can be taken apart."""

from zici.classify.linear._model import LinearModel as LinearModel
from zici.classify.linear._options import LinearOptions as LinearOptions

__all__ = ["LinearModel", "LinearOptions"]
