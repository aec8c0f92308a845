"""Why a text was decided as it was: numbers, and the text in colours."""

from zici.classify.explain._explanation import Explanation as Explanation
from zici.classify.explain._explanation import Piece as Piece
from zici.classify.explain._explanation import explain as explain

__all__ = ["Explanation", "Piece", "explain"]
