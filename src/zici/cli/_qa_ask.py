"""``zici qa ask``: a question to one's own documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici.errors import EmptyError

from . import _options as opt
from . import _qa_options as own
from ._guard import say
from ._output import write_object
from ._progress import progress_bars
from ._qa_index import META
from ._qa_train import KERNELS
from ._table import one_line, print_table

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.qa import Answer
    from zici.qa.retriever import Hit, Retriever

EXAMPLE = (
    "Example: zici qa ask reader/ index/ 广州白云山海拔多高\n\n"
    "Example: zici qa ask reader/ docs/ 广州白云山海拔多高 --json"
)
INDEX = "zici-passage-index"
MARK = "bold black on yellow"
AROUND = 60  # characters shown on either side of an answer

Documents = Annotated[
    Path,
    typer.Argument(
        metavar="DOCUMENTS",
        help="What qa index wrote, or a file, folder or pattern that is indexed for this one question.",
        show_default=False,
    ),
]
Asked = Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)]
Retrieved = Annotated[int, typer.Option("--read", "-k", metavar="N", help="Passages that are read.", min=1)]
Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="Answers to show.", min=1)]
Shown = Annotated[int, typer.Option("--passages", metavar="N", help="Passages to show of an answer.", min=0)]


# Long because typer reads the options from the signature: one parameter each.
def ask(
    reader: own.ReaderFolder,
    documents: Documents,
    question: Asked,
    read: Retrieved = 20,
    number: Number = 3,
    passages: Shown = 3,
    max_length: own.MaxLength = 12,
    threshold: own.Threshold = 0.01,
    candidates: own.Candidates = 1,
    vote: own.Vote = "formula",
    json: opt.Json = False,
    quiet: opt.Quiet = False,
) -> None:
    """Find the passages that may hold the answer, read them, let them vote, and show where it stands."""
    if not question.strip():
        raise EmptyError("expected a question, found none")
    from zici.qa.reader import Reader

    with progress_bars(quiet=quiet, kernels=KERNELS) as progress:
        loaded = Reader.load(reader)
        retriever = _retriever(documents, progress)
        hits = retriever.search(question, read)
        found = loaded.answer(
            question,
            [hit.passage.text for hit in hits],
            decoding=own.decoding(max_length, threshold, candidates, vote),
        )[:number]
    if json:
        answers = [_as_object(answer, hits) for answer in found]
        write_object({"question": question, "read": len(hits), "answers": answers})
        return
    if not found:
        say(f"no answer in the {len(hits)} passages that fit best")
        return
    _show(found, hits, passages)


def _retriever(documents: Path, progress: Progress) -> Retriever:
    """An index as it is, or one made of documents."""
    from zici.qa.retriever import Retriever, read_documents

    if _is_index(documents):
        return Retriever.load(documents)
    return Retriever(read_documents([str(documents)], progress=progress), progress=progress)


def _is_index(path: Path) -> bool:
    """Whether a folder says that it is an index, of whatever version."""
    try:
        return INDEX in (path / META).read_text(encoding="utf-8")[:4096]
    except (OSError, ValueError):
        return False


def _as_object(answer: Answer, hits: list[Hit]) -> dict[str, Any]:
    spans = [
        {
            "document": hits[span.passage].document,
            "begin": hits[span.passage].begin + span.begin,
            "end": hits[span.passage].begin + span.end,
            "score": span.score,
            "passage": hits[span.passage].passage.text,
        }
        for span in answer.spans
    ]
    return {"answer": answer.text, "score": answer.score, "spans": spans}


def _show(found: list[Answer], hits: list[Hit], most: int) -> None:
    from rich.console import Console
    from rich.text import Text

    print_table([{"answer": one_line(a.text), "score": a.score, "passages": len(a.spans)} for a in found])
    console = Console(file=sys.stdout)
    for span in sorted(found[0].spans, key=lambda span: -span.score)[:most]:
        hit = hits[span.passage]
        before, after = around(hit.passage.text, span.begin, span.end)
        shown = Text()
        shown.append(f"\n{one_line(hit.document)}, from character {hit.begin + span.begin}:\n", style="dim")
        shown.append(before)
        shown.append(one_line(span.text), style=MARK)
        shown.append(after)
        console.print(shown, soft_wrap=True)


def around(text: str, begin: int, end: int, most: int = AROUND) -> tuple[str, str]:
    r"""What stands before and after a stretch, in one line, and a sign where there is more.

    Example:
        >>> around("山很高。主峰高382米，\n在东北。", 7, 11, 3)
        ('…主峰高', '， 在…')
    """
    before, after = text[max(begin - most, 0) : begin], text[end : end + most]
    parts = ("…" * (begin > most) + before, after + "…" * (len(text) > end + most))
    first, second = map(one_line, parts)
    return first, second
