"""RulesModel: polar words, what stands around them, and the sign of the sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.classify._model import Contribution, Float32Array, Int32Array, Run, Validation
from zici.classify.features import Tokenizer
from zici.classify.features._codes import check_texts
from zici.classify.rules._cut import Cutter
from zici.classify.rules._fit import Fitted, fit_rules
from zici.classify.rules._options import RulesOptions
from zici.classify.rules._rules import Marks, find_hits, fold, marks_of, polarities_of
from zici.errors import OptionError

Float64 = npt.NDArray[np.float64]
TEXTS = 4096  # that are cut at once


class RulesModel:
    """A dictionary of polar words, turned round by negations and scaled by degrees; two classes.

    The score of a text is the sum of its polar words' values; the log odds of the good class are ``scale *
    score + bias``. Before training these are 1 and 0 and the words are those of the options: it works without
    any labels. :meth:`fit` learns polarities, scale and bias from labels, :meth:`grow` more words from texts
    without them.

    Args:
        options: the words, and how they count; None: the defaults.
        tokenizer: what cuts words; a Segmenter of words with counts learns the model's own. Without words,
            the model's own are cut out, and all else is characters.

    Raises:
        OptionError: ``vectors`` are given; rules have none.

    Source:
        kexue.fm/archives/3360.

    Example:
        >>> model = RulesModel()
        >>> model.scores(["很好吃", "不好吃", "不是不好吃", "非常不好吃"]).tolist()
        [1.5, -1.0, 1.0, -2.0]
        >>> model.logits(["这家店很好吃，但是服务太差了"]).argmax(axis=1).tolist()
        [0]
    """

    default_tokens = "both"

    def __init__(
        self, options: RulesOptions | None = None, tokenizer: Tokenizer | None = None, vectors: Any = None
    ) -> None:
        if vectors is not None:
            raise OptionError("vectors: rules have no vectors; leave them out, or use another model")
        self.options = RulesOptions() if options is None else options
        self.tokenizer = Tokenizer() if tokenizer is None else tokenizer
        self._start(polarities_of(self.options), marks_of(self.options))

    def _start(self, given: dict[str, float], marks: Marks) -> None:
        self._given, self._marks = given, marks
        self._grown: dict[str, float] = {}
        self._set(Fitted({}, 1.0, 0.0, 1 if self.options.positive is None else self.options.positive))

    def _set(self, fitted: Fitted) -> None:
        self._fitted = fitted
        # What is learned doesn't change how texts are cut: the words that it was learned from stay words.
        self._cutter = Cutter(self.tokenizer, self._given, self._marks.words())

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
        """Learn polarities (unless ``learn`` is off), scale and bias; arguments as in :class:`Model`.

        Scale and bias are fitted by the cross entropy, whatever the loss of ``run``, to scores of texts that
        the polarities weren't learned from. There are no epochs to stop: ``validation`` is not used.

        Raises:
            OptionError: more than two classes.
            InputError: a text is not a string.
        """
        if classes != 2:
            raise OptionError(f"rules: this model is for two classes, there are {classes:,}; use another one")
        check_texts(texts)
        run = Run() if run is None else run
        run.progress(Step("cut texts", 0, len(texts), "texts"))
        tokens = self._cutter.cut(texts)
        run.progress(Step("cut texts", len(texts), len(texts), "texts"))
        right = np.asarray(targets) == 1
        share = np.asarray(weights, np.float64)
        places: dict[str, int] = {}
        groups = np.array([places.setdefault(text, len(places)) for text in texts], np.int64)
        polar = self._given | self._grown
        self._set(fit_rules((tokens, right, share, groups), polar, self._marks, self.options, run))

    def grow(
        self,
        texts: Iterable[str],
        *,
        within: str = "text",
        rounds: int = 1,
        weight: float = 0.5,
        shortest: int = 2,
        progress: Progress | None = None,
    ) -> int:
        """Find more polar words in texts without labels: those that stand with good ones, or with bad ones.

        In each round the polar words known so far give every stretch of text a side, and words that are not
        known yet get their polarity from the sides of the stretches they are in, as in training: PMI with the
        good side less PMI with the bad side. They have to reach ``min_count`` stretches, ``certainty``
        and ``strength``. With a tokenizer that has no words, words are discovered in the texts first.

        Args:
            texts: of the field the model is for; the more, the better.
            within: the stretch: "clause", "sentence" or "text".
            rounds: from 1; one that finds nothing is the last.
            weight: what the polarities found are multiplied by, above 0 up to 1: they are less sure than
                those given.
            shortest: characters that a new word must have.
            progress: called with every round.

        Returns:
            How many words are new.

        Raises:
            OptionError: an option outside its range.
            InputError: a text is not a string.

        Source:
            Turney 2002, "Thumbs Up or Thumbs Down?"; kexue.fm/archives/3360 for a dictionary that grows.

        Example:
            >>> from zici.segment import Segmenter
            >>> words = Tokenizer(words=Segmenter(["分量足", "回锅肉", "上菜"]))
            >>> model = RulesModel(RulesOptions(min_count=2, certainty=1.0), words)
            >>> model.grow(["分量足，好吃", "分量足，满意", "难吃", "上菜慢", "慢", "回锅肉"] * 9)
            2
            >>> bool(model.scores(["分量足"])[0] > 0 > model.scores(["上菜"])[0])
            True
        """
        from zici.classify.rules._grow import Growth, grow_words, words_of

        if isinstance(texts, str):
            check_texts(texts)
        found = list(texts)
        check_texts(found)
        self.tokenizer = words_of(self.tokenizer, found)
        self._set(self._fitted)
        how = Growth(within, rounds, weight, shortest)
        tokens = self._cutter.cut(found)
        fresh = grow_words(tokens, self.polarities, self._marks, self.options, how, progress or silent)
        self._grown |= fresh
        return len(fresh)

    @property
    def polarities(self) -> dict[str, float]:
        """The polar words, in half width and lower case, with their polarities: given, grown and learned."""
        return self._given | self._grown | self._fitted.learned

    @property
    def positive(self) -> int:
        """The class that good words speak for."""
        return self._fitted.positive

    @property
    def intercept(self) -> Float32Array:
        """What every text's logits begin with, float32 of shape (2,)."""
        found: Float32Array = self._both(np.zeros(1))[0]
        return found

    def scores(self, texts: Sequence[str]) -> Float64:
        """The sums of the polar words' values, float64 of shape (texts,); above 0 is good.

        Raises:
            InputError: a text is not a string.
        """
        check_texts(texts)
        polar = self.polarities
        found = np.zeros(len(texts))
        for begin in range(0, len(texts), TEXTS):
            for place, tokens in enumerate(self._cutter.cut(texts[begin : begin + TEXTS]), begin):
                hits = find_hits(tokens, polar, self._marks, self.options)
                found[place] = sum(hit.value for hit in hits)
        return found

    def logits(self, texts: Sequence[str]) -> Float32Array:
        """Finite float32 of shape (texts, 2); a text without polar words has the intercept.

        Raises:
            InputError: a text is not a string.
        """
        return self._both(self.scores(texts))

    def _both(self, scores: Float64) -> Float32Array:
        """Log odds x of the good class as two logits, x / 2 for it and -x / 2 for the other."""
        half = (self._fitted.scale * scores + self._fitted.bias) / 2.0
        pair = [-half, half] if self.positive == 1 else [half, -half]
        return np.stack(pair, axis=1).astype(np.float32)

    def contributions(self, text: str) -> list[Contribution]:
        """What each polar word adds to the logits, with all that acts on it: with the intercept, the logits.

        A span reaches from the first negation or degree to the word, or to the suffix behind it.

        Raises:
            InputError: the text is not a string.

        Example:
            >>> found = RulesModel().contributions("服务很好，就是不太好吃")
            >>> [(part.text, part.values.tolist()) for part in found]
            [('很好', [-0.75, 0.75]), ('不太好吃', [0.5, -0.5])]
        """
        check_texts([text])
        spans = self._cutter.spans(text)
        tokens = [fold(text[begin:end]) for begin, end in spans]
        found = []
        for hit in find_hits(tokens, self.polarities, self._marks, self.options):
            begin, end = spans[hit.first][0], spans[hit.last][1]
            values = self._both(np.array([hit.value]))[0] - self.intercept
            found.append(Contribution(begin, end, text[begin:end], values))
        return found

    def save(self, folder: Path) -> None:
        """Write rules.json, rules.tsv and the tokenizer into a folder that is there."""
        from zici.classify.rules._storage import write_model

        write_model(self, folder)

    @classmethod
    def load(cls, folder: Path, words: Any = None) -> RulesModel:
        """Read what :meth:`save` wrote.

        Args:
            folder: where.
            words: the function that cut words, where the model had one: files can't hold it.

        Raises:
            FormatError: the files are missing, damaged, or don't fit together.
            OptionError: the model had a function, and none is given.
        """
        from zici.classify.rules._storage import read_model

        options, tokenizer, parts = read_model(folder, words)
        model = cls(options, tokenizer)
        model._start(parts.given, parts.marks)
        model._grown = parts.grown
        model._set(parts.fitted)
        return model
