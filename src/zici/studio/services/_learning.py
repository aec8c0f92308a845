"""Learning to sort texts, and losses against each other: tables in, a folder with a summary out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zici._progress import Progress
from zici.studio.services._parameters import (
    classifier_parameters,
    comparison_settings,
    known,
    read_texts,
    seeds_of,
)
from zici.studio.services._summaries import result, told_warnings, write_summary


def train(parameters: Mapping[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Learn to sort texts into classes, measure on a part that is held out, and write the classifier.

    Args:
        parameters: "inputs": tables, as paths. Also "text", "label", "format", "encoding", "errors" as of
            ``read_labelled``; "model", "loss", "seed", "margin", "tokens", "class_weight", "epochs",
            "early_stopping", "options", "workers", "calibrate", "threshold", "costs", "abstain" as of
            ``TextClassifier``; "test_share", 0 to .9 (.1); "drop_duplicates" (true).
        folder: takes the classifier when it is complete, in place of an earlier one.
        progress: called with every step.

    Returns:
        "texts", "classes" (texts of each), "duplicates", "conflicts" (texts with labels that contradict),
        "skipped" (rows), "test" (all measures; None where nothing was held out), "seconds", "warnings",
        "parameters". The same stands in ``summary.json`` of the folder.

    Raises:
        InputError: a table that can't be learned from.
        OptionError: a parameter outside its range, or one that there isn't.
        OutputError: the folder can't be written.
    """
    from zici.classify import TextClassifier
    from zici.classify.evaluation import evaluate, find_duplicates

    began, parameters = time.perf_counter(), known(parameters)
    params = classifier_parameters(parameters)
    with result(folder) as part, told_warnings() as told:
        data = read_texts(parameters, progress)
        doubles = find_duplicates(data.texts, data.labels)
        kept = data.take(doubles.kept) if parameters.get("drop_duplicates", True) else data
        from zici.classify.evaluation._hold_out import hold_out

        learned, held = hold_out(
            kept, parameters.get("test_share", 0.1), seed=params["seed"], instead="test_share 0"
        )
        classifier = TextClassifier(**params, progress=progress).fit(learned.texts, learned.labels)
        test = None
        if held is not None:
            test = evaluate(classifier, held.texts, held.labels, progress=progress).to_dict()
        classifier.save(part / "classifier")
        found = {
            "texts": len(learned),
            "classes": learned.counts,
            "duplicates": doubles.texts - doubles.distinct,
            "conflicts": len(doubles.conflicts),
            "skipped": len(data.skipped),
            "test": test,
            "seconds": round(time.perf_counter() - began, 3),
            "warnings": told(),
            "parameters": parameters,
        }
        return write_summary(part, found)


def compare_losses(parameters: Mapping[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Train one model with every loss, several times, and test each against the first.

    Args:
        parameters: as of :func:`train`, but "losses" and "models", lists, in the place of "loss"
            and "model"; "seeds", how many runs of each (3); "test_share", drawn anew with every seed (.2).
        folder: takes the result, ``summary.json``, in place of an earlier one.
        progress: called with every step.

    Returns:
        What ``Comparison.to_dict`` gives: "settings", each with "name" and its measures, and others; and
        "seconds", "warnings", "parameters".

    Raises:
        As :func:`train`.
    """
    from zici.classify.evaluation import compare, find_duplicates

    began, parameters = time.perf_counter(), known(parameters)
    settings, seeds = comparison_settings(parameters), seeds_of(parameters)
    with result(folder) as part, told_warnings() as told:
        data = read_texts(parameters, progress)
        doubles = find_duplicates(data.texts, data.labels)
        kept = data.take(doubles.kept) if parameters.get("drop_duplicates", True) else data
        compared = compare(
            settings,
            kept.texts,
            kept.labels,
            test_share=parameters.get("test_share", 0.2),
            seeds=seeds,
            progress=progress,
        )
        more = {
            "seconds": round(time.perf_counter() - began, 3),
            "warnings": told(),
            "parameters": parameters,
        }
        return write_summary(part, compared.to_dict() | more)
