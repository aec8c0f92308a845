"""Everything that a text gives, in one folder: words, segmenter, cut text, vectors, a report."""

from zici.mining._mine import MiningResult as MiningResult
from zici.mining._mine import mine as mine
from zici.mining._options import MiningOptions as MiningOptions

__all__ = ["MiningOptions", "MiningResult", "mine"]
