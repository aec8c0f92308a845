"""NetworkModel: a network of TextClassifier."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._keras import as_array
from zici.classify._model import Contribution, Float32Array, Int32Array, Run, Validation
from zici.classify.features import Tokenizer
from zici.classify.networks._architectures import Network, Shape, make_network
from zici.classify.networks._batches import batches, fill, widths
from zici.classify.networks._contributions import gradient_times_input, make_slopes
from zici.classify.networks._embedding import Start
from zici.classify.networks._options import NetworkOptions
from zici.classify.networks._train import Ears, Epoch, Samples, train
from zici.classify.networks._vocabulary import Rows, Vocabulary, learn_vocabulary
from zici.errors import OptionError

CHARACTERS = 1 << 21  # of texts that are asked about at once
ASKED = 64  # rows of a batch then
# With JAX, Keras lends the weights to the call that asks: another thread would find them gone, for good.
_ASKING = threading.RLock()


class Learned(NamedTuple):
    """What training gives: the units, and the network with its sizes."""

    vocabulary: Vocabulary
    shape: Shape
    network: Network


class NetworkModel:
    """A network that reads texts unit by unit: characters, or words where the tokenizer has any.

    The same seed, texts and options give the same network on one machine and backend, whatever
    ``Run.workers``: a backend has threads of its own.

    Args:
        options: which network, and how it learns; None: the defaults.
        tokenizer: what cuts texts; None: characters.
        vectors: ``WordVectors`` of such units to begin with; units without one begin by chance.
        on_epoch: called with every :class:`Epoch`.

    Attributes:
        history: the epochs of the last training.

    Source:
        kexue.fm/archives/4293 and 5409.

    Example:
        >>> texts, targets = ["好看", "真好看", "难看", "真难看"] * 4, np.array([1, 1, 0, 0] * 4, np.int32)
        >>> model = NetworkModel(NetworkOptions(width=8, dim=8, epochs=20, learning_rate=0.02, length=8))
        >>> model.fit(texts, targets, classes=2, weights=np.ones(16, np.float32))
        >>> model.logits(["好", "难"]).argmax(axis=1).tolist()
        [1, 0]
    """

    default_tokens = "char"

    def __init__(
        self,
        options: NetworkOptions | None = None,
        tokenizer: Tokenizer | None = None,
        *,
        vectors: Any = None,
        on_epoch: Callable[[Epoch], object] | None = None,
    ) -> None:
        self.options = NetworkOptions() if options is None else options
        self.tokenizer = Tokenizer() if tokenizer is None else tokenizer
        self.vectors = vectors
        self.on_epoch = on_epoch
        self.history: tuple[Epoch, ...] = ()
        self._learned: Learned | None = None
        self._slopes: Callable[..., Any] | None = None

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
            EmptyError: no unit occurs ``min_count`` times.
            InputError: a learning rate so high that numbers overflow.
            MissingExtraError: Keras or its backend is not installed.
            OptionError: ``vectors`` that are none, or of another dim than asked for.
        """
        run = Run() if run is None else run
        start = Start(self.vectors, self.tokenizer)
        dim = self.options.vector_dim(start.dim)
        vocabulary = learn_vocabulary(texts, self.tokenizer, self.options, start.keys)
        shape = Shape(len(vocabulary), dim, classes)
        network = make_network(self.options, shape, seed=run.seed)
        network.table.embeddings.assign(start.table(vocabulary, dim, seed=run.seed))
        samples = Samples(
            vocabulary.rows(texts, self.tokenizer),
            np.asarray(targets, np.int32),
            np.asarray(weights, np.float32),
        )
        judge = None
        if validation is not None and len(validation[0]):
            rows, right = vocabulary.rows(validation[0], self.tokenizer), np.asarray(validation[1])

            def judge() -> float:
                return float((_score(network, rows, self.options.length).argmax(axis=1) == right).mean())

        self.history = train(network.model, samples, self.options, run, Ears(judge, self.on_epoch))
        self._learned, self._slopes = Learned(vocabulary, shape, network), None

    def _set(self, vocabulary: Vocabulary, shape: Shape, weights: Sequence[npt.NDArray[np.float32]]) -> None:
        """Take what was read."""
        network = make_network(self.options, shape, seed=0)
        for weight, value in zip(network.model.weights, weights, strict=True):
            weight.assign(value)
        self._learned, self._slopes = Learned(vocabulary, shape, network), None

    def _fitted(self) -> Learned:
        if self._learned is None:
            raise OptionError("expected a trained model, got one without training; call fit first")
        return self._learned

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return self._fitted().shape.classes

    @property
    def network(self) -> Any:
        """The Keras model, from numbers of units, int32 of shape (texts, units), to logits."""
        return self._fitted().network.model

    def logits(self, texts: Sequence[str]) -> Float32Array:
        """Finite float32 of shape (texts, classes); a text's don't depend on the texts beside it.

        Raises:
            InputError: a text is not a string.
            OptionError: the model is not trained.
        """
        vocabulary, shape, network = self._fitted()
        out = np.empty((len(texts), shape.classes), np.float32)
        begin = 0
        while begin < len(texts):
            end, size = begin, 0
            while end < len(texts) and size < CHARACTERS:
                size += len(texts[end]) + 1
                end += 1
            rows = vocabulary.rows(texts[begin:end], self.tokenizer)
            out[begin:end] = _score(network, rows, self.options.length)
            begin = end
        return out

    def contributions(self, text: str) -> list[Contribution]:
        """What each unit adds to the logits: the slope by its vector, times its vector.

        To first order, so they don't sum up to the logits. Units that are not read, see ``length``, are left
        out.

        Raises:
            OptionError: the model is not trained.
        """
        vocabulary, shape, network = self._fitted()
        rows = vocabulary.rows([text], self.tokenizer)
        if not rows.ids.size:
            return []
        known = widths(self.options.length)
        width = int(known[np.searchsorted(known, rows.ids.size)])
        ids = fill(rows, np.zeros(1, np.int64), (1, width))
        with _ASKING:
            if self._slopes is None:
                self._slopes = make_slopes(network)
            values = gradient_times_input(network, self._slopes, ids, shape.classes)
        spans = self.tokenizer.spans(text)[-1]
        read = (spans[place] for place in rows.places.tolist())
        return [
            Contribution(begin, end, text[begin:end], value)
            for (begin, end), value in zip(read, values, strict=False)  # behind the text there is padding
        ]

    def save(self, folder: Path) -> None:
        """Write network.json, network.keras, units.npy and the tokenizer into a folder that is there."""
        from zici.classify.networks._storage import write_model

        self._fitted()
        write_model(self, folder)

    @classmethod
    def load(cls, folder: Path, words: Any = None) -> NetworkModel:
        """Read what :meth:`save` wrote, with any backend; only numbers are read, no code and no layers.

        Args:
            folder: where.
            words: the function that cut words, where the model had one: files can't hold it.

        Raises:
            FormatError: the files are missing, damaged, or don't fit together.
            MissingExtraError: Keras or its backend is not installed.
            OptionError: the model had a function, and none is given.
        """
        from zici.classify.networks._storage import read_model

        return read_model(cls, folder, words)

    def __getstate__(self) -> dict[str, Any]:
        """For copies and other processes: weights as arrays, for Keras models don't pickle as they are."""
        state = self.__dict__ | {"_learned": None, "_slopes": None}
        if self._learned is None:
            return state
        vocabulary, shape, network = self._learned
        return state | {
            "packed": (vocabulary, shape, [as_array(weight.value) for weight in network.model.weights])
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        packed = state.pop("packed", None)
        self.__dict__.update(state)
        if packed is not None:
            self._set(*packed)


def _score(network: Network, rows: Rows, length: int) -> Float32Array:
    """The logits of texts."""
    out = np.empty((rows.sizes.size, network.model.output_shape[-1]), np.float32)
    for batch in batches(rows, length, ASKED):
        with _ASKING:
            found = network.model.predict_on_batch(batch.ids)
        out[batch.texts] = as_array(found)[: batch.texts.size]
    return out
