"""Settings against each other, over several seeds: the experiment of the article for any texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.classify._holdout import hold_out
from zici.classify._inputs import check_labels, check_texts
from zici.classify._models import make_options
from zici.classify._parameters import check
from zici.classify.evaluation._confusion import Int64, class_scores, confusion, macro_f1
from zici.classify.evaluation._duplicates import text_key
from zici.classify.evaluation._evaluate import places_of
from zici.classify.evaluation._judge import judge
from zici.classify.evaluation._paired import McNemar, PairedT, Summary, mcnemar, paired_t, summarise
from zici.errors import EmptyError, InputError, OptionError

Texts = tuple[Sequence[str], Sequence[Any]]
Make = Callable[..., Any]


class Result(NamedTuple):
    """What one setting reached.

    Attributes:
        name: of the setting.
        train: accuracy on what it was trained on, over the seeds.
        test: accuracy on what it wasn't trained on.
        macro_f1: on the same.
        seconds: of one training, the mean.
        against: test accuracy against that of the first setting, run by run; None for the first.
        documents: against the first, text by text, of the first seed; None for the first.
    """

    name: str
    train: Summary
    test: Summary
    macro_f1: Summary
    seconds: float
    against: PairedT | None
    documents: McNemar | None


@dataclass(frozen=True)
class Comparison:
    """Settings against each other.

    Attributes:
        results: of each setting, in the order given.
        seeds: of the runs.
        fixed: whether all runs test on the same texts; else every seed has its own split, the same for all
            settings, and the t test is corrected for that.
        train_texts: trained on, in the first run.
        test_texts: tested on, in the first run.
        classes: the labels.
    """

    results: tuple[Result, ...]
    seeds: tuple[int, ...]
    fixed: bool
    train_texts: int
    test_texts: int
    classes: tuple[Any, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON can write it."""
        return {
            "seeds": list(self.seeds),
            "split": "fixed" if self.fixed else "by seed",
            "train_texts": self.train_texts,
            "test_texts": self.test_texts,
            "classes": list(self.classes),
            "settings": [_plain(result) for result in self.results],
        }


class _Run(NamedTuple):
    """One training: accuracies, F1, seconds, and which test texts are right."""

    train: float
    test: float
    macro_f1: float
    seconds: float
    hits: npt.NDArray[np.bool_]


