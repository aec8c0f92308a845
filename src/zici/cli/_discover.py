"""``zici discover``: the words of a text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from . import _options as opt
from . import _parse
from ._inputs import Reading, open_corpus, report_skipped
from ._output import write_json, write_lexicon
from ._progress import progress_bars
from ._words import Finding, as_rows, chosen, load_known

EXAMPLE = "Example: zici discover texts/*.txt --min-length 2 --exclude known.txt -o words.tsv"

Counts = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="What count wrote for the same text: it is not counted again.",
        show_default=False,
    ),
]


def discover(
    inputs: opt.Inputs = None,
    output: opt.Output = None,
    format: opt.Format = None,  # noqa: A002 - the option's name
    json: opt.Json = False,
    method: opt.Method = "ngram",
    order: opt.Order = None,
    min_count: opt.MinCount = None,
    min_pmi: opt.MinPmi = None,
    strict: opt.Strict = False,
    min_length: opt.MinLength = 1,
    max_length: opt.MaxLength = None,
    exclude: opt.Exclude = None,
    top: opt.Top = None,
    counts: Counts = None,
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    nfkc: opt.Nfkc = False,
    simplify: opt.Simplify = False,
    workers: opt.Workers = None,
    memory: opt.Memory = None,
    quiet: opt.Quiet = False,
) -> None:
    """Find the words of a text, without a dictionary: a table of words, counts and cohesion.

    Single characters are in the table too, since cut needs their counts; --min-length 2 leaves them out.
    """
    finding = Finding(
        method, order, _parse.min_count(min_count), _parse.min_pmi(min_pmi), strict, min_length, max_length
    )
    known = load_known(exclude)
    with progress_bars(quiet=quiet) as progress:
        from zici.discovery import discover as find
        from zici.ngrams import NgramCounts

        corpus = None
        if inputs or counts is None:
            corpus = open_corpus(
                inputs, Reading(text, encoding, input_format, on_error, nfkc, simplify), progress
            )
        if counts is not None:
            lexicon = find(
                NgramCounts.load(counts), corpus, **asdict(finding), workers=workers, progress=progress
            )
        elif corpus is not None:
            lexicon = find(corpus, **asdict(finding), workers=workers, memory=memory, progress=progress)
    if corpus is not None:
        report_skipped(corpus)
    lexicon = chosen(lexicon, known, top)
    if json and output is None:
        write_json(as_rows(lexicon))
    else:
        write_lexicon(lexicon, output, format)
