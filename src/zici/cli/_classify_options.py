"""The options that the commands of ``zici classify`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

_LEARNING = "Learning"
_DECIDING = "Deciding"
_DATA = "Labelled texts"

ModelFolder = Annotated[
    Path, typer.Argument(metavar="MODEL", help="What classify train wrote.", show_default=False)
]
Data = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DATA",
        help="Tables of texts with labels: .csv .tsv .jsonl .parquet, also .gz .xz .zst .bz2; - for standard "
        "input, with --input-format.",
        show_default=False,
    ),
]
Label = Annotated[
    str | None,
    typer.Option(
        "--label",
        metavar="COLUMN",
        help="Column or field of the label; default: label, class, 标签 ..., or the other one of two.",
        rich_help_panel=_DATA,
        show_default=False,
    ),
]
Text = Annotated[
    str | None,
    typer.Option(
        "--text",
        metavar="COLUMN",
        help="Column or field of the text; a number where there is no header.",
        rich_help_panel=_DATA,
        show_default=False,
    ),
]
Classes = Annotated[
    list[str] | None,
    typer.Option(
        "--class",
        metavar="NAME=PATH",
        help="In the place of DATA: a file or folder for each class, a text a line; may be repeated.",
        rich_help_panel=_DATA,
        show_default=False,
    ),
]
OnError = Annotated[
    Literal["raise", "skip", "replace"],
    typer.Option(
        "--on-error",
        help="A row without text or label: stop, or skip it; replace: put U+FFFD for what can't be decoded.",
        rich_help_panel=_DATA,
    ),
]
Test = Annotated[
    list[str] | None,
    typer.Option(
        "--test",
        metavar="FILE",
        help="A table to test on; default: a share of DATA.",
        rich_help_panel=_DATA,
        show_default=False,
    ),
]
DropDuplicates = Annotated[
    bool,
    typer.Option(
        "--drop-duplicates",
        help="Keep each text once, and none whose labels contradict.",
        rich_help_panel=_DATA,
    ),
]

ModelChoice = Literal["bag", "linear", "cnn", "lstm", "dgcnn", "rules"]
LossChoice = Literal["cross_entropy", "hard_margin", "softened_margin", "focal"]
Kind = Annotated[ModelChoice, typer.Option("--model", help="What learns.", rich_help_panel=_LEARNING)]
Loss = Annotated[LossChoice, typer.Option("--loss", help="What it minimises.", rich_help_panel=_LEARNING)]
Margin = Annotated[
    float | None,
    typer.Option(
        help="Of hard_margin: surer answers move nothing. [default: .9 for bag and linear, else .6]",
        rich_help_panel=_LEARNING,
    ),
]
Tokens = Annotated[
    Literal["auto", "char", "word", "both"],
    typer.Option(
        help="What texts are cut into; words are found in the texts; auto: the model's own choice.",
        rich_help_panel=_LEARNING,
    ),
]
Lexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        "-l",
        metavar="FILE",
        help="Words to cut with, beside characters: what discover or mine wrote, or a dictionary.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
Vectors = Annotated[
    Path | None,
    typer.Option(
        metavar="VECTORS",
        help="Word vectors to begin with: what vectors train or mine wrote, or a word2vec file.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
ClassWeight = Annotated[
    str | None,
    typer.Option(
        metavar="balanced|NAME=X,...",
        help="How much the texts of a class count.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
Epochs = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Passes over the texts; default: the model's own.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
EarlyStopping = Annotated[
    bool,
    typer.Option(
        "--early-stopping",
        help="Stop when more training helps no more, by a tenth of the texts.",
        rich_help_panel=_LEARNING,
    ),
]
Unlabelled = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Texts without labels, a text a line or a table: the model learns from those it is surest of; "
        "rules grows its dictionary from them.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
Option = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        help="An option of the model, such as char_ngrams=[1,3]; may be repeated.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
Calibrate = Annotated[
    bool,
    typer.Option(
        "--calibrate",
        help="Make probabilities believable, by a tenth of the texts.",
        rich_help_panel=_DECIDING,
    ),
]
Threshold = Annotated[
    str | None,
    typer.Option(
        metavar="P|accuracy|f1|cost",
        help="Two classes: the second is the answer from this probability on, or tuned for a goal.",
        rich_help_panel=_DECIDING,
        show_default=False,
    ),
]
Costs = Annotated[
    str | None,
    typer.Option(
        metavar="X,Y",
        help="For --threshold cost: of a text of the first class taken for the second, and the other way "
        "round.",
        rich_help_panel=_DECIDING,
        show_default=False,
    ),
]
Abstain = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=P,...",
        help="No answer where unsure: precision=.95, coverage=.9, confidence=.8, or low=.39,high=.4.",
        rich_help_panel=_DECIDING,
        show_default=False,
    ),
]
Page = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="HTML page to write.", show_default=False)
]
Title = Annotated[str | None, typer.Option(help="Title of the page.", show_default=False)]
Language = Annotated[
    Literal["en", "zh"] | None,
    typer.Option(
        "--lang", help="Language of the page; default: both, the browser's first.", show_default=False
    ),
]
