"""``zici mine``: everything that a text gives, in one folder."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from . import _options as opt
from . import _parse
from ._cold import CUT, DISCOVERY, MAP, PAIRS
from ._guard import say
from ._inputs import Reading, input_names, report_skipped
from ._output import write_object
from ._progress import progress_bars, seconds
from ._table import print_table
from ._words import load_known

if TYPE_CHECKING:
    from zici.mining import MiningResult

EXAMPLE = "Example: zici mine texts/ -o out/ --exclude known.txt"

Vectors = Annotated[bool, typer.Option("--vectors/--no-vectors", help="Word vectors, too.")]
Report = Annotated[bool, typer.Option("--report/--no-report", help="A page to look at, too.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Take what an interrupted run of the same command had finished.")
]


# Long because typer reads the options from the signature: one parameter each.
def mine(
    output: opt.Folder,
    inputs: opt.Inputs = None,
    method: opt.CuttingMethod = "best",
    order: opt.Order = None,
    min_count: opt.MinCount = None,
    min_pmi: opt.MinPmi = None,
    strict: opt.Strict = False,
    min_entropy: opt.MinEntropy = None,
    min_gain: opt.MinGain = None,
    join_penalty: opt.JoinPenalty = None,
    rounds: opt.Rounds = None,
    entropy: opt.Entropy = True,
    max_length: opt.MaxLength = None,
    exclude: opt.Exclude = None,
    top: opt.Top = None,
    vectors: Vectors = True,
    report: Report = True,
    resume: Resume = False,
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
) -> None:
    """Find the words of a text and cut it with them; everything goes into one folder.

    lexicon.tsv (words, counts, cohesion, weights, entropies of the neighbours), lexicon.jieba.txt (the same
    words for jieba), segmenter.npz (for cut), segmented.txt, vectors/ (for vectors near and others),
    report.html (to look at), run.json (parameters, counts, times); with --exclude also new_words.tsv. A run
    that was interrupted or killed goes on with the same command and --resume.
    """
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    from zici.mining import MiningOptions
    from zici.mining import mine as mine_text

    options = MiningOptions(
        method=method,
        order=order,
        min_count=_parse.min_count(min_count),
        min_pmi=_parse.min_pmi(min_pmi),
        strict=strict,
        min_entropy=min_entropy,
        min_gain=min_gain,
        join_penalty=_parse.join_penalty(join_penalty),
        rounds=rounds,
        entropy=entropy,
        max_length=max_length,
        top=top,
        vectors=vectors,
        report=report,
    )
    kernels = DISCOVERY + CUT + (PAIRS if vectors else ()) + (MAP if vectors and report else ())
    with progress_bars(quiet=quiet, kernels=kernels) as progress:
        result = mine_text(
            input_names(inputs),
            output,
            options,
            reading=asdict(reading),
            known=load_known(exclude),
            resume=resume,
            workers=workers,
            memory=memory,
            progress=progress,
            told={"exclude": exclude or []},
        )
    if resume:
        say(f"taken from the interrupted run: {', '.join(result.taken) or 'nothing'}")
    for note in result.notes:
        say(note)
    report_skipped(result)
    _show(result, as_json=json)


def _show(result: MiningResult, *, as_json: bool) -> None:
    total = round(sum(result.seconds.values()), 3)
    if as_json:
        write_object({"folder": str(result.folder), **result.counts, "seconds": total})
        return
    rows = [{"what": name.replace("_", " "), "number": number} for name, number in result.counts.items()]
    print_table(rows)
    print_table([{"folder": f"{result.folder}", "time": seconds(total)}])
