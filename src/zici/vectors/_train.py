"""train_vectors: from sentences to WordVectors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, silent
from zici.errors import EmptyError, OptionError
from zici.ngrams import for_arrays, parse_memory
from zici.parallel import cpu_count
from zici.vectors._count_pairs import count_sentences
from zici.vectors._options import METHODS, TrainOptions
from zici.vectors._ppmi import ppmi
from zici.vectors._sentences import Sentences, encode_sentences
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._svd import truncated_svd
from zici.vectors._vocabulary import Vocabulary
from zici.vectors._word_vectors import WordVectors

Float32 = npt.NDArray[np.float32]
Trained = tuple[Float32, Float32, dict[str, Any]]

NEGATIVE = {"svd": 1, "sgns": 5, "cbow": 5}
TEXT_SHARE = 1 / 4  # of a memory budget, for word numbers


def train_vectors(
    tokens: Iterable[Iterable[str]] | Sentences,
    *,
    method: str = "svd",
    dim: int = 200,
    window: int = 5,
    dynamic: bool = True,
    min_count: int = 5,
    max_words: int | None = None,
    subsample: float | str | None = "auto",
    negative: int | None = None,
    context_smoothing: float = 0.75,
    eigenvalue_weight: float = 0.25,
    add_context: bool = False,
    epochs: int = 5,
    learning_rate: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    memory: str | int | None = None,
    progress: Progress | None = None,
) -> WordVectors:
    """Learn a vector for every word from the words around it.

    Args:
        tokens: lists of words, one for each text, such as ``Segmenter.cut_corpus(corpus)``, or what
            :func:`encode_sentences` made of them (then ``min_count`` and ``max_words`` are not used).
        method: "svd": the factorised table of which words stand together more often than by chance, the
            matrix that word2vec factorises in steps (kexue.fm/archives/4233; Levy, Goldberg and Dagan 2015),
            the same for any number of workers; "sgns" or "cbow": word2vec.
        dim: numbers in a vector, up to the number of words.
        window: words on one side, 1 to 255.
        dynamic: whether near words weigh more; see :func:`count_pairs`.
        min_count: rarer words get no vector.
        max_words: only so many of the most frequent words get one; None: all.
        subsample: the threshold of sub-sampling frequent words, None for none; "auto": None for "svd",
            1e-5 for the others.
        negative: for "sgns" and "cbow" the number of negative samples; for "svd" the shift k: ln(k) is
            taken off the PMI. None: 5, and 1 for "svd".
        context_smoothing: the power of the counts of contexts, or of what negatives are drawn by.
        eigenvalue_weight: for "svd" the power p of the singular values, 0 to 1. On 27 million words of news
            and novels 0 was best for similarity, 1 worst; 0 to 0.5 did not differ in analogies.
        add_context: whether the vectors of words as contexts are added to their vectors.
        epochs: for "sgns" and "cbow", how often the text is gone through.
        learning_rate: for "sgns" and "cbow" the first one; None: that of word2vec.
        seed: from 0.
        workers: threads; None: all processors.
        memory: a bound such as ``"2GB"`` on text and counting; see :func:`count_pairs`.
        progress: told the steps of the work.

    Raises:
        EmptyError: no word reaches ``min_count``, or no two words stand together more often than by chance.
        OptionError: an option outside its range, ``dim`` above the number of words, or a generator that can
            be gone through only once.

    Example:
        >>> texts = [["我", "爱", "北京"], ["我", "爱", "上海"], ["他", "去", "北京"], ["他", "去", "上海"]]
        >>> vectors = train_vectors(texts, dim=2, min_count=1)
        >>> vectors.most_similar("北京", n=1)[0][0]
        '上海'
    """
    if method not in METHODS:
        raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {method!r}")
    options = TrainOptions(
        method=method,
        dim=dim,
        window=window,
        dynamic=dynamic,
        subsample=_subsample(subsample, method),
        negative=NEGATIVE[method] if negative is None else negative,
        context_smoothing=context_smoothing,
        eigenvalue_weight=eigenvalue_weight,
        add_context=add_context,
        epochs=epochs,
        learning_rate=learning_rate,
        seed=seed,
        workers=cpu_count() if workers is None else workers,
        budget=for_arrays(parse_memory(memory)),
        progress=progress or silent,
    )
    sentences = _sentences(tokens, options, min_count=min_count, max_words=max_words)
    vocabulary = sentences.vocabulary
    if dim > len(vocabulary):
        raise OptionError(
            f"dim: expected at most the number of words, {len(vocabulary)}, got {dim}; "
            "give more text, a smaller dim or a smaller min_count"
        )
    train = train_svd if method == "svd" else train_word2vec
    matrix, context, info = train(vocabulary, sentences, options)
    if add_context:
        matrix = matrix + context
    return WordVectors(vocabulary.words, matrix, counts=vocabulary.counts, info={"method": method, **info})


def _subsample(subsample: float | str | None, method: str) -> float | None:
    if not isinstance(subsample, str):
        return subsample
    if subsample != "auto":
        raise OptionError(f'subsample: expected a number, None or "auto", got {subsample!r}')
    return None if method == "svd" else SgnsOptions.subsample


def _sentences(
    tokens: Iterable[Iterable[str]] | Sentences,
    options: TrainOptions,
    *,
    min_count: int,
    max_words: int | None,
) -> Sentences:
    if isinstance(tokens, Sentences):
        return tokens
    limit = None if options.budget is None else int(options.budget * TEXT_SHARE)
    return encode_sentences(
        tokens, min_count=min_count, max_words=max_words, limit=limit, progress=options.progress
    )


def train_word2vec(vocabulary: Vocabulary, sentences: Sentences, options: TrainOptions) -> Trained:
    """Vectors of words and of contexts by word2vec, and how they were made."""
    from zici.vectors._train_sgns import train_sgns

    alpha = SgnsOptions.alpha if options.learning_rate is None else options.learning_rate
    settings = SgnsOptions(
        dim=options.dim,
        window=options.window,
        dynamic=options.dynamic,
        negative=options.negative,
        smoothing=options.context_smoothing,
        epochs=options.epochs,
        subsample=options.subsample,
        alpha=alpha,
        min_alpha=min(SgnsOptions.min_alpha, alpha),
        architecture=options.method,
        seed=options.seed,
        workers=options.workers,
    )
    trained = train_sgns(
        sentences, vocabulary.counts, options=settings, tokens=sentences.tokens, progress=options.progress
    )
    names = ("window", "dynamic", "subsample", "negative", "context_smoothing", "epochs", "seed")
    info = {name: getattr(options, name) for name in names}
    return trained.vectors, trained.contexts, {**info, "losses": [float(loss) for loss in trained.losses]}


def train_svd(vocabulary: Vocabulary, sentences: Sentences, options: TrainOptions) -> Trained:
    """Vectors of words and of contexts by the truncated SVD of the PPMI, and how they were made."""
    pairs = count_sentences(sentences, options)
    values = ppmi(pairs, shift=options.negative, context_smoothing=options.context_smoothing)
    del pairs  # as large as what is factorised
    if not values.nnz:
        raise EmptyError(
            f"no two of {len(vocabulary)} words stand together more often than by chance "
            f"(shift {options.negative}); give more text or a smaller negative"
        )
    svd = truncated_svd(
        values, options.dim, seed=options.seed, workers=options.workers, progress=options.progress
    )
    weight = svd.values**options.eigenvalue_weight
    names = ("window", "dynamic", "subsample", "negative", "context_smoothing", "eigenvalue_weight", "seed")
    return svd.left * weight, svd.right * weight, {name: getattr(options, name) for name in names}
