"""Rules: a dictionary of polar words, negations and degrees, and the sign of the sum."""

from zici.classify.rules._model import RulesModel as RulesModel
from zici.classify.rules._options import RulesOptions as RulesOptions

__all__ = ["RulesModel", "RulesOptions"]
