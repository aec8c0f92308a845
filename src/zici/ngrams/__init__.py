"""Exact counts of all n-grams of a text: any length, bounded memory, mergeable, resumable."""

from __future__ import annotations

from zici.ngrams._count_ngrams import count_ngrams as count_ngrams
from zici.ngrams._counts import NgramCounts as NgramCounts
from zici.ngrams._levels import Level as Level
from zici.ngrams._levels import make_table as make_table
from zici.ngrams._options import MinCount as MinCount

__all__ = ["Level", "MinCount", "NgramCounts", "count_ngrams", "make_table"]
