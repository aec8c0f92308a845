"""TextClassifier: texts in, labels out, as scikit-learn wants it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from zici._progress import Progress
from zici.classify._inputs import ClassWeight, Labels, check_labels, check_texts, check_weights, class_weights
from zici.classify._model import Model
from zici.classify._parameters import check
from zici.classify._sklearn import UNUSED, BaseEstimator, ClassifierMixin, NotFittedError
from zici.classify._training import Data, Decision, all_logits, in_parts, softmax, train
from zici.classify.calibration import Zone
from zici.classify.losses import Loss
from zici.errors import EmptyError, OptionError

Float64Array = npt.NDArray[np.float64]


class TextClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Sort texts into classes; an estimator of scikit-learn whose X is a list of str.

    Everything stands still until :meth:`fit`: parameters are kept as they are given and checked there.

    Args:
        model: "bag" (vectors of tokens and n-grams, summed), "linear" (weighted n-grams), "cnn", "lstm",
            "dgcnn" (networks; they need the extra "neural") or "rules" (a dictionary of polar words).
        loss: "cross_entropy", "hard_margin", "softened_margin", "focal" or a :class:`Loss`.
        margin: of "hard_margin" given by name; None: .9 for "bag" and "linear", else .6 as in the source.
        tokens: what a text is cut into: "char", "word" (learned from the training texts), "both", a
            ``Segmenter``, a function str -> list of str, or "auto", the model's own choice.
        vectors: ``WordVectors`` to begin with, for models that have vectors of tokens.
        class_weight: None, "balanced" (in inverse proportion to the texts of a class) or a dict of classes.
        epochs: None: the model's own number.
        early_stopping: stop when the accuracy on the texts held out has not risen for ``patience`` epochs.
        patience: epochs, see ``early_stopping``.
        validation: share of the texts held out for early stopping, calibration, threshold and zone, where one
            of them is asked for: of each class, texts that are the same on one side.
        calibrate: scale the logits by a temperature fitted on the texts held out.
        threshold: two classes: the second is the answer from this probability on; or "accuracy", "f1" or
            "cost": tuned for that on the texts held out. None: the most probable class.
        costs: for "cost": of a text of the first class taken for the second, and the other way round.
        abstain: where :meth:`decide` gives no answer: ``{"precision": .95}`` or ``{"coverage": .9}``, found
            on the texts held out (a precision that no zone reaches is warned of, and then there is no
            answer); ``{"low": p, "high": p}`` (two classes), ``{"confidence": p}`` or a ``Zone``.
        self_training: how to learn from texts without labels; they are given to :meth:`fit`.
        options: of the model: its dataclass, or a dict of its fields.
        seed: the same seed, texts and parameters give the same classifier.
        workers: threads; None: as many as there are processors. The result is the same for any number.
        progress: called with every step.

    Attributes:
        classes_: the labels, sorted, of shape (classes,).
        model_: the trained model.
        temperature_: what the model's logits are divided by.
        threshold_: the probability from which on the second of two classes is the answer, or None.
        zone_: where :meth:`decide` gives no answer, or None.

    Source:
        The losses: kexue.fm/archives/4293; the zone without answer: kexue.fm/archives/3414.

    Example:
        >>> from zici.classify import TextClassifier
        >>> texts = ["很好吃", "好看", "真不错", "难吃", "太差了", "差评"] * 5
        >>> clf = TextClassifier("linear", workers=1).fit(texts, ["好", "好", "好", "坏", "坏", "坏"] * 5)
        >>> clf.predict(["好吃", "真差"]).tolist()
        ['好', '坏']
    """

    # What scikit-learn calls X and y is no metadata to be asked for.
    __metadata_request__fit = {"texts": UNUSED, "labels": UNUSED, "unlabelled": UNUSED}  # noqa: RUF012
    __metadata_request__predict = __metadata_request__predict_proba = {"texts": UNUSED}  # noqa: RUF012
    __metadata_request__decision_function = {"texts": UNUSED}  # noqa: RUF012

    def __init__(
        self,
        model: str = "bag",
        *,
        loss: str | Loss = "hard_margin",
        margin: float | None = None,
        tokens: str | Callable[[str], list[str]] | Any = "auto",
        vectors: Any = None,
        class_weight: ClassWeight = None,
        epochs: int | None = None,
        early_stopping: bool = False,
        patience: int = 3,
        validation: float = 0.1,
        calibrate: bool = False,
        threshold: float | str | None = None,
        costs: tuple[float, float] = (1.0, 1.0),
        abstain: Mapping[str, float] | Zone | None = None,
        self_training: Any = None,
        options: Any = None,
        seed: int = 0,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.model = model
        self.loss = loss
        self.margin = margin
        self.tokens = tokens
        self.vectors = vectors
        self.class_weight = class_weight
        self.epochs = epochs
        self.early_stopping = early_stopping
        self.patience = patience
        self.validation = validation
        self.calibrate = calibrate
        self.threshold = threshold
        self.costs = costs
        self.abstain = abstain
        self.self_training = self_training
        self.options = options
        self.seed = seed
        self.workers = workers
        self.progress = progress

    def fit(
        self,
        texts: Iterable[str],
        labels: Iterable[Any],
        *,
        sample_weight: Any = None,
        unlabelled: Any = None,
    ) -> Self:
        """Learn from texts and their labels.

        Args:
            texts: str each; an empty one has no features and gets what the model says of nothing, about the
                shares of the classes.
            labels: one for each text, all strings or all integers (booleans, whole floats), two different
                ones or more.
            sample_weight: how much each text counts, from 0; None: 1 each.
            unlabelled: texts without labels, for ``self_training``; "rules" without that grows its dictionary
                from them before it learns.

        Raises:
            InputError: texts that are not str, labels missing or of mixed kinds, or not as many as texts.
            EmptyError: no text, texts all empty, one class only, or nothing that can be held out.
            OptionError: a parameter outside its range, or one that the model doesn't have.
            MissingExtraError: the model needs an extra.
        """
        params = self.get_params(deep=False)
        wanted = check(params)
        found = check_texts(texts)
        names, targets = check_labels(labels, len(found))
        if not any(found):
            raise EmptyError(f"texts: expected some with characters, got {len(found):,} empty ones")
        weights = (
            check_weights(sample_weight, targets) * class_weights(self.class_weight, names, targets)[targets]
        )
        alpha = wanted.loss.class_weights(names.size)
        if alpha is not None:
            weights = weights * alpha[targets].astype(np.float32)
        params["unlabelled"] = self._check_unlabelled(unlabelled)
        model, decision = train(params, wanted, Data(found, targets, weights), names)
        return self._set(model, decision, names)

    def _check_unlabelled(self, unlabelled: Any) -> list[str] | None:
        grows = self.model == "rules" and self.self_training is None
        if (unlabelled is None) != (self.self_training is None) and not (grows and unlabelled is not None):
            raise OptionError("self_training and unlabelled texts go together: give both or neither")
        return None if unlabelled is None else check_texts(unlabelled, name="unlabelled")

    def _set(self, model: Model, decision: Decision, names: Labels) -> Self:
        """Take what was learned, or read."""
        self.model_, self.classes_ = model, names
        self.temperature_, self.threshold_ = decision.temperature, decision.threshold
        self.zone_ = decision.zone
        return self

    def predict(self, texts: Iterable[str]) -> Labels:
        """The label of each text, always one of ``classes_``; :meth:`decide` may say that it doesn't know.

        Raises:
            InputError: texts that are not str.
            NotFittedError: ``fit`` was not called.
        """
        found, model = self._ready(texts)
        decision = Decision(self.temperature_, self.threshold_)
        chosen = np.empty(len(found), np.int64)
        for begin, logits in in_parts(model, found, self.classes_.size):
            chosen[begin : begin + len(logits)] = decision.classes(softmax(logits / self.temperature_))
        return self.classes_[chosen]

    def predict_proba(self, texts: Iterable[str]) -> Float64Array:
        """The probability of each class, float64 of shape (texts, classes), in the order of ``classes_``.

        Raises:
            InputError: texts that are not str.
            NotFittedError: ``fit`` was not called.
        """
        return softmax(self._logits(texts))

    def decision_function(self, texts: Iterable[str]) -> Float64Array:
        """The logits, float64 of shape (texts, classes); two classes: the log odds of the second, (texts,).

        Raises:
            InputError: texts that are not str.
            NotFittedError: ``fit`` was not called.
        """
        logits = self._logits(texts)
        return np.asarray(logits[:, 1] - logits[:, 0]) if logits.shape[1] == 2 else logits

    def decide(self, texts: Iterable[str]) -> list[Any]:
        """The label of each text, or None where its probabilities lie in the zone without answer.

        The zone alone decides; ``threshold`` is for :meth:`predict`.

        Raises:
            InputError: texts that are not str.
            OptionError: ``abstain`` was not given.
            NotFittedError: ``fit`` was not called.
        """
        found, model = self._ready(texts)
        if self.zone_ is None:
            raise OptionError("decide: expected a zone without answer; give abstain= and fit, or use predict")
        names = [*self.classes_.tolist(), None]  # at the place -1
        answers: list[Any] = []
        for _, logits in in_parts(model, found, self.classes_.size):
            places = self.zone_.answers(softmax(logits / self.temperature_))
            answers += [names[place] for place in places.tolist()]
        return answers

    def explain(self, text: str) -> Any:
        """What in a text moved the decision: an :class:`Explanation`.

        Raises:
            InputError: the text is not str.
            NotFittedError: ``fit`` was not called.
        """
        (checked,), model = self._ready([text])
        from zici.classify.explain import explain

        chances = softmax(all_logits(model, [checked], self.classes_.size) / self.temperature_)[0]
        return explain(model, checked, self.classes_.tolist(), chances)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write a folder that :meth:`load` reads, complete or not at all; nothing in it is pickled.

        Of the parameters ``vectors``, ``workers`` and ``progress`` are not written: the model has learned
        from the first, the others are matters of the machine.

        Raises:
            OptionError: ``tokens`` is a function, which no file can hold.
            OutputError: the folder can't be written, or holds other things.
            NotFittedError: ``fit`` was not called.
        """
        from zici.classify._storage import save

        self._ready([])
        save(self, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Self:
        """Read what :meth:`save` or ``zici classify train`` wrote; every file is checked, no code is run.

        Raises:
            InputError: there is no such folder.
            FormatError: it is damaged, changed, or of another version.
            MissingExtraError: the model needs an extra.
        """
        from zici.classify._storage import load

        found: Self = load(cls, folder)
        return found

    def _logits(self, texts: Iterable[str]) -> Float64Array:
        found, model = self._ready(texts)
        return all_logits(model, found, self.classes_.size) / self.temperature_

    def _ready(self, texts: Iterable[str]) -> tuple[list[str], Model]:
        if not hasattr(self, "model_"):
            raise NotFittedError("this TextClassifier is not fitted yet; call fit first")
        return check_texts(texts), self.model_

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags
