"""Trains gensim's word2vec for bench_vectors.py, in a Python of its own; see there."""

from __future__ import annotations

import sys
import time

import numpy as np
from gensim.models import Word2Vec


def main() -> None:
    tokens, method, seed, epochs, threads, subsample, min_count, out = sys.argv[1:]
    model = Word2Vec(
        vector_size=100,
        window=5,
        negative=5,
        sg=int(method == "sgns"),
        sample=float(subsample),
        min_count=int(min_count),
        workers=int(threads),
        seed=int(seed),
    )
    start = time.perf_counter()
    model.build_vocab(corpus_file=tokens)
    train = time.perf_counter()
    model.train(
        corpus_file=tokens,
        total_words=model.corpus_total_words,
        total_examples=model.corpus_count,
        epochs=int(epochs),
    )
    seconds = [train - start, time.perf_counter() - train]
    np.savez(out, seconds=seconds, words=np.array(model.wv.index_to_key), vectors=model.wv.vectors)


if __name__ == "__main__":
    main()
