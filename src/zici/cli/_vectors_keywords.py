"""``zici vectors keywords``: the words of a text from which its other words are guessed best."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from zici.errors import EmptyError

from . import _options as opt
from ._cold import CUT
from ._cutting import Cutting, load_segmenter
from ._inputs import Reading, open_corpus, report_skipped
from ._output import write_json
from ._progress import progress_bars
from ._table import print_table
from ._vectors import FOUND
from ._vectors_load import Number, Source, load_vectors
from ._vectors_options import Tokens

EXAMPLE = "Example: zici vectors keywords vec/ doc.txt -l words.tsv"
KEPT = ("segmenter.npz", FOUND)  # what to cut with, in the folders of mine and of vectors train

Shortest = Annotated[int, typer.Option(help="Shortest keyword, in characters.", min=1)]
Lexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        "-l",
        metavar="FILE",
        help="The words to cut with; default: those beside the vectors, if mine or vectors train found them.",
        show_default=False,
    ),
]


def keywords(
    vectors: Source,
    inputs: opt.Inputs = None,
    lexicon: Lexicon = None,
    tokens: Tokens = False,
    number: Number = 10,
    min_length: Shortest = 2,
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
    """Find the words of a text from which its other words are guessed best, with scores.

    All of INPUT counts as one document. A score is the natural logarithm of the probability of the text.
    """
    if tokens and lexicon is not None:
        raise typer.BadParameter("--tokens: the input is cut already; leave -l out, or --tokens")
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    held = load_vectors(vectors)
    with progress_bars(quiet=quiet, kernels=() if tokens else CUT) as progress:
        segmenter = None if tokens else load_segmenter(Cutting(lexicon or _beside(vectors)))
        corpus = open_corpus(inputs, reading, progress)
        from zici.vectors._cut_text import Sentences

        words = chain.from_iterable(Sentences(corpus, segmenter, workers=workers))
        found = held.keywords(words, n=len(held))
    report_skipped(corpus)
    if not found:
        raise EmptyError(
            "no word of the text has a vector; give other text, or the words it is cut with (-l)"
        )
    rows = [{"word": word, "score": score} for word, score in found if len(word) >= min_length][:number]
    if json:
        write_json(rows)
    elif rows:
        print_table(rows)


def _beside(vectors: Path) -> Path | None:
    """What to cut with, in the folder of the vectors."""
    return next((vectors / name for name in KEPT if (vectors / name).is_file()), None)
