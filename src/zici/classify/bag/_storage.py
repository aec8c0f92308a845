"""Bags of embeddings in files: bag.json, bag.npz and the tokenizer, as linear models have them."""

from __future__ import annotations

from zici.classify.bag._options import BagOptions
from zici.classify.linear._storage import Layout

BAG = Layout("zici bag model", "bag", BagOptions)
