"""``zici qa index``: one's own documents, made ready to be asked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from zici._results import Earlier, result_folder
from zici._run_file import Stopwatch, write_run

from . import _options as opt
from ._cutting import Cutting, load_segmenter
from ._inputs import STDIN, Reading
from ._output import write_object
from ._progress import progress_bars, seconds
from ._table import print_table

EXAMPLE = (
    "Example: zici qa index docs/ -o index/\n\n"
    "Example: zici qa index docs/ -o index/ -l words.tsv --chars 300"
)
META = "meta.json"
EARLIER = Earlier("an index of documents", (META,), "zici-passage-index")

Chars = Annotated[int, typer.Option(metavar="N", help="Most characters of a passage.", min=1)]


# Long because typer reads the options from the signature: one parameter each.
def index(
    output: opt.Folder,
    inputs: opt.Inputs = None,
    chars: Chars = 200,
    lexicon: opt.LexiconFile = None,
    lm: opt.LanguageModel = None,
    json: opt.Json = False,
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    quiet: opt.Quiet = False,
) -> None:
    """Split documents into passages and index them, so that qa ask finds those that may hold an answer.

    Passages and questions are compared by their characters and pairs of neighbours, or, with -l or --lm, by
    words.
    """
    reading = Reading(text, encoding, input_format, on_error)
    cutting = Cutting(lexicon, lm=lm)
    by_words = lexicon is not None or lm is not None
    watch = Stopwatch()
    with (
        result_folder(output, EARLIER) as folder,
        progress_bars(quiet=quiet, kernels=cutting.kernels if by_words else ()) as progress,
    ):
        from zici.qa.retriever import Retriever, read_documents

        tokens: Any = load_segmenter(cutting) if by_words else "characters"
        with watch.stage("index"):
            documents = read_documents(inputs or [STDIN], progress=progress, **asdict(reading))
            retriever = Retriever(documents, tokens=tokens, chars=chars, progress=progress)
        retriever.save(folder)
        counts = {"documents": len(retriever.documents), "passages": len(retriever)}
        given = {"input": inputs or [STDIN], "output": output, "chars": chars, "lexicon": lexicon, "lm": lm}
        write_run(folder, parameters=given | asdict(reading), counts=counts, watch=watch)
    if json:
        write_object({"folder": str(output), **counts, "seconds": watch.total})
        return
    print_table([counts])
    print_table([{"folder": str(output), "time": seconds(watch.total)}])
