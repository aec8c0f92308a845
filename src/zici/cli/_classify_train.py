"""``zici classify train``: from texts with labels to a classifier."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._results import Earlier, result_folder
from zici._run_file import Stopwatch, write_run

from . import _classify_options as own
from . import _classify_parse as parse
from . import _options as opt
from ._classify_data import (
    Reading,
    conflicts_as_rows,
    read_data,
    tell_duplicates,
    tell_overlap,
    told_warnings,
)
from ._classify_learn import KERNELS, Learning, as_row
from ._classify_show import class_rows, measure_rows, measures
from ._guard import say
from ._output import write_object
from ._progress import progress_bars, seconds
from ._table import print_table

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.classify import TextClassifier
    from zici.classify.data import Labelled
    from zici.classify.evaluation import Duplicates, Evaluation

EXAMPLE = (
    "Example: zici classify train reviews.csv -o model/ --text review --label label\n\n"
    "Example: zici classify train --class good=pos.txt --class bad=neg.txt -o model/ --model linear"
)
EARLIER = Earlier("a classifier", ("classifier/meta.json",), "zici classifier")
LISTED = 20  # classes in the table

TestShare = Annotated[
    float,
    typer.Option(
        metavar="X",
        help="Share of DATA that is held out to test on, where --test is not given; 0: none.",
        min=0.0,
        max=0.9,
        rich_help_panel="Labelled texts",
    ),
]


# Long because typer reads the options from the signature: one parameter each.
def train(
    output: opt.Folder,
    inputs: own.Data = None,
    text: own.Text = None,
    label: own.Label = None,
    classes: own.Classes = None,
    test: own.Test = None,
    test_share: TestShare = 0.1,
    drop_duplicates: own.DropDuplicates = False,
    model: own.Kind = "bag",
    loss: own.Loss = "hard_margin",
    margin: own.Margin = None,
    tokens: own.Tokens = "auto",
    lexicon: own.Lexicon = None,
    vectors: own.Vectors = None,
    class_weight: own.ClassWeight = None,
    epochs: own.Epochs = None,
    early_stopping: own.EarlyStopping = False,
    unlabelled: own.Unlabelled = None,
    option: own.Option = None,
    calibrate: own.Calibrate = False,
    threshold: own.Threshold = None,
    costs: own.Costs = None,
    abstain: own.Abstain = None,
    json: opt.Json = False,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: own.OnError = "raise",
    seed: opt.Seed = 0,
    workers: opt.Workers = None,
    quiet: opt.Quiet = False,
) -> None:
    """Learn to sort texts into classes from texts with labels, and test on a part that is held out.

    The folder holds the classifier (for classify predict and others) and run.json (parameters, measures,
    times).
    """
    reading = Reading(text, label, encoding, input_format, on_error)
    learning = Learning(tokens, lexicon, vectors)
    files = parse.class_files(classes)
    params: dict[str, Any] = {
        "model": model,
        "loss": loss,
        "margin": margin,
        "class_weight": parse.class_weight(class_weight),
        "epochs": epochs,
        "early_stopping": early_stopping,
        "calibrate": calibrate,
        "threshold": parse.threshold(threshold),
        "costs": parse.costs(costs),
        "abstain": parse.abstain(abstain),
        "self_training": True if unlabelled and model != "rules" else None,
        "options": parse.model_options(option),
        "seed": seed,
        "workers": workers,
    }
    watch = Stopwatch()
    with result_folder(output, EARLIER) as folder:
        with progress_bars(quiet=quiet, kernels=KERNELS.get(model, ())) as progress:
            with watch.stage("read"):
                data = read_data(inputs, files, reading, progress)
                distinct, found = _distinct(data, drop=drop_duplicates)
                learned, held = _parts(distinct, test, test_share, reading, seed=seed, progress=progress)
                more = _unlabelled(unlabelled, held, reading, progress)
            with watch.stage("train"):
                params |= learning.parameters()
                classifier = _fit(params, learned, more, progress)
            with watch.stage("test"):
                measured = _measure(classifier, held, progress)
        classifier.save(folder / "classifier")
        counts: dict[str, Any] = {
            "texts": len(learned),
            "classes": learned.counts,
            "unlabelled": len(more or ()),
            "duplicates": found.texts - found.distinct,
            "conflicts": len(found.conflicts),
            "skipped": len(data.skipped),
            "test": None if measured is None else measures(measured),
        }
        given = {"input": inputs or [], "class": files, "test": test or [], "test_share": test_share}
        given |= {"unlabelled": unlabelled or [], "drop_duplicates": drop_duplicates, "output": output}
        parameters = given | asdict(reading) | asdict(learning) | as_row(params)
        write_run(folder, parameters=parameters, counts=counts, watch=watch)
    if json:
        counts["conflicts"] = conflicts_as_rows(data, found.conflicts)
        write_object({"folder": str(output), **counts, "seconds": watch.total})
    else:
        _show(output, learned, measured, watch)


def _distinct(data: Labelled, *, drop: bool) -> tuple[Labelled, Duplicates]:
    """Tell what stands there twice, and leave it out where that is asked for."""
    from zici.classify.evaluation import find_duplicates

    found = find_duplicates(data.texts, data.labels)
    tell_duplicates(data, found, dropped=drop)
    return (data.take(found.kept) if drop else data), found


def _parts(
    data: Labelled, test: list[str] | None, share: float, reading: Reading, *, seed: int, progress: Progress
) -> tuple[Labelled, Labelled | None]:
    """What to learn from and what to test on."""
    if not test:
        from zici.classify.evaluation._hold_out import hold_out

        return hold_out(data, share, seed=seed, instead="--test FILE, or --test-share 0")
    from zici.classify.evaluation import find_overlap

    held = read_data(test, {}, reading, progress)
    tell_overlap(held, data, find_overlap(held.texts, held.labels, data.texts, data.labels))
    return data, held


def _unlabelled(
    files: list[str] | None, held: Labelled | None, reading: Reading, progress: Progress
) -> list[str] | None:
    """Texts without labels, those that are neither blank nor tested on."""
    if not files:
        return None
    from zici.classify.data import read_rows
    from zici.classify.evaluation import text_key

    text = reading.text if any(_is_table(name) for name in files) else None
    rows = read_rows(files, text=text, encoding=reading.encoding, errors=reading.errors, progress=progress)
    tested = set() if held is None else {text_key(text) for text in held.texts}
    return [row.text for row in rows if row.text.strip() and text_key(row.text) not in tested]


def _is_table(name: str) -> bool:
    """Whether a file has columns, by its name."""
    return any(suffix in (".csv", ".tsv", ".jsonl", ".parquet") for suffix in Path(name).suffixes)


def _fit(
    params: dict[str, Any], data: Labelled, unlabelled: list[str] | None, progress: Progress
) -> TextClassifier:
    from zici.classify import TextClassifier

    classifier = TextClassifier(**params, progress=progress)
    with told_warnings():
        return classifier.fit(data.texts, data.labels, unlabelled=unlabelled)


def _measure(classifier: TextClassifier, held: Labelled | None, progress: Progress) -> Evaluation | None:
    if held is None:
        return None
    from zici.classify.evaluation import evaluate

    return evaluate(classifier, held.texts, held.labels, progress=progress)


def _show(output: Path, data: Labelled, measured: Evaluation | None, watch: Stopwatch) -> None:
    counts = data.counts
    print_table([{"learned from": f"{len(data):,} texts", "classes": len(counts)}])
    if measured is not None:
        sys.stdout.write("\nmeasured on the texts to test on:\n")
        print_table(measure_rows(measured))
        sys.stdout.write("\n")
        print_table(class_rows(measured, LISTED))
        if len(measured.classes) > LISTED:
            say(f"{len(measured.classes) - LISTED:,} more classes; classify evaluate --json has them all")
    else:
        some = list(counts.items())[:LISTED]
        print_table([{"class": name, "texts": number} for name, number in some])
    print_table([{"folder": str(output), "time": seconds(watch.total)}])
