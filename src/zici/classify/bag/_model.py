"""BagModel: embeddings of characters, words and n-grams, averaged, and an output layer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zici._kernels.bag import Bag
from zici._kernels.linear import Samples
from zici._kernels.ngram_features import weigh_rows
from zici.classify._model import Float32Array, Int32Array, Run, Validation
from zici.classify.bag._options import BagOptions
from zici.classify.bag._rows import Rows, find_rows, most_columns
from zici.classify.bag._start import Dense, add_dense, begin_with
from zici.classify.bag._strengths import strengths
from zici.classify.bag._train import Judge, train
from zici.classify.bag._vectors import join_vectors
from zici.classify.features import Ngrams, Tokenizer, inverse_frequencies
from zici.classify.linear._ngram_model import NgramModel, accuracy, score


class BagModel(NgramModel):
    """Averaged embeddings of n-grams, and an output layer, with the losses of ``zici.classify.losses``.

    N-grams are known by 64-bit hashes; those of enough training texts have a vector. A text is the sum of its
    n-grams' vectors, each times (1 + ln count) idf, all divided by the Euclidean length of these numbers. The
    logits are that times the output layer, and a bias. Vectors begin at 0, or at those of ``vectors``, and
    learn by gradient descent, quicker where an n-gram is more frequent in one class than in others.

    Where there are no more classes than the vectors have numbers, an output layer that is fixed loses
    nothing: the vectors reach whatever logits are wanted. Then a vector counts by its product with the output
    layer alone, and this product is what is trained and kept: one number for two classes, one a class for
    more. With more classes than that, both are trained and kept.

    Training is one thread after the rows of the texts are found, with ``run.workers`` threads: steps follow
    one another, so that the result is the same for any number of workers.

    Args:
        options: what it sees and how it learns; None: the defaults.
        tokenizer: characters, words or both; None: characters.
        vectors: ``WordVectors`` that characters and words begin with; words that no training text has are
            known by them too.

    Source:
        Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification", for averaged embeddings of
        words and n-grams; Wang & Manning 2012 for the ratios, here as lengths of steps.

    Example:
        >>> texts, targets = ["好看", "真好看", "难看", "真难看"], np.array([1, 1, 0, 0], np.int32)
        >>> model = BagModel()
        >>> model.fit(texts, targets, classes=2, weights=np.ones(4, np.float32))
        >>> model.logits(["好", "难"]).argmax(axis=1).tolist()
        [1, 0]
    """

    default_tokens = "both"

    def __init__(
        self, options: BagOptions | None = None, tokenizer: Tokenizer | None = None, vectors: Any = None
    ) -> None:
        self.options: BagOptions = BagOptions() if options is None else options
        self.tokenizer = Tokenizer() if tokenizer is None else tokenizer
        self.vectors = vectors

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
            OptionError: ``memory`` has no room for this, or none of the ``vectors`` is of the tokens.
        """
        run = Run() if run is None else run
        outputs = 1 if classes == 2 else classes
        dim = self.options.dim if self.vectors is None else self.vectors.matrix.shape[1]
        documents = self.tokenizer.documents(texts)
        most = most_columns(self.options.memory, min(dim, outputs))
        ngrams, counts = self._find_ngrams(documents, len(texts), most, run)
        known = None
        if self.vectors is not None:
            ngrams, counts, known = join_vectors(ngrams, counts, self.tokenizer, self.vectors)
        idf = inverse_frequencies(counts, len(texts))
        rows = find_rows(ngrams, documents, run.workers)
        samples, moves = self._samples(rows, idf, (np.asarray(targets, np.int32), weights), classes)
        dense, size = None, len(ngrams)
        if known is not None:
            samples, moves, dense = add_dense(samples, moves, known, size)
            size += len(dense.turn)
        start = begin_with(samples, (size, dim, outputs), run.seed)
        judge = None if validation is None else self._judge(validation, (ngrams, idf), dense)
        fixed = outputs <= dim
        found = train(samples, moves, start, self.options, run, judge=judge, fixed=fixed)
        found = found if dense is None else dense.fold(found)
        self._set(ngrams, idf, *_folded(found, fixed=fixed))

    def _samples(
        self, rows: Rows, idf: Float32Array, wanted: tuple[Int32Array, Float32Array], classes: int
    ) -> tuple[Samples, Float32Array]:
        """The rows with their values, classes and weights, and how far each value's vector moves."""
        indptr, columns, values = rows
        targets, weights = wanted
        ratios = strengths((indptr, columns), (idf.size, classes), targets, weights, self.options.smoothing)
        weigh_rows(indptr, columns, idf, values)
        moves = values * (ratios ** (2.0 * self.options.ratios))[columns]
        share = np.asarray(weights, np.float64)
        costs = share / (share.mean() or 1.0)
        samples = Samples(indptr, columns, values, targets, costs.astype(np.float32))
        return samples, moves.astype(np.float32)

    def _judge(
        self, validation: Validation, columns: tuple[Ngrams, Float32Array], dense: Dense | None
    ) -> Judge | None:
        texts, right = validation
        if not len(texts):
            return None
        documents = self.tokenizer.documents(texts)

        def judge(bag: Bag) -> float:
            bag = bag if dense is None else dense.fold(bag)
            rows = np.concatenate([bag.rows, np.zeros((1, bag.rows.shape[1]), np.float32)])
            sums = score(documents, *columns, rows)
            return accuracy(sums @ bag.output + bag.bias, np.asarray(right))

        return judge

    def save(self, folder: Path) -> None:
        """Write bag.json, bag.npz and the tokenizer into a folder that is there."""
        from zici.classify.bag._storage import BAG
        from zici.classify.linear._storage import write_model

        write_model(self, folder, BAG)

    @classmethod
    def load(cls, folder: Path, words: Any = None) -> BagModel:
        """Read what :meth:`save` wrote; ``vectors`` are not kept, what was learned from them is.

        Args:
            folder: where.
            words: the function that cut words, where the model had one: files can't hold it.

        Raises:
            FormatError: the files are missing, damaged, or don't fit together.
            OptionError: the model had a function, and none is given.
        """
        from zici.classify.bag._storage import BAG
        from zici.classify.linear._storage import read_model

        model, parts = read_model(cls, folder, words, BAG)
        model._set(*parts)
        return model


def _folded(bag: Bag, *, fixed: bool) -> tuple[Float32Array, Float32Array | None]:
    """Weights with the bias in the last row, and the output layer, or None where it is folded into them.

    An output layer gets the bias as a row of its own, which the last row of the weights selects.
    """
    if fixed:
        return np.concatenate([bag.rows, bag.bias[None]]), None
    weights = np.zeros((bag.rows.shape[0] + 1, bag.rows.shape[1] + 1), np.float32)
    weights[:-1, :-1] = bag.rows
    weights[-1, -1] = 1.0
    return weights, np.concatenate([bag.output, bag.bias[None]])
