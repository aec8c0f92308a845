"""Exact counts of all n-grams of a text: any length, bounded memory, mergeable, resumable."""

from __future__ import annotations

from zici.ngrams._count_ngrams import count_ngrams as count_ngrams
from zici.ngrams._count_ngrams import encode_corpus as encode_corpus
from zici.ngrams._counts import NgramCounts as NgramCounts
from zici.ngrams._levels import Level as Level
from zici.ngrams._levels import make_table as make_table
from zici.ngrams._memory import for_arrays as for_arrays
from zici.ngrams._memory import parse_memory as parse_memory
from zici.ngrams._options import MinCount as MinCount
from zici.ngrams._options import min_counts as min_counts

__all__ = [
    "Level",
    "MinCount",
    "NgramCounts",
    "count_ngrams",
    "encode_corpus",
    "for_arrays",
    "make_table",
    "min_counts",
    "parse_memory",
]
