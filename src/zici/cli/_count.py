"""``zici count``: the exact counts of all n-grams of a text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._files import only_writer
from zici._results import Earlier, check_replaceable

from . import _options as opt
from . import _parse
from ._cold import COUNTING
from ._engine import Engine, Master, open_engine, open_text, report_left_out
from ._inputs import STDIN, Reading
from ._output import write_json
from ._progress import progress_bars
from ._table import print_table

if TYPE_CHECKING:
    from zici.ngrams import NgramCounts

EXAMPLE = "Example: zici count texts/ -o counts/ && zici discover texts/ --counts counts/ -o words.tsv"
EARLIER = Earlier("counts", ("meta.json",), "zici-ngram-counts")

CountsFolder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help="Folder for the counts; default: n-grams to standard output.",
        show_default=False,
    ),
]
AddTo = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="Earlier counts: the input is added to them, exactly.", show_default=False
    ),
]


def count(
    inputs: opt.Inputs = None,
    output: CountsFolder = None,
    add_to: AddTo = None,
    order: opt.Order = None,
    min_count: opt.MinCount = "auto",
    top: opt.Top = None,
    json: opt.Json = False,
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    nfkc: opt.Nfkc = False,
    simplify: opt.Simplify = False,
    workers: opt.Workers = None,
    memory: opt.Memory = None,
    quiet: opt.Quiet = False,
    engine: Engine = "local",
    master: Master = None,
) -> None:
    """Count all n-grams of a text, exactly.

    With -o a folder of counts is written that discover takes (--counts), that can be merged, and that later
    text can be added to (--add-to). Without it the n-grams are printed, most frequent first. Counts of Spark
    don't keep the text: discover needs it beside them.
    """
    least = _parse.min_count(min_count) or "auto"
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    if output is not None:
        check_replaceable(output, EARLIER)
    with (
        open_engine(engine, master, inputs, reading, workers=workers, memory=memory, add_to=add_to) as spark,
        progress_bars(quiet=quiet, kernels=COUNTING) as progress,
    ):
        from zici.ngrams import NgramCounts, count_ngrams

        corpus = open_text(spark, inputs, reading, progress)
        # Counts of files go straight into the folder, where an interrupted run goes on; a pipe is gone.
        folder = None if add_to or spark or Path(STDIN) in corpus.files else output
        if add_to is not None:
            counts = NgramCounts.load(add_to).add(corpus, workers=workers, progress=progress)
        else:
            counts = count_ngrams(
                corpus,
                order=order or 4,
                min_count=least,
                workers=workers,
                memory=memory,
                folder=folder,
                engine=spark,
                progress=progress,
            )
        if output is not None and folder is None:
            with only_writer(output):
                counts.save(output)
    report_left_out(corpus)
    if output is None:
        _print_ngrams(counts, top, as_json=json)
    else:
        _print_summary(counts, as_json=json)


def _ngrams(counts: NgramCounts, top: int | None) -> Iterator[dict[str, Any]]:
    for n in range(1, counts.order + 1):
        items = sorted(counts.items(n), key=lambda item: (-item[1], item[0]))
        yield from ({"ngram": ngram, "count": number} for ngram, number in islice(items, top))


def _print_ngrams(counts: NgramCounts, top: int | None, *, as_json: bool) -> None:
    rows = _ngrams(counts, top)
    if as_json:
        write_json(rows)
        return
    sys.stdout.write("ngram\tcount\n")
    sys.stdout.writelines(f"{row['ngram']}\t{row['count']}\n" for row in rows)


def _print_summary(counts: NgramCounts, *, as_json: bool) -> None:
    rows = [
        {"length": n, "ngrams": counts.size(n), "min_count": counts.min_count[n - 1]}
        for n in range(1, counts.order + 1)
    ]
    if as_json:
        write_json(rows)
    else:
        print_table(rows, title=f"{counts.total:,} characters")
