"""``zici classify evaluate``: all measures of a classifier on texts with labels."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._files import only_writer

from . import _classify_options as own
from . import _classify_parse as parse
from . import _options as opt
from ._classify_data import SHOWN, Reading, read_data, tell_overlap
from ._classify_show import class_rows, confusion_rows, measure_rows, mistake_lines
from ._guard import say
from ._output import write_object
from ._progress import progress_bars
from ._table import print_table

if TYPE_CHECKING:
    from zici.classify.data import Labelled
    from zici.classify.evaluation import Evaluation, Overlap

EXAMPLE = "Example: zici classify evaluate model/ test.csv --train train.csv --html page.html"
LISTED = 20  # classes in the table
CROSSED = 8  # classes in the matrix
LONGEST = 60  # characters of a text

Train = Annotated[
    list[str] | None,
    typer.Option(
        "--train",
        metavar="FILE",
        help="What the classifier learned from: texts that are in both are told.",
        show_default=False,
    ),
]
Mistakes = Annotated[int, typer.Option(metavar="N", help="How many of the surest wrong answers.", min=0)]


# Long because typer reads the options from the signature: one parameter each.
def evaluate(
    model: own.ModelFolder,
    inputs: own.Data = None,
    text: own.Text = None,
    label: own.Label = None,
    classes: own.Classes = None,
    train: Train = None,
    html: own.Page = None,
    title: own.Title = None,
    lang: own.Language = None,
    mistakes: Mistakes = 20,
    json: opt.Json = False,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: own.OnError = "raise",
    quiet: opt.Quiet = False,
) -> None:
    """Measure a classifier on texts with labels that it did not learn from.

    Accuracy with its 95 % interval, macro F1, log loss, calibration error, what the zone without answer does,
    precision, recall and F1 of every class, which class got which answer, the surest wrong answers.
    """
    from zici.classify import TextClassifier

    classifier = TextClassifier.load(model)
    reading = Reading(text, label, encoding, input_format, on_error)
    with progress_bars(quiet=quiet, kernels=()) as progress:
        from zici.classify.evaluation import evaluate as measure
        from zici.classify.evaluation import find_overlap
        from zici.classify.evaluation._classes import as_classes

        data = read_data(inputs, parse.class_files(classes), reading, progress)
        learned = read_data(train, {}, reading, progress) if train else None
        labels = as_classes(classifier, data.labels)
        found = measure(classifier, data.texts, labels, mistakes=mistakes, progress=progress)
        overlap = (
            None if learned is None else find_overlap(data.texts, data.labels, learned.texts, learned.labels)
        )
    _tell_unseen(data, found)
    if overlap is not None and learned is not None:
        tell_overlap(data, learned, overlap)
    if html is not None:
        from zici.report._evaluation_page import write_evaluation

        with only_writer(html):
            write_evaluation(found, html, title=title, lang=lang, overlap=overlap)
    if json:
        write_object(_as_object(data, found, overlap))
    else:
        _show(found, html)


def _tell_unseen(data: Labelled, found: Evaluation) -> None:
    for name, texts in found.unseen[:SHOWN]:
        first = data.places[data.labels.index(str(name))]
        say(
            f"{first}: the label {name!r} is unknown to the classifier and counts as wrong (texts: {texts:,})"
        )
    if len(found.unseen) > SHOWN:
        say(f"{len(found.unseen) - SHOWN:,} more labels are unknown; --json has them all")


def _as_object(data: Labelled, found: Evaluation, overlap: Overlap | None) -> dict[str, Any]:
    row = found.to_dict()
    for mistake in row["mistakes"]:
        mistake["place"] = str(data.places[mistake["row"]])
    if overlap is not None:
        row["overlap"] = {"texts": int(overlap.rows.size), "share": overlap.share}
        row["overlap"]["places"] = [str(data.places[place]) for place in overlap.rows.tolist()]
    return row


def _show(found: Evaluation, html: Path | None) -> None:
    print_table(measure_rows(found))
    sys.stdout.write("\n")
    print_table(class_rows(found, LISTED))
    if len(found.classes) > LISTED:
        say(f"{len(found.classes) - LISTED:,} more classes; --json and --html have more")
    if len(found.classes) <= CROSSED:
        sys.stdout.write("\n")
        print_table(confusion_rows(found))
    if found.mistakes:
        lines = "\n".join(mistake_lines(found, LONGEST))
        sys.stdout.write(f"\nthe surest wrong answers, class → answer:\n{lines}\n")
    if html is not None:
        say(f"wrote {html}")
