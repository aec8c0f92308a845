"""train_vectors: from sentences to WordVectors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, silent
from zici.errors import OptionError
from zici.ngrams import for_arrays, parse_memory
from zici.parallel import cpu_count
from zici.vectors._factors import Factors, Work
from zici.vectors._keras_options import KerasOptions
from zici.vectors._options import make_options
from zici.vectors._sentences import Sentences, encode_sentences
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._train_keras import train_by_keras
from zici.vectors._train_svd import SvdOptions, train_svd
from zici.vectors._train_word2vec import train_word2vec
from zici.vectors._vocabulary import Vocabulary
from zici.vectors._word_vectors import WordVectors

Float32 = npt.NDArray[np.float32]

TEXT_SHARE = 1 / 4  # of a memory budget, for word numbers


class Epoch(NamedTuple):
    """What ``on_epoch`` is told.

    Attributes:
        number: epochs done, from 1.
        total: epochs asked for.
        loss: the mean loss of the epoch.
        vectors: the vectors as they stand, without a copy: they change when the call returns. Save them or
            ask them; what is to stay has to be copied.
    """

    number: int
    total: int
    loss: float
    vectors: WordVectors


class Method(NamedTuple):
    """A way to train: its options, its function, what is fixed of the options, and whether it has epochs."""

    options: type[Any]
    train: Callable[[Sentences, Any, Work], Factors]
    fixed: dict[str, Any]
    epochs: bool


METHODS = {
    "svd": Method(SvdOptions, train_svd, {}, epochs=False),
    "sgns": Method(SgnsOptions, train_word2vec, {"architecture": "sgns"}, epochs=True),
    "cbow": Method(SgnsOptions, train_word2vec, {"architecture": "cbow"}, epochs=True),
    "keras": Method(KerasOptions, train_by_keras, {}, epochs=True),
}


def train_vectors(
    tokens: Iterable[Iterable[str]] | Sentences,
    *,
    method: str = "svd",
    dim: int = 200,
    window: int = 5,
    min_count: int = 5,
    max_words: int | None = None,
    add_context: bool = False,
    contexts: bool = True,
    checkpoint: str | os.PathLike[str] | None = None,
    on_epoch: Callable[[Epoch], object] | None = None,
    seed: int = 0,
    workers: int | None = None,
    memory: str | int | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> WordVectors:
    """Learn a vector for every word from the words around it.

    Args:
        tokens: lists of words, one for each text, such as ``Segmenter.cut_corpus(corpus)``, or what
            :func:`encode_sentences` made of them (then ``min_count`` and ``max_words`` are not used). A
            window ends with its list and reaches over everything in it: give a list for each sentence where
            it is not to reach into the next one.
        method: "svd": the factorised table of which words stand together more often than by chance, the
            matrix that word2vec factorises in steps (kexue.fm/archives/4233; Levy, Goldberg and Dagan 2015),
            the same for any number of workers; "sgns" or "cbow": word2vec; "keras": word2vec in Keras, with
            a softmax over words drawn at random and inputs beside the words, on a GPU where Keras has one.
        dim: numbers in a vector, up to the number of words.
        window: words on one side, 1 to 255.
        min_count: rarer words get no vector.
        max_words: only so many of the most frequent words get one; None: all.
        add_context: whether the vectors of words as contexts are added to their vectors. The sum no longer
            tells what stands near a word, so the contexts are not kept then. Not with ``subwords``.
        contexts: whether the vectors of words as contexts are kept, which ``related``, ``log_proba`` and
            ``keywords`` need. Without them the result takes half the memory and half the disk.
        checkpoint: a folder where the state of the training is kept, see below; None: it is not. Not for
            "keras".
        on_epoch: for methods of epochs, told an :class:`Epoch` after every one.
        seed: from 0.
        workers: threads; None: all processors.
        memory: a bound such as ``"2GB"`` on text and counting, without the vectors; see :func:`count_pairs`.
        progress: told the steps of the work.
        **options: those of the method: ``subsample``, ``negative``, ``context_smoothing``, ``dynamic``; for
            "svd" also ``eigenvalue_weight`` and what else :class:`SvdOptions` has; for "sgns" and "cbow"
            ``epochs``, ``learning_rate``, ``subwords`` (vectors for words never seen) and what
            else :class:`SgnsOptions` has; for "keras" those of
            :class:`KerasOptions`.

    With ``checkpoint`` the matrices are kept in the folder after every epoch and every ten minutes within
    one, of "svd" after every product of matrices; the same call made again goes on from there, and gives with
    ``workers=1`` the bytes of a training that was never ended ("svd": with any). The state of a finished
    training stays, so that the same call gives its vectors at once: delete the folder when they are saved.
    The text is read and compared again; ``workers`` may differ.

    Raises:
        EmptyError: no word reaches ``min_count``, or no two words stand together more often than by chance.
        OptionError: an option outside its range or of another method, ``dim`` above the number of words, text
            that is not cut, a generator that can be gone through only once, or another training in
            ``checkpoint``.
        FormatError: files in ``checkpoint`` that are not as they were written.
        OutputError: ``checkpoint`` or a temporary file can't be written; the state before stays.

    Example:
        >>> texts = [["我", "爱", "北京"], ["我", "爱", "上海"], ["他", "去", "北京"], ["他", "去", "上海"]]
        >>> vectors = train_vectors(texts, dim=2, min_count=1, eigenvalue_weight=0.5)
        >>> vectors.most_similar("北京", n=1)[0][0]
        '上海'
    """
    chosen = _chosen(method, on_epoch=on_epoch)
    workers = cpu_count() if workers is None else workers
    fixed = {"dim": dim, "window": window, "seed": seed, "workers": workers, **chosen.fixed}
    settings = make_options(chosen.options, method, fixed, options)
    if add_context and getattr(settings, "subwords", None):
        raise OptionError(
            "add_context: subwords have no vectors as contexts to add; leave out one of the two"
        )
    work = Work(
        budget=for_arrays(parse_memory(memory)),
        progress=progress or silent,
        checkpoint=None if checkpoint is None else Path(checkpoint),
    )
    sentences = _sentences(tokens, work, min_count=min_count, max_words=max_words)
    vocabulary = sentences.vocabulary
    if dim > len(vocabulary):
        raise OptionError(
            f"dim: expected at most the number of words, {len(vocabulary)}, got {dim}; "
            "give more text, a smaller dim or a smaller min_count"
        )
    if on_epoch is not None:
        work = replace(work, on_epoch=_teller(vocabulary, on_epoch))
    factors = chosen.train(sentences, settings, work)
    return _result(vocabulary, factors, method, add_context=add_context, contexts=contexts)


def _chosen(method: str, *, on_epoch: object) -> Method:
    if not isinstance(method, str) or method not in METHODS:
        raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {method!r}")
    if on_epoch is not None and not METHODS[method].epochs:
        raise OptionError(f"on_epoch: method {method!r} has no epochs; leave it out or choose another method")
    return METHODS[method]


def _sentences(
    tokens: Iterable[Iterable[str]] | Sentences, work: Work, *, min_count: int, max_words: int | None
) -> Sentences:
    if isinstance(tokens, Sentences):
        return tokens
    limit = None if work.budget is None else int(work.budget * TEXT_SHARE)
    return encode_sentences(
        tokens, min_count=min_count, max_words=max_words, limit=limit, progress=work.progress
    )


def _teller(
    vocabulary: Vocabulary, on_epoch: Callable[[Epoch], object]
) -> Callable[[int, int, float, Float32], None]:
    def tell(number: int, total: int, loss: float, matrix: Float32) -> None:
        view = matrix.view()
        view.flags.writeable = False  # training goes on in it
        vectors = WordVectors(vocabulary.words, view, counts=vocabulary.counts)
        on_epoch(Epoch(number, total, loss, vectors))

    return tell


def _result(
    vocabulary: Vocabulary, factors: Factors, method: str, *, add_context: bool, contexts: bool
) -> WordVectors:
    matrix, context, bias, info, subwords = factors
    if add_context:
        matrix += context  # in place: a third matrix may not fit
    kept = contexts and not add_context
    return WordVectors(
        vocabulary.words,
        matrix,
        counts=vocabulary.counts,
        contexts=context if kept else None,
        bias=bias if kept else None,
        subwords=subwords,
        info={"method": method, **info},
    )
