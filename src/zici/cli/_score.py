"""``zici score``: a cut compared with a gold standard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import _options as opt
from ._cutting import Cutting, load_segmenter, scores_row
from ._inputs import Reading, open_corpus
from ._output import write_object
from ._progress import progress_bars
from ._table import print_table

EXAMPLE = (
    "Example: zici score gold.txt -l words.tsv --json\n\n"
    "Example: zici score gold.txt --lm lm/ --numbers dates"
)

Gold = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="GOLD",
        help="Segmented text, a sentence a line, words between blanks; - or nothing: standard input.",
        show_default=False,
    ),
]
Vocabulary = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The words that count as known for OOV and IV recall; default: the lexicon, if there is one.",
        show_default=False,
    ),
]


def score(
    gold: Gold = None,
    lexicon: opt.LexiconFile = None,
    lm: opt.LanguageModel = None,
    method: opt.CutMethod = None,
    user_words: opt.UserWords = None,
    numbers: opt.Numbers = None,
    granularity: opt.Granularity = None,
    vocabulary: Vocabulary = None,
    json: opt.Json = False,
    encoding: opt.Encoding = None,
    quiet: opt.Quiet = False,
) -> None:
    """Compare the cut with a gold standard: precision, recall and F1 as in the SIGHAN bakeoffs."""
    cutting = Cutting(lexicon, method, user_words, numbers, lm, granularity)
    with progress_bars(quiet=quiet, kernels=cutting.kernels) as progress:
        segmenter = load_segmenter(cutting)
        corpus = open_corpus(gold, Reading(encoding=encoding, format="text"), progress)
        known = None
        if vocabulary is not None:
            from zici.lexicon import Lexicon

            known = frozenset(Lexicon.load(vocabulary))
        result = segmenter.score(corpus, vocabulary=known)
    if json:
        write_object(scores_row(result))
    else:
        print_table([scores_row(result)])
