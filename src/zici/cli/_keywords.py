"""``zici keywords``: the words that tell what a document is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zici._progress import Renamed

from . import _options as opt
from ._cutting import Cutting, load_segmenter
from ._inputs import STDIN, Reading, open_corpus, report_skipped
from ._output import output_stream, write_json
from ._progress import progress_bars

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.segment import Background, Segmenter

EXAMPLE = "Example: zici keywords doc.txt -l words.tsv --background texts/ --top 20"
SAVED = ".npz"

Words = Annotated[
    Path,
    typer.Option(
        "--lexicon", "-l", metavar="FILE", help="The words: what discover or mine wrote, or a dictionary."
    ),
]
Other = Annotated[
    list[str] | None,
    typer.Option(
        "--background",
        metavar="TEXT",
        help="Other text to compare with: files, folders, globs, or a saved Background (.npz); may be "
        "repeated; default: the counts of the words.",
        show_default=False,
    ),
]
How = Annotated[
    Literal["tfidf", "weirdness"],
    typer.Option(help="Frequent here and in few other documents, or more frequent here than elsewhere."),
]
Number = Annotated[int, typer.Option("--top", metavar="N", help="Most keywords.", min=1)]
Shortest = Annotated[int, typer.Option(help="Shortest keyword, in characters.", min=1)]
Least = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Least count in the document; default: 1, for weirdness 2.",
        min=1,
        show_default=False,
    ),
]


def keywords(
    lexicon: Words,
    inputs: opt.Inputs = None,
    output: opt.Output = None,
    background: Other = None,
    method: How = "tfidf",
    top: Number = 20,
    min_length: Shortest = 2,
    min_count: Least = None,
    user_words: opt.UserWords = None,
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
    """Find the words that tell what a document is about: its words, the most telling first, with scores.

    All of INPUT counts as one document.
    """
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    if STDIN in (background or []):
        raise typer.BadParameter("--background: expected files, found -; standard input is for the document")
    cutting = Cutting(lexicon, user_words=user_words)
    with progress_bars(quiet=quiet, kernels=cutting.kernels) as progress:
        from zici.segment import keywords as find

        segmenter = load_segmenter(cutting)
        corpus = open_corpus(inputs, reading, progress)
        other = _other(background, segmenter, reading, workers=workers, progress=progress)
        found = find(
            corpus,
            segmenter=segmenter,
            background=other,
            method=method,
            top=top,
            min_length=min_length,
            min_count=min_count,
        )
    report_skipped(corpus)
    if json and output is None:
        write_json({"word": word, "score": score} for word, score in found)
        return
    with output_stream(output) as stream:
        stream.write(b"word\tscore\n")
        stream.writelines(f"{word}\t{score:.6g}\n".encode() for word, score in found)


def _other(
    names: list[str] | None,
    segmenter: Segmenter,
    reading: Reading,
    *,
    workers: int | None,
    progress: Progress,
) -> Background | None:
    """The text to compare with: counted now, or saved before."""
    from zici.segment import Background

    if not names:
        return None
    if len(names) == 1 and names[0].endswith(SAVED):
        return Background.load(names[0])
    reported = Renamed(progress)
    reported.names["read text"] = "count background"
    corpus = open_corpus(names, reading, reported)
    result = Background.of(corpus, segmenter, workers=workers)
    report_skipped(corpus)
    return result