def compare(
    settings: Mapping[str, Mapping[str, Any]],
    texts: Iterable[str],
    labels: Iterable[Any],
    *,
    test: Texts | None = None,
    test_share: float = 0.2,
    seeds: Sequence[int] = (0, 1, 2, 3, 4),
    make: Make | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Train every setting with every seed, and test each against the first.

    Args:
        settings: the parameters of :class:`zici.classify.TextClassifier` by the name of the setting.
        texts: to learn from.
        labels: theirs.
        test: texts and labels to test on; None: a share of ``texts``, drawn anew with every seed; texts that
            are the same (:func:`text_key`) stand on one side.
        test_share: that share, above 0 and below 1.
        seeds: one run each, different ones.
        make: what makes a classifier of parameters and ``seed``; None: ``TextClassifier``.
        progress: told of the stage "compare", a run at a time.

    Raises:
        InputError: texts or labels that can't be learned from.
        EmptyError: no text, one class only, or nothing to test on.
        OptionError: no setting, no seed or one twice, or a parameter outside its range.

    Source:
        The experiment of kexue.fm/archives/4293.

    Example:
        >>> texts, labels = ["很好吃", "好看", "难吃", "太差了"] * 5, ["好", "好", "坏", "坏"] * 5
        >>> settings = {loss: {"model": "linear", "loss": loss} for loss in ("cross_entropy", "hard_margin")}
        >>> found = compare(settings, texts, labels, test=(["好吃", "真差"], ["好", "坏"]), seeds=[0, 1])
        >>> [(result.name, result.test.mean) for result in found.results]
        [('cross_entropy', 1.0), ('hard_margin', 1.0)]
    """
    found, right = check_texts(texts), list(labels)
    names, _ = check_labels(right, len(found))
    chosen = _check(settings, seeds, test_share)
    if make is None:
        for name, params in settings.items():
            _check_parameters(name, params)
    splits = [_split(found, right, test, share=test_share, seed=seed) for seed in chosen]
    runs: dict[str, list[_Run]] = {name: [] for name in settings}
    tell, whole = progress or silent, len(settings) * len(chosen)
    for number, (seed, (train, held)) in enumerate(zip(chosen, splits, strict=True)):
        for place, (name, params) in enumerate(settings.items()):
            tell(Step("compare", number * len(settings) + place, whole, "runs", name))
            runs[name].append(_run((make or _classifier)(**params, seed=seed), train, held))
    tell(Step("compare", whole, whole, "runs"))
    (train, held), first = splits[0], next(iter(runs.values()))
    share = None if test is not None else len(held[0]) / (len(train[0]) + len(held[0]))
    results = tuple(_result(name, mine, first, share) for name, mine in runs.items())
    labels_ = tuple(names.tolist())
    return Comparison(results, chosen, test is not None, len(train[0]), len(held[0]), labels_)


def split_texts(
    texts: Sequence[str], labels: Sequence[Any], share: float, *, seed: int
) -> tuple[Int64, Int64]:
    """Rows to train on and rows to test on: about ``share`` of each class, the same texts on one side.

    A class whose texts are all the same, or that has one alone, stays in training.

    Args:
        texts: all of them; the same by :func:`text_key` are not parted.
        labels: theirs, of one kind.
        share: of the test, above 0 and below 1.
        seed: the same seed parts them in the same way.

    Returns:
        Two int64 arrays, rising; the second is empty where no class can spare a text.

    Raises:
        InputError: labels that can't be learned from.
        EmptyError: one class only.
        OptionError: a share outside its range.

    Example:
        >>> train, test = split_texts(["甲", "乙", "丙", "丁", "甲 "], [0, 0, 1, 1, 0], 0.4, seed=0)
        >>> len(test), {0, 4} <= set(test.tolist()) or {0, 4} <= set(train.tolist())
        (2, True)
    """
    if not 0 < share < 1:
        raise OptionError(f"test_share: expected a share above 0 and below 1, got {share!r}")
    _, targets = check_labels(labels, len(texts))
    held = hold_out([text_key(text) for text in texts], targets, share, seed=seed)
    inside = np.ones(len(texts), bool)
    inside[held] = False
    return np.flatnonzero(inside), held


def _check(settings: Mapping[str, Any], seeds: Sequence[int], share: float) -> tuple[int, ...]:
    chosen = tuple(seeds)
    if not settings:
        raise OptionError("settings: expected at least one, got none")
    for name, params in settings.items():
        if "seed" in params:
            raise OptionError(f"settings: {name!r} has a seed of its own; leave it out, and give seeds=")
    if not chosen or len(set(chosen)) < len(chosen):
        raise OptionError(f"seeds: expected different ones, at least one, got {list(chosen)!r:.60}")
    if not 0 < share < 1:
        raise OptionError(f"test_share: expected a share above 0 and below 1, got {share!r}")
    return chosen


def _check_parameters(name: str, params: Mapping[str, Any]) -> None:
    """Refuse a wrong parameter before the first run: the last setting may be hours away."""
    try:
        told = _classifier(**params).get_params(deep=False)
    except TypeError as error:
        raise OptionError(
            f"settings: {name!r} has a parameter that TextClassifier doesn't have ({error})"
        ) from error
    check(told)
    make_options(told["model"], told["options"], epochs=told["epochs"])


def _split(
    texts: list[str], labels: list[Any], test: Texts | None, *, share: float, seed: int
) -> tuple[Texts, Texts]:
    if test is not None:
        given, right = check_texts(test[0], name="test"), list(test[1])
        if len(given) != len(right):
            raise InputError(f"test: expected a label for each of {len(given):,} texts, got {len(right):,}")
    else:
        train, held = split_texts(texts, labels, share, seed=seed)
        given, right = [texts[row] for row in held], [labels[row] for row in held]
        texts, labels = [texts[row] for row in train], [labels[row] for row in train]
    if not given:
        raise EmptyError("test: expected texts to test on, got none: no class has two different texts")
    return (texts, labels), (given, right)


def _classifier(**params: Any) -> Any:
    from zici.classify._classifier import TextClassifier

    return TextClassifier(**params)


def _run(classifier: Any, train: Texts, held: Texts) -> _Run:
    begin = time.perf_counter()
    classifier.fit(*train)
    seconds = time.perf_counter() - begin
    known = classifier.classes_.tolist()
    learned = judge(classifier, train[0], places_of(train[1], known)[1])
    names, targets = places_of(held[1], known)
    tested = judge(classifier, held[0], targets)
    hits = tested.answers == targets
    score = macro_f1(class_scores(confusion(targets, tested.answers, len(names)), names))
    return _Run(float((learned.answers == learned.targets).mean()), float(hits.mean()), score, seconds, hits)


def _result(name: str, runs: list[_Run], first: list[_Run], share: float | None) -> Result:
    same = runs is first
    tests = [run.test for run in runs]
    return Result(
        name,
        summarise([run.train for run in runs]),
        summarise(tests),
        summarise([run.macro_f1 for run in runs]),
        float(np.mean([run.seconds for run in runs])),
        None if same else paired_t([run.test for run in first], tests, test_share=share),
        None if same else mcnemar(first[0].hits, runs[0].hits),
    )


def _plain(result: Result) -> dict[str, Any]:
    """A result as dicts of numbers."""
    return {
        key: value._asdict() if hasattr(value, "_asdict") else value
        for key, value in result._asdict().items()
    }
