"""``zici classify explain``: which words moved a decision."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._files import atomic_file, only_writer
from zici.errors import EmptyError, InputError

from . import _classify_options as own
from . import _options as opt
from ._guard import say
from ._output import write_object
from ._table import one_line, print_table

if TYPE_CHECKING:
    from zici.classify.explain import Explanation, Piece

EXAMPLE = "Example: zici classify explain model/ 虽然不便宜，但是很好吃"
LISTED = 5  # probabilities
STRONGEST = 0.85  # of a colour, so that text can be read on it
FOR, AGAINST = (11, 114, 133), (201, 76, 8)

Asked = Annotated[
    str | None,
    typer.Argument(metavar="TEXT", help="The text; none: standard input.", show_default=False),
]
About = Annotated[
    str | None,
    typer.Option(
        "--label",
        metavar="NAME",
        help="The class to explain; default: of two the second, of more the most probable.",
        show_default=False,
    ),
]
Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="Spans to list.", min=0)]


def explain(
    model: own.ModelFolder,
    text: Asked = None,
    label: About = None,
    number: Number = 10,
    html: own.Page = None,
    title: own.Title = None,
    lang: Annotated[str, typer.Option(help="Language of the page: en or zh.")] = "en",
    json: opt.Json = False,
) -> None:
    """Show what in a text moved the decision: the text in colours, and what its spans add.

    Numbers are log odds: above 0 they speak for the class, below against it.
    """
    from zici.classify import TextClassifier
    from zici.classify.evaluation._classes import as_classes

    classifier = TextClassifier.load(model)
    found = classifier.explain(_read() if text is None else text)
    about = None if label is None else as_classes(classifier, [label])[0]
    place = found.place(about)
    if html is not None:
        labels = None if about is None else [about]
        page = found.to_html(labels, title=title, lang=lang)
        with only_writer(html), atomic_file(html) as temporary:
            temporary.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    name = found.classes[place]
    if json:
        write_object(_as_object(found, name))
    else:
        _show(found, name, number, html)


def _read() -> str:
    """The text of standard input, all of it."""
    if sys.stdin.isatty():
        say("reading the text from the terminal; end it with Ctrl-D")
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InputError("standard input: expected a text in UTF-8, found other bytes") from error
    if not text.strip():
        raise EmptyError("standard input: expected a text to explain, found none")
    return text


def _as_object(found: Explanation, name: Any) -> dict[str, Any]:
    odds = zip(found.classes, found.probabilities.tolist(), strict=True)
    spans = zip(found.contributions, found.values(name).tolist(), strict=True)
    return {
        "text": found.text,
        "label": found.label,
        "probabilities": {str(label): chance for label, chance in odds},
        "about": name,
        "start": found.start(name),
        "spans": [
            {"begin": part.begin, "end": part.end, "text": part.text, "value": value} for part, value in spans
        ],
    }


def _show(found: Explanation, name: Any, number: int, html: Path | None) -> None:
    from rich.console import Console
    from rich.text import Text

    order = (-found.probabilities).argsort(kind="stable")[:LISTED].tolist()
    odds = [{"class": str(found.classes[k]), "probability": float(found.probabilities[k])} for k in order]
    print_table(odds)
    pieces = found.pieces(name)
    most = max((abs(piece.value) for piece in pieces), default=0.0)
    shown = Text()
    for piece in pieces:
        shown.append(one_line(piece.text), style=colour(piece, most))
    sys.stdout.write("\n")
    Console(file=sys.stdout).print(shown, soft_wrap=True)
    rows = [
        {"span": " ".join(one_line(text).split()), f"for {name}": value}
        for text, value in found.top(number, name)
    ]
    if rows:
        sys.stdout.write("\n")
        print_table(rows)
    if html is not None:
        say(f"wrote {html}")


def colour(piece: Piece, most: float) -> str:
    """The style of a piece: the more it moves, the stronger its ground.

    Example:
        >>> from zici.classify.explain import Piece
        >>> colour(Piece("好", 1.0), 1.0), colour(Piece("的", 0.0), 1.0)
        ('black on #308797', '')
    """
    share = abs(piece.value) / most if most else 0.0
    if share < 0.02:
        return ""
    base = FOR if piece.value > 0 else AGAINST
    red, green, blue = (round(255 - (255 - part) * share * STRONGEST) for part in base)
    return f"black on #{red:02x}{green:02x}{blue:02x}"
