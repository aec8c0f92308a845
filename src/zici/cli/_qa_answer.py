"""``zici qa answer``: a reader's answers to a file of questions."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zici._files import only_writer

from . import _options as opt
from . import _qa_options as own
from ._guard import say
from ._progress import progress_bars
from ._qa import Questions
from ._qa_train import KERNELS

if TYPE_CHECKING:
    from zici.qa import QAExample, Span

EXAMPLE = (
    "Example: zici qa answer reader/ questions.json -o answers.json; "
    "zici qa evaluate answers.json questions.json"
)
TOGETHER = 256  # questions between two looks at the progress

ByPassage = Annotated[
    bool, typer.Option("--passages", help="What every passage says by itself, in the place of the vote.")
]
Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="Answers to a question.", min=1)]
Answers = dict[str, list[str] | dict[str, list[str]]]


# Long because typer reads the options from the signature: one parameter each.
def answer(
    reader: own.ReaderFolder,
    questions: Questions,
    output: opt.Output = None,
    passages: ByPassage = False,
    number: Number = 1,
    max_length: own.MaxLength = 12,
    threshold: own.Threshold = 0.0,
    candidates: own.Candidates = 1,
    vote: own.Vote = "formula",
    quiet: opt.Quiet = False,
) -> None:
    """Answer the questions of a file from their passages; qa evaluate reads what this writes."""
    from zici.qa import load_examples
    from zici.qa.reader import Reader

    examples = load_examples(questions)
    found: Answers = {}
    decoding = own.decoding(max_length, threshold, candidates, vote)
    with progress_bars(quiet=quiet, kernels=KERNELS) as progress:
        from zici._progress import Step

        loaded = Reader.load(reader)
        for at in range(0, len(examples), TOGETHER):
            part = examples[at : at + TOGETHER]
            spans = loaded.spans_many(part, decoding=decoding)
            for example, given in zip(part, spans, strict=True):
                found[example.id] = (
                    _by_passage(example, given, number) if passages else _voted(given, vote, number)
                )
            progress(Step("answer questions", at + len(part), len(examples), "questions"))
    _write(found, output)


def _voted(spans: list[Span], rule: str, number: int) -> list[str]:
    from zici.qa.voting import vote

    return [answer.text for answer in vote(spans, rule=rule)[:number]]


def _by_passage(example: QAExample, spans: list[Span], number: int) -> dict[str, list[str]]:
    return {
        passage.id: [span.text for span in spans if span.passage == place][:number]
        for place, passage in enumerate(example.passages)
    }


def _write(found: Answers, output: Path | None) -> None:
    if output is None or str(output) == "-":
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return
    from zici.qa.formats import save_predictions

    with only_writer(output):
        save_predictions(found, output)
    say(f"{len(found):,} questions answered in {output}")
