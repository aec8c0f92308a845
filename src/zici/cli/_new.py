"""``zici new``: the words of a text that a dictionary lacks, with the places where they stand."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._progress import Renamed
from zici.errors import EmptyError

from . import _options as opt
from . import _parse
from ._cold import DISCOVERY
from ._inputs import Reading, open_corpus, report_skipped
from ._output import output_stream, write_json
from ._progress import progress_bars
from ._table import cell
from ._words import CHINESE, Finding, as_rows, evident, load_known

if TYPE_CHECKING:
    from zici.corpus import Corpus
    from zici.lexicon import Lexicon

EXAMPLE = "Example: zici new texts/ --against jieba.txt --contexts 3 -o new.tsv"
SHOWN = 50  # words on the page for people
WIDTH = 12  # characters on either side of a word
BETWEEN = " | "

Places = Mapping[str, Sequence[str]]

Against = Annotated[
    list[Path],
    typer.Option(metavar="FILE", help="The known words: a plain list or any dictionary; may be repeated."),
]
PerWord = Annotated[int, typer.Option("--contexts", metavar="N", help="Places shown for each word.", min=0)]
Cohesion = Annotated[
    float, typer.Option("--min-cohesion", metavar="X", help="Least cohesion (natural log of PMI) of a word.")
]
Freedom = Annotated[
    float,
    typer.Option(
        "--min-freedom", metavar="X", help="Least entropy, in nats, of a word's neighbours on both sides."
    ),
]


def new(
    against: Against,
    inputs: opt.Inputs = None,
    output: opt.Output = None,
    per_word: PerWord = 3,
    json: opt.Json = False,
    top: opt.Top = None,
    min_cohesion: Cohesion = 5.0,
    min_freedom: Freedom = 1.0,
    method: opt.CuttingMethod = "best",
    min_count: opt.MinCount = None,
    max_length: opt.MaxLength = None,
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
    """Find the words of a text that a dictionary lacks, with the places where they stand.

    A new word has a Chinese character, holds together (--min-cohesion) and stands among many different
    neighbours (--min-freedom).
    -o writes a table that cut and all other commands read as words.
    """
    finding = Finding(
        method, min_count=_parse.min_count(min_count), entropy=True, min_length=2, max_length=max_length
    )
    known = load_known(against)
    with progress_bars(quiet=quiet, kernels=DISCOVERY) as progress:
        from zici.discovery import discover

        reported = Renamed(progress)
        corpus = open_corpus(
            inputs, Reading(text, encoding, input_format, on_error, nfkc, simplify), reported
        )
        found = discover(corpus, **asdict(finding), workers=workers, memory=memory, progress=progress)
        lexicon = evident(found.filter(pattern=CHINESE) - known, cohesion=min_cohesion, freedom=min_freedom)
        if len(lexicon) == 0:
            raise EmptyError(
                f"no word with cohesion {min_cohesion:g} and freedom {min_freedom:g} that --against lacks; "
                "lower --min-cohesion or --min-freedom, or give more text"
            )
        lexicon = lexicon.top(len(lexicon) if top is None else top)
        shown = lexicon if json or output is not None else lexicon.top(SHOWN if top is None else top)
        reported.names["read text"] = "find contexts"
        places = _places(corpus, shown, per_word)
    report_skipped(corpus)
    if output is not None:
        with output_stream(output) as stream:
            stream.write(_table(lexicon, places).encode("utf-8"))
    elif json:
        write_json({**row, "contexts": list(places[row["word"]])} for row in as_rows(lexicon))
    else:
        _print_page(shown, places, left_out=len(lexicon) - len(shown))


def _places(corpus: Corpus, lexicon: Lexicon, per_word: int) -> Places:
    """Word -> the places where it stands, each as one line."""
    if per_word == 0:
        return {word: [] for word in lexicon}
    from zici.corpus import contexts

    found = contexts(corpus, lexicon.words, per_word=per_word, width=WIDTH)
    return {word: [_line(place) for place in found[word]] for word in lexicon}


def _line(place: Any) -> str:
    return " ".join(f"{place.left}【{place.word}】{place.right}".split())


def _table(lexicon: Lexicon, places: Places) -> str:
    """The lexicon's own table with one more column, which is for people."""
    head, *rows = lexicon.to_text("tsv").splitlines()
    lines = [f"{row}\t{BETWEEN.join(places[word])}" for row, word in zip(rows, lexicon.words, strict=True)]
    return "\n".join([f"{head}\tcontexts", *lines, ""])


def _print_page(lexicon: Lexicon, places: Places, *, left_out: int) -> None:
    for row in as_rows(lexicon):
        freedom = min(row["left_entropy"], row["right_entropy"])
        numbers = f"{cell(row['count'])} times, cohesion {row['pmi']:.1f}, freedom {freedom:.1f}"
        sys.stdout.write(f"{row['word']}  {numbers}\n")
        sys.stdout.writelines(f"    {place}\n" for place in places[row["word"]])
    if left_out:
        sys.stdout.write(f"{left_out:,} more; --top N shows N, -o FILE writes all\n")
