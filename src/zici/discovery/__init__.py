"""Ways to find the words of a text: by cohesion, neighbour entropy, what their parts explain, SVD."""

from __future__ import annotations

from zici.discovery._compare import Changes as Changes
from zici.discovery._compare import compare as compare
from zici.discovery._derived import derived_words as derived_words
from zici.discovery._discover import discover as discover
from zici.discovery._entropies import neighbour_entropies as neighbour_entropies
from zici.discovery._prune import prune as prune

__all__ = ["Changes", "compare", "derived_words", "discover", "neighbour_entropies", "prune"]
