"""LinearModel: n-grams of characters and words, their weights, and one dot product."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zici._kernels.linear import Samples
from zici._kernels.ngram_features import weigh_rows
from zici.classify._model import Float32Array, Int32Array, Run, Validation
from zici.classify.features import Ngrams, Tokenizer, inverse_frequencies, log_count_ratios
from zici.classify.linear._ngram_model import NgramModel, accuracy, score
from zici.classify.linear._options import LinearOptions
from zici.classify.linear._train import Judge, train
from zici.errors import OptionError
from zici.ngrams import parse_memory

LEAST_COLUMNS = 1000


class LinearModel(NgramModel):
    """A linear model of n-grams with the losses of ``zici.classify.losses``.

    Columns are n-grams of characters and words, and of a text's opening once more; their values are
    (1 + ln count) idf, each text divided by its Euclidean length, times the log-count ratio of each class.
    What it minimises: half the squared weights plus ``cost`` times the sum of the losses; the bias counts as
    one of the weights.

    Args:
        options: what it sees and how it learns; None: the defaults.
        tokenizer: characters, words or both; None: characters.

    Source:
        Wang & Manning 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification";
        Shalev-Shwartz 2016, "SDCA without Duality, Regularization, and Individual Convexity".

    Example:
        >>> texts, targets = ["好看", "真好看", "难看", "真难看"], np.array([1, 1, 0, 0], np.int32)
        >>> model = LinearModel()
        >>> model.fit(texts, targets, classes=2, weights=np.ones(4, np.float32))
        >>> model.logits(["好", "难"]).argmax(axis=1).tolist()
        [1, 0]
    """

    default_tokens = "both"

    def __init__(self, options: LinearOptions | None = None, tokenizer: Tokenizer | None = None) -> None:
        self.options: LinearOptions = LinearOptions() if options is None else options
        self.tokenizer = Tokenizer() if tokenizer is None else tokenizer

    def fit(
        self,
        texts: Sequence[str],
        targets: Int32Array,
        *,
        classes: int,
        weights: Float32Array,
        validation: Validation | None = None,
        run: Run | None = None,
    ) -> None:
        """Learn from texts; arguments as :meth:`zici.classify.Model.fit` has them.

        Raises:
            EmptyError: no n-gram occurs in ``min_count`` texts.
            InputError: weights or options so large that numbers overflow.
            OptionError: more classes than ``memory`` has room for.
        """
        run = Run() if run is None else run
        outputs = 1 if classes == 2 else classes
        documents = self.tokenizer.documents(texts)
        most = _most_columns(self.options.memory, len(texts), outputs)
        ngrams, counts = self._find_ngrams(documents, len(texts), most, run)
        idf = inverse_frequencies(counts, len(texts))
        indptr, columns, values = ngrams.rows(documents)
        ratios = self._ratios((indptr, columns), targets, weights, (len(ngrams), classes))
        weigh_rows(indptr, columns, idf, values)
        costs = (self.options.cost * np.asarray(weights, np.float64)).astype(np.float32)
        samples = Samples(indptr, columns, values, np.asarray(targets, np.int32), costs)
        judge = None if validation is None else self._judge(validation, ngrams, idf)
        found = train(samples, ratios, run, epochs=self.options.epochs, judge=judge)
        self._set(ngrams, idf, found)

    def _judge(self, validation: Validation, ngrams: Ngrams, idf: Float32Array) -> Judge | None:
        texts, right = validation
        documents = self.tokenizer.documents(texts)
        if not len(texts):
            return None
        return lambda found: accuracy(score(documents, ngrams, idf, found), np.asarray(right))

    def _ratios(
        self, rows: tuple[Any, Any], targets: Int32Array, weights: Float32Array, shape: tuple[int, int]
    ) -> Float32Array:
        """Of two classes those of the second alone: the other's are their opposites."""
        indptr, columns = rows
        if self.options.ratios == 0.0:
            return np.ones((shape[0], 1 if shape[1] == 2 else shape[1]), np.float32)
        sizes = np.diff(indptr)
        cells = columns.astype(np.int64) * shape[1] + np.repeat(np.asarray(targets, np.int64), sizes)
        share = np.asarray(weights, np.float64)
        share = share / (share.mean() or 1.0)
        counts = np.bincount(cells, np.repeat(share, sizes), shape[0] * shape[1])
        ratios = log_count_ratios(
            counts.reshape(shape).astype(np.float64, copy=False),
            smoothing=self.options.smoothing,
            power=self.options.ratios,
        )
        return ratios[:, 1:].copy() if shape[1] == 2 else ratios

    def save(self, folder: Path) -> None:
        """Write linear.json, linear.npz and the tokenizer into a folder that is there."""
        from zici.classify.linear._storage import LINEAR, write_model

        write_model(self, folder, LINEAR)

    @classmethod
    def load(cls, folder: Path, words: Any = None) -> LinearModel:
        """Read what :meth:`save` wrote.

        Args:
            folder: where.
            words: the function that cut words, where the model had one: files can't hold it.

        Raises:
            FormatError: the files are missing, damaged, or don't fit together.
            OptionError: the model had a function, and none is given.
        """
        from zici.classify.linear._storage import LINEAR, read_model

        model, parts = read_model(cls, folder, words, LINEAR)
        model._set(*parts)
        return model


def _most_columns(memory: str | int, samples: int, outputs: int) -> int:
    """How many columns leave their weights, ratios and counts within the memory.

    Raises:
        OptionError: too few.
    """
    limit = parse_memory(memory)
    assert limit is not None  # noqa: S101 - the options were checked
    cell = 12 if outputs == 1 else 24  # weights, ratios and their counts while they are made
    most = (limit - 4 * samples * outputs) // (cell * outputs)
    if most < LEAST_COLUMNS:
        need = 4 * samples * outputs + LEAST_COLUMNS * cell * outputs
        raise OptionError(
            f"memory: {outputs} classes and {samples} texts need at least {need / 1e9:.1f} GB, found a bound "
            f"of {limit / 1e9:.1f} GB; raise memory, or join rare classes"
        )
    return int(most)
