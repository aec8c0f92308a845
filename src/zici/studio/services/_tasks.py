"""Long work that a child process does: functions of a module, parameters and results as JSON has them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from zici._progress import Progress
from zici.studio.services._task_parts import (
    DOCUMENTS,
    check_index,
    classifier_parameters,
    comparison_settings,
    given,
    names_of,
    read_texts,
    result,
    seeds_of,
    split,
    told_warnings,
    write_summary,
)


def train_classifier(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
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

    began = time.perf_counter()
    params = classifier_parameters(parameters)
    with result(folder) as part, told_warnings() as told:
        data = read_texts(parameters, progress)
        doubles = find_duplicates(data.texts, data.labels)
        kept = data.take(doubles.kept) if parameters.get("drop_duplicates", True) else data
        learned, held = split(kept, parameters.get("test_share", 0.1), seed=params["seed"])
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


def compare_losses(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Train one model with every loss, several times, and test each against the first.

    Args:
        parameters: as of :func:`train_classifier`, but "losses" and "models", lists, in the place of "loss"
            and "model"; "seeds", how many runs of each (3); "test_share", drawn anew with every seed (.2).
        folder: takes the result, ``summary.json``, in place of an earlier one.
        progress: called with every step.

    Returns:
        What ``Comparison.to_dict`` gives: "settings", each with "name" and its measures, and others; and
        "seconds", "warnings", "parameters".

    Raises:
        As :func:`train_classifier`.
    """
    from zici.classify.evaluation import compare, find_duplicates

    began = time.perf_counter()
    settings = comparison_settings(parameters)
    seeds = seeds_of(parameters)
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


def index_documents(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Split documents into passages and index them, so that those that may hold an answer are found.

    Args:
        parameters: "inputs": files, as paths; "names": what they are called, as many; None: their paths.
            "chars", the most characters of a passage (200); "segmenter", the path of a saved segmenter by
            whose words passages are compared; None: by characters and pairs of neighbours. "text", "format",
            "encoding", "errors", "nfkc", "simplify" as of ``Corpus``.
        folder: takes the index when it is complete, in place of an earlier one.
        progress: called with every step.

    Returns:
        "documents", "passages", "names", "seconds", "parameters"; the same in ``summary.json`` of the folder.

    Raises:
        InputError: a file that can't be read, or no text in any.
        OptionError: a parameter outside its range, or one that there isn't.
        MissingExtraError: bm25s is not installed.
        OutputError: the folder can't be written.
    """
    from zici.qa.retriever import Retriever
    from zici.segment import Segmenter

    began = time.perf_counter()
    check_index(parameters)
    path = parameters.get("segmenter")
    tokens = "characters" if path is None else Segmenter.load(path)
    with result(folder) as part:
        retriever = Retriever(
            _documents(parameters, progress),
            tokens=tokens,
            chars=parameters.get("chars", 200),
            progress=progress,
        )
        retriever.save(part / "index")
        found = {
            "documents": len(retriever.documents),
            "passages": len(retriever),
            "names": names_of(parameters),
            "seconds": round(time.perf_counter() - began, 3),
            "parameters": parameters,
        }
        return write_summary(part, found)


def _documents(parameters: Mapping[str, Any], progress: Progress) -> Iterator[tuple[str, str]]:
    """Name and text of every document, called as their files were when they came."""
    from zici.qa.retriever import read_documents

    options = given(parameters, DOCUMENTS)
    for path, name in zip(parameters["inputs"], names_of(parameters), strict=True):
        for found, text in read_documents([path], progress=progress, **options):
            yield name + found.removeprefix(str(Path(path))), text


TASKS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "train-classifier": train_classifier,
    "compare-losses": compare_losses,
    "index-documents": index_documents,
}
"""By the name of a run; each takes ``parameters``, and by name ``folder`` and ``progress``."""

FOLDERS = {"train-classifier": "classifier", "compare-losses": "comparison", "index-documents": "index"}
"""Where the result of a task goes, in the folder ``models`` of the state."""
