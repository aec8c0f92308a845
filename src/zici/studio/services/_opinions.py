"""Opinions: a classifier of one's own: trained, measured, asked, explained."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from zici._progress import Progress, silent
from zici.studio._kept import Kept
from zici.studio._workspace import META, Workspace, stamp_of
from zici.studio.services._learning import compare_losses, train
from zici.studio.services._parameters import read_texts
from zici.studio.services._service import Service, command
from zici.studio.services._summaries import read_summary

if TYPE_CHECKING:
    from zici.classify import TextClassifier
    from zici.classify.evaluation import Evaluation

CLASSIFIER, COMPARISON = "classifier", "comparison"


class Opinion(NamedTuple):
    """What the classifier says of a text.

    Attributes:
        label: the class; None for an empty text, or in the zone without answer.
        chances: the probability of each class.
    """

    label: str | None
    chances: dict[str, float]


class Part(NamedTuple):
    """Characters of a text, and what each of them adds: log odds, below 0 against the class."""

    text: str
    value: float


class Explained(NamedTuple):
    """Why the classifier says what it says.

    Attributes:
        opinion: what it says.
        about: the class that is explained.
        start: what the class has before any part.
        parts: the text in pieces; joined they are the text.
        strongest: pieces that move most, each summed over its places.
    """

    opinion: Opinion
    about: str
    start: float
    parts: tuple[Part, ...]
    strongest: tuple[Part, ...]


class Opinions(Service):
    """Sorts texts into classes.

    Args:
        workspace: where the classifier is.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._training = threading.Lock()
        self._classifier: Kept[TextClassifier | None] = Kept(self._load)

    def ready(self) -> bool:
        """Whether there is a classifier."""
        return self.workspace.model(CLASSIFIER) is not None

    def how(self) -> str:
        """The command that trains one."""
        return command("classify", "train", "LABELLED.csv", "-o", self.workspace.home(CLASSIFIER))

    def lacks(self) -> str:
        """What is missing."""
        return "a classifier"

    def classes(self) -> list[str]:
        """The names of the classes.

        Raises:
            InputError: there is no classifier, or it can't be read.
        """
        return [str(name) for name in self._held().classes_.tolist()]

    def summary(self) -> dict[str, Any] | None:
        """What :meth:`train` gave for the classifier that is there; None where it was trained elsewhere."""
        path = self.workspace.model(CLASSIFIER)
        return None if path is None else read_summary(path)

    def train(self, parameters: Mapping[str, Any], *, progress: Progress = silent) -> dict[str, Any]:
        """Learn from tables of texts with labels, and measure on a part held out; replaces the classifier.

        Args:
            parameters: see :func:`zici.studio.services._learning.train`.
            progress: called with every step.

        Returns:
            What :func:`zici.studio.services._learning.train` gives.

        Raises:
            InputError: a table that can't be learned from.
            OptionError: a parameter outside its range.
            MissingExtraError: the model needs an extra.
        """
        with self._training:
            folder = self.workspace.home(CLASSIFIER)
            return train(parameters, folder=folder, progress=progress)

    def evaluate(self, parameters: Mapping[str, Any], *, mistakes: int = 20) -> Evaluation:
        """All measures on texts with labels that the classifier didn't learn from.

        Args:
            parameters: "inputs", "text", "label", "format", "encoding", "errors", as of :meth:`train`.
            mistakes: how many of the surest wrong answers.

        Raises:
            InputError: there is no classifier, or a table that can't be read.
            OptionError: a parameter outside its range.
        """
        from zici.classify.evaluation import evaluate
        from zici.classify.evaluation._classes import as_classes

        held = self._held()
        data = read_texts(parameters)
        return evaluate(held, data.texts, as_classes(held, data.labels), mistakes=mistakes)

    def classify(self, texts: Iterable[str]) -> list[Opinion]:
        """What the classifier says of texts.

        Raises:
            InputError: there is no classifier, or texts that are no strings.
        """
        from zici.classify.evaluation import answer

        held, listed = self._held(), list(texts)
        names = held.classes_.tolist()
        found: list[Opinion] = []
        for part in answer(held, listed):
            for chosen, chances in zip(part.decided.tolist(), part.chances.tolist(), strict=True):
                known = chosen >= 0 and listed[len(found)].strip()
                found.append(Opinion(str(names[chosen]) if known else None, _named(names, chances)))
        return found

    def explain(self, text: str, label: str | None = None, *, n: int = 10) -> Explained:
        """What in a text moved the decision.

        Args:
            text: any.
            label: the class to explain; None: of two the second, of more the most probable.
            n: the most of ``strongest``.

        Raises:
            InputError: there is no classifier, or the text is no string.
            OptionError: no such class.
        """
        from zici.classify.evaluation._classes import as_classes

        held = self._held()
        found = held.explain(text)
        about = found.classes[found.place(None if label is None else as_classes(held, [label])[0])]
        return Explained(
            self.classify([text])[0],
            str(about),
            found.start(about),
            tuple(Part(*piece) for piece in found.pieces(about)),
            tuple(Part(*pair) for pair in found.top(n, about)),
        )

    def compare_losses(self, parameters: Mapping[str, Any], *, progress: Progress = silent) -> dict[str, Any]:
        """Train with every loss, several times; see :func:`compare_losses` for the rest."""
        with self._training:
            return compare_losses(parameters, folder=self.workspace.home(COMPARISON), progress=progress)

    def comparison(self) -> dict[str, Any] | None:
        """What :meth:`compare_losses` gave last; None where it wasn't called."""
        return read_summary(self.workspace.home(COMPARISON))

    def _held(self) -> TextClassifier:
        path = self.workspace.model(CLASSIFIER)
        stamp = None if path is None else (path, stamp_of([path, path / META, path / CLASSIFIER]))
        found = self._classifier.get(stamp)
        if found is None:
            raise self.missing()
        return found

    def _load(self) -> TextClassifier | None:
        from zici.classify import TextClassifier

        path = self.workspace.model(CLASSIFIER)
        return None if path is None else TextClassifier.load(path)


def _named(names: list[Any], chances: list[float]) -> dict[str, float]:
    return dict(zip(map(str, names), chances, strict=True))
