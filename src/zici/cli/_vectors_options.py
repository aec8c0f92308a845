"""The options of ``zici vectors train``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

_TRAINING = "Training"

MethodChoice = Literal["svd", "sgns", "cbow", "keras"]
Method = Annotated[
    MethodChoice,
    typer.Option(
        help="Counted pairs, factorised; or word2vec: skip-gram, CBOW, or CBOW in Keras (extra neural).",
        rich_help_panel=_TRAINING,
    ),
]
Tokens = Annotated[
    bool, typer.Option("--tokens", help="INPUT is cut already: a sentence a line, words between blanks.")
]
Dim = Annotated[int, typer.Option(help="Numbers in a vector.", min=1, rich_help_panel=_TRAINING)]
Window = Annotated[int, typer.Option(help="Words on one side.", min=1, max=255, rich_help_panel=_TRAINING)]
Least = Annotated[int, typer.Option(help="Rarer words get no vector.", min=1, rich_help_panel=_TRAINING)]
Most = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Only the N most frequent words get one.",
        min=1,
        rich_help_panel=_TRAINING,
        show_default=False,
    ),
]
Subsample = Annotated[
    float | None,
    typer.Option(
        metavar="T",
        help="Threshold of sub-sampling frequent words, 0 for none; default: none for svd, 1e-5 for "
        "keras, 1e-4 for the others.",
        min=0,
        max=1,
        rich_help_panel=_TRAINING,
        show_default=False,
    ),
]
Negative = Annotated[
    int | None,
    typer.Option(
        metavar="K",
        help="Negative samples, or for svd the shift of the PMI by ln K; default: 5, svd 1, keras 16.",
        min=1,
        rich_help_panel=_TRAINING,
        show_default=False,
    ),
]
Epochs = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="But svd: how often the text is gone through; default: 5.",
        min=1,
        rich_help_panel=_TRAINING,
        show_default=False,
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="But svd: the first learning rate; default: 0.05, keras 0.002.",
        rich_help_panel=_TRAINING,
        show_default=False,
    ),
]
Subwords = Annotated[
    str | None,
    typer.Option(
        metavar="N-M",
        help="sgns, cbow: words are made of n-grams of N to M characters, such as 1-3, so that unseen words "
        "have vectors, too.",
        rich_help_panel=_TRAINING,
        show_default=False,
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="sgns, cbow: go on with a training that was stopped.", rich_help_panel=_TRAINING
    ),
]
