"""Columns for words that have vectors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels.bag import unit_keys
from zici._kernels.ngram_features import hash_words
from zici.classify._model import Float32Array
from zici.classify.features import Ngrams, Tokenizer
from zici.classify.features._codes import ends_of, folded_codes
from zici.errors import OptionError

UInt64 = npt.NDArray[np.uint64]


class Known(NamedTuple):
    """Vectors of words or characters, and their columns.

    Attributes:
        columns: int64, which.
        vectors: float32 of shape (columns, dim), of length 1.
    """

    columns: npt.NDArray[np.int64]
    vectors: Float32Array


def join_vectors(
    ngrams: Ngrams, counts: npt.NDArray[np.int64], tokenizer: Tokenizer, vectors: Any
) -> tuple[Ngrams, npt.NDArray[np.int64], Known]:
    """The n-grams and the words with vectors, which get columns where they have none (their count is 1).

    Raises:
        OptionError: none of the vectors is of a character or word that the tokenizer gives.
    """
    keys, rows = _keys_of(ngrams, tokenizer, vectors.words)
    if not keys.size:
        raise OptionError(
            f"vectors: expected some that belong to a {' or a '.join(tokenizer.views)} of the texts, found "
            "none; train them on the same tokens, or leave vectors out"
        )
    size = len(ngrams)
    fresh = keys[~np.isin(keys, ngrams.keys[:size])]
    short = ngrams.keys[size:]
    every = np.concatenate([ngrams.keys[:size], fresh, short[~np.isin(short, fresh)]])
    joined = Ngrams(ngrams.blocks, every, size + fresh.size)
    order = np.argsort(every[: joined.columns], kind="stable")
    columns = order[np.searchsorted(every[: joined.columns], keys, sorter=order)]
    table = np.asarray(vectors.matrix[rows], np.float32)
    lengths = np.sqrt((table.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    known = Known(columns, (table / np.maximum(lengths, 1e-12)).astype(np.float32))
    return joined, np.concatenate([counts, np.ones(fresh.size, np.int64)]), known


def _keys_of(ngrams: Ngrams, tokenizer: Tokenizer, words: Any) -> tuple[UInt64, npt.NDArray[np.int64]]:
    """The keys of words as n-grams of one unit, and which words they are; of equals the first."""
    keys, rows = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for number, block in enumerate(ngrams.blocks):
        if block.limit or block.shortest > 1:
            continue
        char = tokenizer.views[block.view] == "char"
        places = np.array(
            [k for k, word in enumerate(words) if word and (not char or len(word) == 1)], np.int64
        )
        chosen = [words[place] for place in places]
        units = folded_codes("".join(chosen)).astype(np.uint64)
        if not char:
            codes, units = units.astype(np.uint32), np.empty(len(chosen), np.uint64)
            hash_words(codes, ends_of(chosen), units)
        found = np.empty(units.size, np.uint64)
        unit_keys(ngrams.known.salts[number], units, found)
        keys.append(found)
        rows.append(places)
    first = np.unique(np.concatenate(keys), return_index=True)[1]
    first = np.sort(first)
    return np.concatenate(keys)[first], np.concatenate(rows)[first]
