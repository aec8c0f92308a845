"""``zici qa check`` and ``zici qa convert``: files of questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zici._files import only_writer

from . import _options as opt
from ._guard import say
from ._output import write_object
from ._qa import Questions
from ._table import one_line, print_table

if TYPE_CHECKING:
    from zici.qa.formats import Checked

CHECK = "Example: zici qa check me_train.json"
CONVERT = "Example: zici qa convert me_train.json -o questions.json.gz --format merged"

Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="Problems to show.", min=0)]
Target = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="File to write, packed if it ends in .gz .xz .bz2 or .zst.",
        show_default=False,
    ),
]
FormatChoice = Literal["merged", "webqa", "webqa-ir", "squad", "cmrc"]
Format = Annotated[
    FormatChoice,
    typer.Option(
        "--format",
        help="Form to write; squad is that of DRCD too and of CMRC 2018 today, cmrc its first one.",
    ),
]


def check(questions: Questions, number: Number = 20, json: opt.Json = False) -> None:
    """Tell what is in a file of questions, and every entry that is wrong or odd.

    Exit code 1 where an entry can't be read.
    """
    from zici.qa.formats import check_examples

    found = check_examples(questions)
    if json:
        problems = [problem._asdict() for problem in found.problems]
        write_object({"format": found.format, "statistics": found.statistics._asdict(), "problems": problems})
    else:
        _show(found, number)
    if not found.readable:
        raise typer.Exit(1)


def _show(found: Checked, number: int) -> None:
    rows = [("format", found.format), *found.statistics._asdict().items()]
    print_table([{"of the file": name.replace("_", " "), "": value} for name, value in rows])
    for problem in found.problems[:number]:  # not a table: its columns would be cut at the terminal's width
        kind = "wrong" if problem.severe else "odd"
        sys.stdout.write(one_line(f"{problem.entry}: {kind}: {problem.text}") + "\n")
    rest = len(found.problems) - number
    if rest > 0:
        say(f"{rest:,} more problems; see them with -n {len(found.problems)} or --json")


def convert(
    questions: Questions,
    output: Target,
    format: Format = "merged",  # noqa: A002 - the option's name
) -> None:
    """Write questions in another form."""
    from zici.qa import load_examples, save_examples

    examples = load_examples(questions)
    with only_writer(output):
        save_examples(examples, output, format=format)
