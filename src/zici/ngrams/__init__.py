"""Exact counts of all n-grams of a text: any length, bounded memory, mergeable, resumable."""

from __future__ import annotations

from zici.ngrams._count_ngrams import check_corpus as check_corpus
from zici.ngrams._count_ngrams import count_ngrams as count_ngrams
from zici.ngrams._count_ngrams import encode_corpus as encode_corpus
from zici.ngrams._counts import NgramCounts as NgramCounts
from zici.ngrams._levels import Level as Level
from zici.ngrams._levels import make_table as make_table
from zici.ngrams._memory import for_arrays as for_arrays
from zici.ngrams._memory import parse_memory as parse_memory
from zici.ngrams._options import MinCount as MinCount
from zici.ngrams._options import kept_from as kept_from
from zici.ngrams._options import min_counts as min_counts
from zici.ngrams._threads import plain_errors as plain_errors
from zici.ngrams._threads import thread_count as thread_count

__all__ = [
    "Level",
    "MinCount",
    "NgramCounts",
    "check_corpus",
    "count_ngrams",
    "encode_corpus",
    "for_arrays",
    "kept_from",
    "make_table",
    "min_counts",
    "parse_memory",
    "plain_errors",
    "thread_count",
]
