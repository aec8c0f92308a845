"""``zici cut``: text cut into words."""

from __future__ import annotations

from typing import Annotated

import typer

from . import _options as opt
from ._cutting import Cutting, load_segmenter
from ._engine import Engine, Master, open_engine, open_text, report_left_out
from ._inputs import Reading
from ._output import output_stream
from ._progress import progress_bars

EXAMPLE = (
    "Example: zici cut -l words.tsv < in.txt > out.txt\n\n"
    "Example: zici cut --lm lm/ --granularity 1.2 in.txt -o out.txt"
)

Separator = Annotated[str, typer.Option("--sep", help="What stands between two words.")]


def cut(
    inputs: opt.Inputs = None,
    lexicon: opt.LexiconFile = None,
    lm: opt.LanguageModel = None,
    output: opt.Output = None,
    method: opt.CutMethod = None,
    user_words: opt.UserWords = None,
    numbers: opt.Numbers = None,
    granularity: opt.Granularity = None,
    sep: Separator = " ",
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    nfkc: opt.Nfkc = False,
    simplify: opt.Simplify = False,
    workers: opt.Workers = None,
    quiet: opt.Quiet = False,
    engine: Engine = "local",
    master: Master = None,
) -> None:
    """Cut text into words (-l) or by a language model (--lm); lines stay lines.

    On Spark the executors write Parquet files into the folder -o: the words of every document as a list.
    """
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    cutting = Cutting(lexicon, method, user_words, numbers, lm, granularity)
    if engine == "spark" and (output is None or sep != " "):
        raise typer.BadParameter("--engine spark: expected a folder to write to (-o), and no --sep")
    with (
        open_engine(engine, master, inputs, reading, workers=workers) as spark,
        progress_bars(quiet=quiet, kernels=cutting.kernels) as progress,
    ):
        segmenter = load_segmenter(cutting)
        corpus = open_text(spark, inputs, reading, progress)
        if spark is not None:
            spark.cut_corpus(segmenter, corpus).save(str(output))
        else:
            with output_stream(output) as stream:
                from zici.segment._corpus import write_cut

                write_cut(segmenter, corpus, stream, sep=sep, workers=workers)
    report_left_out(corpus)
