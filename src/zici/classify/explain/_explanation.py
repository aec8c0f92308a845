"""Explanation: what each span of a text adds to the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.classify._model import Contribution, Model
from zici.errors import OptionError

Float64 = npt.NDArray[np.float64]


class Piece(NamedTuple):
    """Characters of a text that have the same value.

    Attributes:
        text: the characters.
        value: of each of them.
    """

    text: str
    value: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """What moved the decision about a text.

    All numbers are about a class: what is added to its logit, less what is added to those of the others on
    average. Of two classes these are log odds. They are those of the model, before any temperature.

    Attributes:
        text: the text.
        classes: the labels.
        probabilities: of each class, float64 of shape (classes,), in the order of ``classes``.
        intercept: the logits without any of the contributions, float64 of shape (classes,): what the model
            says of an empty text, where its contributions are exact, and else also what they leave out.
        contributions: spans with what they add to each logit; they may overlap.

    Example:
        >>> from zici.classify.rules import RulesModel
        >>> found = explain(RulesModel(), "不太好吃，但是很便宜", ["差评", "好评"])
        >>> found.label
        '好评'
        >>> found.top(2)
        [('很便宜', 1.5), ('不太好吃', -1.0)]
        >>> found.pieces()[:2]
        [Piece(text='不太好吃', value=-0.25), Piece(text='，但是', value=0.0)]
    """

    text: str
    classes: tuple[Any, ...]
    probabilities: Float64
    intercept: Float64
    contributions: tuple[Contribution, ...]

    @property
    def label(self) -> Any:
        """The most probable class; where a classifier has a threshold, ``predict`` may say another."""
        return self.classes[int(self.probabilities.argmax())]

    def values(self, label: Any = None) -> Float64:
        """What each contribution adds for a class, float64 of shape (contributions,).

        Args:
            label: one of ``classes``; None: the second of two classes, the most probable one of more.

        Raises:
            OptionError: there is no such class.
        """
        table = np.array([part.values for part in self.contributions], np.float64)
        return _against_others(table.reshape(-1, len(self.classes)), self.place(label))

    def place(self, label: Any = None) -> int:
        """The place of a class in ``classes``; arguments as in :meth:`values`.

        Raises:
            OptionError: there is no such class.
        """
        if label is None:
            return 1 if len(self.classes) == 2 else int(self.probabilities.argmax())
        if label not in self.classes:
            raise OptionError(f"label: expected one of {list(self.classes)!r:.80}, got {label!r:.40}")
        return self.classes.index(label)

    def start(self, label: Any = None) -> float:
        """What the class has before any contribution; with the sum of :meth:`values`, what it has in all."""
        return float(_against_others(self.intercept[None], self.place(label))[0])

    def top(self, n: int = 10, label: Any = None) -> list[tuple[str, float]]:
        """The texts of spans with what they add for a class, the strongest first, for or against it.

        Spans of the same characters are added up.

        Args:
            n: how many at most, from 0.
            label: as in :meth:`values`.

        Raises:
            OptionError: ``n`` below 0, or no such class.
        """
        if not isinstance(n, int) or isinstance(n, bool) or n < 0:
            raise OptionError(f"n: expected a whole number from 0, got {n!r}")
        sums: dict[str, float] = {}
        for part, value in zip(self.contributions, self.values(label).tolist(), strict=True):
            sums[part.text] = sums.get(part.text, 0.0) + value
        return sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0]))[:n]

    def characters(self, label: Any = None) -> Float64:
        """What each character adds for a class, float64 of shape (characters,).

        A span's value is shared equally among its characters; a character has the sum of its shares.

        Args:
            label: as in :meth:`values`.

        Raises:
            OptionError: there is no such class.

        Example:
            >>> parts = (
            ...     Contribution(0, 2, "很好", np.array([-1, 1], np.float32)),
            ...     Contribution(1, 2, "好", np.array([0, 1], np.float32)),
            ... )
            >>> Explanation("很好", (0, 1), np.array([0.1, 0.9]), np.zeros(2), parts).characters().tolist()
            [1.0, 2.0]
        """
        changes = np.zeros(len(self.text) + 1)
        held = np.zeros(len(self.text) + 1, np.int64)
        for part, value in zip(self.contributions, self.values(label).tolist(), strict=True):
            if part.end > part.begin:
                share = value / (part.end - part.begin)
                changes[part.begin] += share
                changes[part.end] -= share
                held[part.begin] += 1
                held[part.end] -= 1
        # Where no span is, rounding must not leave a trace of those before.
        return np.where(np.cumsum(held) > 0, np.cumsum(changes), 0.0)[:-1]

    def pieces(self, label: Any = None) -> list[Piece]:
        """The text cut where the value of characters changes, for a terminal to colour.

        ``"".join(piece.text for piece in pieces) == text``, always.

        Args:
            label: as in :meth:`values`.

        Raises:
            OptionError: there is no such class.
        """
        found: list[Piece] = []
        begin = 0
        for value, run in groupby(np.round(self.characters(label), 9).tolist()):
            end = begin + sum(1 for _ in run)
            found.append(Piece(self.text[begin:end], value + 0.0))  # -0.0 is 0.0 too
            begin = end
        return found

    def to_html(
        self,
        labels: Sequence[Any] | None = None,
        *,
        title: str | None = None,
        lang: str = "en",
        fragment: bool = False,
    ) -> str:
        """The text in colours, with numbers, as HTML that needs no network and runs no script.

        Everything in it is escaped. A character that HTML can't hold (NUL, half of a pair of surrogates) is
        shown as U+FFFD.

        Args:
            labels: the classes to show, a section each; None: of two classes the second, against the first,
                of more the five most probable ones.
            title: of the page; None: "Explanation" or 解释.
            lang: "en" or "zh".
            fragment: without html, head and body: a piece of another page, with its style.

        Raises:
            OptionError: no such class or language.

        Example:
            >>> from zici.classify.rules import RulesModel
            >>> page = explain(RulesModel(), "很好 <b>", ["差", "好"]).to_html()
            >>> "很好</span> &lt;b&gt;" in page
            True
        """
        from zici.classify.explain._html import render

        return render(self, labels, title=title, lang=lang, fragment=fragment)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.to_html(fragment=True)


def explain(
    model: Model, text: str, classes: Sequence[Any], probabilities: npt.ArrayLike | None = None
) -> Explanation:
    """Ask a model what moved its decision.

    Args:
        model: trained.
        text: the text.
        classes: the labels, in the order of the logits.
        probabilities: of each class; None: those of the model's logits.

    Raises:
        InputError: the text is not a string.

    Example:
        >>> from zici.classify.rules import RulesModel
        >>> explain(RulesModel(), "很好", ["差", "好"]).probabilities.round(2).tolist()
        [0.18, 0.82]
    """
    logits = np.asarray(model.logits([text]), np.float64)[0]
    parts = tuple(model.contributions(text))
    powers = np.exp(logits - logits.max())
    chances = powers / powers.sum() if probabilities is None else np.array(probabilities, np.float64)
    moved = np.array([part.values for part in parts], np.float64).reshape(-1, logits.size).sum(axis=0)
    return Explanation(text, tuple(classes), chances, logits - moved, parts)


def _against_others(table: Float64, place: int) -> Float64:
    """A column less the mean of all others."""
    others = (table.sum(axis=1) - table[:, place]) / max(table.shape[1] - 1, 1)
    return np.asarray(table[:, place] - others)
