"""train_sgns: word2vec with negative sampling, skip-gram or CBOW, from word numbers to vectors."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.errors import EmptyError, InputError, OptionError
from zici.parallel import parallel_imap
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._sgns_tables import make_curve, make_draws
from zici.vectors._stretches import check_blocks, stretches
from zici.vectors._subwords import make_ngrams

if TYPE_CHECKING:
    from zici._kernels.draws import Draws
    from zici._kernels.sgns import Curve, Model
    from zici._kernels.subwords import Ngrams
    from zici._kernels.word2vec import Settings

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

PAUSE = 600.0  # seconds


class Place(NamedTuple):
    """How far an epoch is gone through.

    Attributes:
        stretches: parts of the text that are done; all of them were trained on, none after them.
        words: how many those have.
        loss: summed over them.
        predicted: what that is the sum of.
    """

    stretches: int = 0
    words: int = 0
    loss: float = 0.0
    predicted: int = 0


class Trained(NamedTuple):
    """The matrices of word2vec and how they came about.

    Attributes:
        vectors: float32 of shape (words, dim): the vectors of the words.
        contexts: float32 of shape (words, dim): the weights of the output, the words' vectors as contexts.
        losses: by epoch, the mean loss of a prediction (a word against its negatives, natural log).
        place: how far the epoch after these is gone through.
        ngrams: with ``subwords``, float32 of shape (n-grams, dim). Then ``vectors`` are the words' own rows,
            and :func:`zici.vectors._subwords.compose_words` gives the vectors.
    """

    vectors: Float32
    contexts: Float32
    losses: tuple[float, ...]
    place: Place = Place()
    ngrams: Float32 | None = None


def train_sgns(
    blocks: Iterable[Int32],
    counts: Int64,
    *,
    options: SgnsOptions | None = None,
    tokens: int | None = None,
    words: Sequence[str] | None = None,
    resume: Trained | None = None,
    on_epoch: Callable[[Trained], object] | None = None,
    on_pause: Callable[[Trained], object] | None = None,
    pause: float = PAUSE,
    progress: Progress | None = None,
) -> Trained:
    """Train word2vec with negative sampling on sentences of word numbers.

    Text is read block by block, once an epoch, so it may be larger than memory. Several threads share the
    matrices without locks.

    Args:
        blocks: int32 arrays of word numbers from 0 to ``len(counts) - 1``, such as :class:`Sentences`; a
            number below 0 ends a sentence, and so does the end of an array.
        counts: occurrences of every word, int64, from 1; they give the sub-sampling and the negatives.
        options: see :class:`SgnsOptions`.
        tokens: words of one pass over ``blocks``, which the rate falls by; None: the sum of ``counts``.
        words: what the numbers stand for; ``options.subwords`` needs them.
        resume: what ``on_epoch`` or ``on_pause`` got last; training goes on behind it, in the same arrays,
            and ends where it would have ended. ``options.epochs`` counts all epochs.
        on_epoch: told after every epoch; the arrays are those at work, so copy or save them at once.
        on_pause: told within an epoch, whenever ``pause`` seconds have gone; all threads rest meanwhile.
        pause: see there.
        progress: told ``Step("train epoch 2 of 5", done, tokens, "words", "loss 2.104")``; the loss is the
            mean of the epoch so far.

    Returns:
        The vectors.

    Raises:
        EmptyError: fewer than two words, or no two words stand together in a sentence.
        InputError: a number outside the vocabulary, counts below 1, or a rate so high that vectors overflow.
        OptionError: an option outside its range, or blocks that can be gone through only once.

    Example:
        >>> import numpy as np
        >>> ids = np.array([0, 1, -1, 2, 3, -1] * 2000, dtype=np.int32)
        >>> options = SgnsOptions(dim=8, epochs=8, subsample=None, seed=1)
        >>> trained = train_sgns([ids], np.full(4, 2000), options=options)
        >>> trained.vectors.shape, trained.losses[-1] < trained.losses[0]
        ((4, 8), True)
        >>> scores = trained.vectors @ trained.contexts.T
        >>> bool(scores[0, 1] > scores[0, 2])
        True
    """
    options = options or SgnsOptions()
    check_blocks(blocks)
    check_counts(counts)
    tokens = int(counts.sum()) if tokens is None else tokens
    start = _first(counts.size, options) if resume is None else _checked(resume, counts.size, options)
    ngrams = _ngrams(start, words, options)
    start = start._replace(ngrams=None if ngrams is None else ngrams.rows)
    run = _make_run(start, counts, options, ngrams)
    state, told = start, progress or silent
    for epoch in range(len(start.losses), options.epochs):
        jobs = islice(_jobs(blocks, epoch, tokens, counts.size, options), state.place.stretches, None)
        stage = f"train epoch {epoch + 1} of {options.epochs}"
        place = _epoch(
            run,
            _legs(jobs, math.inf if on_pause is None else pause),
            state,
            workers=options.workers,
            on_pause=on_pause or _nothing,
            tell=partial(_tell, told, stage, tokens),
        )
        losses = (*state.losses, place.loss / place.predicted)
        state = start._replace(losses=losses, place=Place())
        if on_epoch is not None:
            on_epoch(state)
    return state


class _Job(NamedTuple):
    """A stretch of text, the state of its generator, and the settings with the rate at its place."""

    ids: Int32
    state: npt.NDArray[np.uint64]
    settings: Settings
    words: int


@dataclass(frozen=True)
class _Run:
    """Trains on one job; the compiled kernel lets other threads run."""

    model: Model
    draws: Draws
    curve: Curve
    ngrams: Ngrams | None = None

    def __call__(self, job: _Job) -> tuple[float, int, int]:
        from zici._kernels.subwords import train_subwords
        from zici._kernels.word2vec import train_stretch

        tables = self.draws, self.curve, job.settings
        if self.ngrams is None:
            loss, count = train_stretch(job.ids, job.state, self.model, *tables)
        else:
            loss, count = train_subwords(job.ids, job.state, self.model, self.ngrams, *tables)
        return loss, count, job.words


def _make_run(start: Trained, counts: Int64, options: SgnsOptions, ngrams: Ngrams | None) -> _Run:
    from zici._kernels.sgns import Model

    return _Run(Model(start.vectors, start.contexts), make_draws(counts, options), make_curve(), ngrams)


def _ngrams(start: Trained, words: Sequence[str] | None, options: SgnsOptions) -> Ngrams | None:
    if options.ngrams is None:
        return None
    if words is None or len(words) != len(start.vectors):
        raise OptionError(
            f"words: expected the {len(start.vectors)} words that subwords are parts of, "
            f"got {'none' if words is None else len(words)}; pass the words of the vocabulary"
        )
    return make_ngrams(words, options.ngrams, dim=options.dim, rows=start.ngrams)


def _epoch(
    run: _Run,
    legs: Iterable[Iterable[_Job]],
    state: Trained,
    *,
    workers: int,
    on_pause: Callable[[Trained], object],
    tell: Callable[[Place], None],
) -> Place:
    """Train on all jobs, from the place of ``state`` on; returns what the epoch came to."""
    backend = "serial" if workers == 1 else "thread"
    place = state.place
    for number, leg in enumerate(legs):
        if number:
            _check_finite(run.model)
            on_pause(state._replace(place=place))
        for _, result in parallel_imap(run, leg, workers=workers, backend=backend, ordered=False, chunk=1):
            loss, predicted, words = result
            place = Place(
                place.stretches + 1, place.words + words, place.loss + loss, place.predicted + predicted
            )
            tell(place)
    if not place.words:
        raise EmptyError("no words in this pass over the text; give a list, or text with words")
    if not place.predicted:
        raise EmptyError(
            "no two words are together in a sentence; give longer sentences, more text, a larger subsample"
        )
    _check_finite(run.model)
    return place


def _legs(jobs: Iterator[_Job], seconds: float) -> Iterator[Iterator[_Job]]:
    """The jobs in legs of so many seconds; between two of them no thread is at work."""
    for first in jobs:
        yield chain([first], _for_a_while(jobs, time.monotonic() + seconds))


def _for_a_while(jobs: Iterator[_Job], end: float) -> Iterator[_Job]:
    while time.monotonic() < end:
        try:
            yield next(jobs)
        except StopIteration:
            return


def _nothing(state: Trained) -> None:
    """Rest without a word."""


def _check_finite(model: Model) -> None:
    """The tabulated loss stays a number when vectors no longer are; a sum needs no room, unlike isfinite."""
    with np.errstate(invalid="ignore", over="ignore"):
        sums = [matrix.sum(dtype=np.float64) for matrix in model]
    if not np.isfinite(sums).all():
        raise InputError("the vectors are no numbers any more; use a smaller learning_rate")


def _tell(progress: Progress, stage: str, tokens: int, place: Place) -> None:
    note = f"loss {place.loss / place.predicted:.3f}" if place.predicted else ""
    progress(Step(stage, min(place.words, tokens), tokens, "words", note))


def _jobs(
    blocks: Iterable[Int32], epoch: int, tokens: int, words: int, options: SgnsOptions
) -> Iterator[_Job]:
    """The stretches of one epoch; rates and draws depend on the place in the text, not on the thread."""
    from zici._kernels.word2vec import Settings

    whole = max(tokens, 1)
    drop = (options.learning_rate - options.min_learning_rate) / (whole * options.epochs)
    done = 0
    for index, ids in enumerate(stretches(blocks, words=words)):
        seed = np.random.SeedSequence([options.seed, epoch, index])
        settings = Settings(
            window=options.window,
            dynamic=options.dynamic,
            negative=options.negative,
            cbow=options.architecture == "cbow",
            shared=options.shared_negatives,
            rate=options.learning_rate - drop * (whole * epoch + min(done, whole)),
            drop=drop,
            floor=options.min_learning_rate,
        )
        count = int(np.count_nonzero(ids >= 0))
        yield _Job(ids, seed.generate_state(1, np.uint64) | np.uint64(1), settings, count)
        done += count


def _first(words: int, options: SgnsOptions) -> Trained:
    """Vectors of random numbers from -1 / dim to 1 / dim, and contexts of zeros.

    The original begins with half of that; short trainings then end behind.
    """
    vectors = np.random.default_rng(options.seed).random((words, options.dim), dtype=np.float32)
    vectors -= np.float32(0.5)
    vectors *= np.float32(2 / options.dim)
    return Trained(vectors, np.zeros((words, options.dim), np.float32), ())


def _checked(resume: Trained, words: int, options: SgnsOptions) -> Trained:
    shape = (words, options.dim)
    for matrix in (resume.vectors, resume.contexts):
        if matrix.shape != shape or matrix.dtype != np.float32 or not matrix.flags.c_contiguous:
            raise OptionError(
                f"resume: expected float32 matrices of shape {shape}, got {matrix.dtype} {matrix.shape}; "
                "use the vocabulary and the options that the training began with"
            )
    return resume


def check_counts(counts: Int64) -> None:
    """Refuse counts that give no sub-sampling and no negatives.

    Raises:
        EmptyError: fewer than two words.
        InputError: a count below 1.
    """
    if counts.ndim != 1 or counts.size < 2:
        raise EmptyError(
            f"word2vec needs two words at least, got {counts.size}; give more text or a smaller min_count"
        )
    if counts.min() < 1:
        raise InputError(
            f"counts: expected numbers from 1, got {counts.min()} for word {int(counts.argmin())}"
        )
