"""``zici vectors train``: from text to word vectors."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from zici._progress import Renamed
from zici._results import Earlier, result_folder
from zici._run_file import Stopwatch, write_run

from . import _options as opt
from . import _vectors_options as own
from ._cold import CUT, DISCOVERY, PAIRS, WORD2VEC
from ._cutting import Cutting, load_segmenter
from ._guard import say
from ._inputs import STDIN, Reading, open_corpus, report_skipped
from ._output import write_object
from ._progress import progress_bars, seconds
from ._table import print_table
from ._vectors_load import META
from ._vectors_resume import kept_training

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.corpus import Corpus
    from zici.lexicon import Lexicon
    from zici.segment import Segmenter
    from zici.vectors import WordVectors

EXAMPLE = (
    "Example: zici vectors train texts/ -l words.tsv -o vec/\n\n"
    "Example: zici vectors train --tokens cut.txt -o vec/ --method sgns --epochs 10"
)
_KERNELS = {"svd": PAIRS, "sgns": WORD2VEC, "cbow": WORD2VEC, "keras": ()}
EARLIER = Earlier("word vectors", (META,), "zici-word-vectors")
FOUND = "lexicon.tsv"  # the words, where they were found on the way


# Long because typer reads the options from the signature: one parameter each.
def train(
    output: opt.Folder,
    inputs: opt.Inputs = None,
    lexicon: opt.LexiconFile = None,
    tokens: own.Tokens = False,
    method: own.Method = "svd",
    dim: own.Dim = 200,
    window: own.Window = 5,
    min_count: own.Least = 5,
    max_words: own.Most = None,
    subsample: own.Subsample = None,
    negative: own.Negative = None,
    epochs: own.Epochs = None,
    learning_rate: own.Rate = None,
    subwords: own.Subwords = None,
    resume: own.Resume = False,
    seed: opt.Seed = 0,
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
    """Learn a vector for every word from the words around it.

    The text is cut with the words of -l, or is cut already (--tokens). With neither, its words are found
    first, as discover finds them with --method best, and kept as lexicon.tsv.
    """
    if tokens and lexicon is not None:
        raise typer.BadParameter("--tokens: the input is cut already; leave -l out, or --tokens")
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    asked = {
        "method": method,
        "dim": dim,
        "window": window,
        "min_count": min_count,
        "max_words": max_words,
        "seed": seed,
        "workers": workers,
        "memory": memory,
        **_of_method(subsample=subsample, negative=negative, epochs=epochs, learning_rate=learning_rate),
        **_lengths(subwords),
    }
    watch = Stopwatch()
    kernels = (*(() if tokens else CUT if lexicon else DISCOVERY + CUT), *_KERNELS[method])
    with ExitStack() as stack:
        state = stack.enter_context(kept_training(output, method, resume=resume))
        folder = stack.enter_context(result_folder(output, EARLIER))
        reported = Renamed(stack.enter_context(progress_bars(quiet=quiet, kernels=kernels)))
        corpus = open_corpus(inputs, reading, reported)
        words = None
        if not tokens and lexicon is None:
            if not quiet:
                say("no words given (-l FILE): those of the text are found first")
            with watch.stage("discover"):
                words = _discover(corpus, workers=workers, memory=memory, progress=reported)
        segmenter = None if tokens else _segmenter(words, lexicon)
        reported.names["read text"] = "read words" if tokens else "cut text"
        with watch.stage("train"):
            from zici.vectors import train_vectors
            from zici.vectors._cut_text import Sentences, told_once

            sentences = Sentences(corpus, segmenter, workers=workers)
            vectors = train_vectors(sentences, **asked, checkpoint=state, progress=told_once(reported))
        vectors.save(folder)  # first: what else is in the folder goes
        if words is not None:
            words.save(folder / FOUND)
        counts = {"words": len(vectors), "dim": vectors.dim, "skipped": len(corpus.skipped)}
        given = {"input": inputs or [STDIN], "lexicon": lexicon, "tokens": tokens, "output": output}
        parameters = given | asdict(reading) | asked | {"in_force": vectors.info}
        write_run(folder, parameters=parameters, counts=counts, watch=watch)
    report_skipped(corpus)
    _show(output, vectors, watch, as_json=json)


def _of_method(subsample: float | None, **given: float | None) -> dict[str, Any]:
    """The options that only some methods have, where they are given."""
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if subsample is not None:
        options["subsample"] = subsample or None
    return options


def _lengths(subwords: str | None) -> dict[str, Any]:
    """The lengths of the n-grams."""
    if subwords is None:
        return {}
    match = re.fullmatch(r"(\d+)-(\d+)", subwords)
    if match is None:
        raise typer.BadParameter(f"--subwords: expected lengths such as 1-3, found {subwords!r}")
    return {"subwords": (int(match[1]), int(match[2]))}


def _discover(corpus: Corpus, *, workers: int | None, memory: str | None, progress: Progress) -> Lexicon:
    from zici.discovery import discover

    return discover(corpus, method="best", workers=workers, memory=memory, progress=progress)


def _segmenter(words: Lexicon | None, lexicon: Path | None) -> Segmenter:
    if words is None:
        return load_segmenter(Cutting(lexicon))
    from zici.segment import Segmenter

    return Segmenter(words)


def _show(output: Path, vectors: WordVectors, watch: Stopwatch, *, as_json: bool) -> None:
    row: dict[str, Any] = {"words": len(vectors), "dim": vectors.dim}
    losses = vectors.info.get("losses")
    if losses:
        row["loss"] = losses[-1]
    if as_json:
        write_object({"folder": str(output), **row, "seconds": watch.total})
        return
    print_table([row])
    print_table([{"folder": str(output), "time": seconds(watch.total)}])
