"""``zici cut``: text cut into words."""

from __future__ import annotations

from typing import Annotated

import typer

from . import _options as opt
from ._cutting import Cutting, load_segmenter, write_cut
from ._inputs import Reading, open_corpus, report_skipped
from ._output import output_stream
from ._progress import progress_bars

EXAMPLE = "Example: zici cut -l words.tsv < in.txt > out.txt"

Separator = Annotated[str, typer.Option("--sep", help="What stands between two words.")]


def cut(
    lexicon: opt.LexiconFile,
    inputs: opt.Inputs = None,
    output: opt.Output = None,
    method: opt.CutMethod = None,
    user_words: opt.UserWords = None,
    numbers: opt.Numbers = None,
    sep: Separator = " ",
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    nfkc: opt.Nfkc = False,
    simplify: opt.Simplify = False,
    workers: opt.Workers = None,
    quiet: opt.Quiet = False,
) -> None:
    """Cut text into words; lines stay lines."""
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    with progress_bars(quiet=quiet) as progress:
        segmenter = load_segmenter(Cutting(lexicon, method, user_words, numbers))
        corpus = open_corpus(inputs, reading, progress)
        with output_stream(output) as stream:
            write_cut(segmenter, corpus, stream, sep=sep, workers=workers)
    report_skipped(corpus)
