"""``zici discover``: the words of a text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from . import _options as opt
from . import _parse
from ._cold import DISCOVERY
from ._engine import Engine, Master, open_engine, open_text, report_left_out
from ._grow import counts_folder, grow, show_changes
from ._inputs import Reading, open_corpus, report_skipped
from ._output import write_json, write_lexicon
from ._progress import progress_bars
from ._words import Finding, as_rows, chosen, load_known

EXAMPLE = (
    "Example: zici discover texts/*.txt --min-length 2 --exclude known.txt -o words.tsv\n\n"
    "Example: zici discover --add today.txt counts/ --json"
)

Counts = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="What count wrote for the same text: it is not counted again.",
        show_default=False,
    ),
]
Add = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT",
        help="Add this text to saved counts (INPUT is their folder) and show what words appeared, vanished, "
        "rose and fell; may be repeated.",
        show_default=False,
    ),
]


# Long because typer reads the options from the signature: one parameter each.
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
    min_entropy: opt.MinEntropy = None,
    min_gain: opt.MinGain = None,
    rank: opt.Rank = None,
    min_score: opt.MinScore = None,
    join_penalty: opt.JoinPenalty = None,
    rounds: opt.Rounds = None,
    entropy: opt.Entropy = False,
    min_length: opt.MinLength = 1,
    max_length: opt.MaxLength = None,
    exclude: opt.Exclude = None,
    top: opt.Top = None,
    counts: Counts = None,
    add: Add = None,
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
    """Find the words of a text, without a dictionary: a table of words, counts and cohesion.

    Single characters are in the table too, since cut needs their counts; --min-length 2 leaves them out.
    """
    finding = Finding(
        method,
        order=order,
        min_count=_parse.min_count(min_count),
        min_pmi=_parse.min_pmi(min_pmi),
        strict=strict,
        min_entropy=min_entropy,
        min_gain=min_gain,
        rank=rank,
        min_score=min_score,
        join_penalty=_parse.join_penalty(join_penalty),
        rounds=rounds,
        entropy=entropy,
        min_length=min_length,
        max_length=max_length,
    )
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    known = load_known(exclude)
    if add:
        if engine == "spark":
            raise typer.BadParameter("--engine spark: not with --add; count the whole text again")
        folder = counts_folder(inputs, counts, format)
        with progress_bars(quiet=quiet, kernels=DISCOVERY) as progress:
            corpus = open_corpus(add, reading, progress)
            changes = grow(folder, corpus, finding, workers=workers, progress=progress)
        report_skipped(corpus)
        show_changes(changes, known, output, top=top, as_json=json)
        return
    with (
        open_engine(engine, master, inputs, reading, workers=workers, memory=memory) as spark,
        progress_bars(quiet=quiet, kernels=DISCOVERY) as progress,
    ):
        from zici.discovery import discover as find
        from zici.ngrams import NgramCounts

        corpora = [open_text(spark, inputs, reading, progress)] if inputs or counts is None else []
        sources: list[Any] = [*([NgramCounts.load(counts)] if counts else []), *corpora]
        lexicon = find(
            *sources, **asdict(finding), workers=workers, memory=memory, engine=spark, progress=progress
        )
    for corpus in corpora:
        report_left_out(corpus)
    lexicon = chosen(lexicon, known, top)
    if json and output is None:
        write_json(as_rows(lexicon))
    else:
        write_lexicon(lexicon, output, format)
