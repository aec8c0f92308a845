"""``zici lm train``: a language model of a text's characters, to cut with."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from zici._files import only_writer
from zici._results import Earlier, check_replaceable

from . import _options as opt
from . import _parse
from ._cold import TRAIN
from ._inputs import Reading, open_corpus, report_skipped
from ._output import write_json
from ._progress import progress_bars
from ._table import print_table

EXAMPLE = "Example: zici lm train texts/ -o lm/ && zici cut --lm lm/ < in.txt > out.txt"
EARLIER = Earlier("a language model", ("meta.json",), "zici-char-lm")

Order = Annotated[int, typer.Option(help="Longest n-gram, 2 to 8.", min=2, max=8)]
Least = Annotated[
    str,
    typer.Option(
        metavar="N|auto|n:N,...",
        help="Rarer n-grams of two and more characters leave the finished model, which gets smaller; "
        "1:1,4:2 sets lengths apart.",
    ),
]
Smoothing = Annotated[
    Literal["absolute", "kneser-ney"],
    typer.Option(
        help="absolute cuts best: single characters keep their shares of the text; kneser-ney predicts best."
    ),
]


def train(
    output: opt.Folder,
    inputs: opt.Inputs = None,
    order: Order = 4,
    min_count: Least = "1",
    smoothing: Smoothing = "absolute",
    json: opt.Json = False,
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    nfkc: opt.Nfkc = False,
    simplify: opt.Simplify = False,
    workers: opt.Workers = None,
    quiet: opt.Quiet = False,
) -> None:
    """Estimate a language model of characters from a text: cut and score take it with --lm."""
    least = _parse.min_count(min_count)
    check_replaceable(output, EARLIER)
    with only_writer(output), progress_bars(quiet=quiet, kernels=TRAIN) as progress:
        from zici.segment import CharLM

        reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
        corpus = open_corpus(inputs, reading, progress)
        model = CharLM.train(
            corpus,
            order=order,
            min_count=least or 1,
            smoothing=smoothing,
            workers=workers,
            progress=progress,
        )
        model.save(output)
    report_skipped(corpus)
    rows = [{"length": n, "ngrams": model.size(n)} for n in range(1, model.order + 1)]
    if json:
        write_json(rows)
    else:
        print_table(rows, title=f"{model.alphabet.size:,} different characters")
