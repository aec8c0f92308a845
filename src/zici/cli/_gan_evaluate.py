"""``zici gan evaluate``: samples of a GAN beside real ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici.errors import OptionError

from . import _gan_options as own
from . import _options as opt
from ._cold import CUT_BY_MODEL, TRAIN
from ._gan_data import Reading, read_real
from ._guard import say
from ._output import write_object
from ._progress import progress_bars
from ._table import print_table

if TYPE_CHECKING:
    from ._gan_measures import Sides

EXAMPLE = (
    "Example: zici gan evaluate names/ words.tsv --held-out others.tsv\n\n"
    "Example: zici gan evaluate digits/ train-images.gz --held-out test-images.gz --classifier digits.npz"
)

HeldOut = Annotated[
    Path | None,
    typer.Option(
        "--held-out",
        metavar="FILE",
        help="Real samples that the GAN was not trained on, to compare with; default: half of DATA.",
        show_default=False,
    ),
]
Number = Annotated[
    int | None,
    typer.Option(
        "--number",
        "-n",
        metavar="N",
        help="How many samples; default: as many as are held out, at most 10,000.",
        min=2,
        show_default=False,
    ),
]
Classifier = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Images: what ImageClassifier.save wrote, for the Frechet distance and the classes.",
        show_default=False,
    ),
]


# Long because typer reads the options from the signature: one parameter each.
def evaluate(
    gan: own.GanFolder,
    data: own.Data,
    held_out: HeldOut = None,
    number: Number = None,
    classifier: Classifier = None,
    lines: own.Lines = False,
    min_length: own.MinLength = 2,
    max_length: own.MaxLength = 4,
    top: own.Top = None,
    array: own.Array = None,
    seed: opt.Seed = 0,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
) -> None:
    """Measure samples against real ones that were held out, beside real against real: the floor.

    DATA is what the GAN was trained on, read with the same options. Strings: divergence of n-grams, beside
    random characters too; new and different ones; validity by a language model of DATA. Vectors and images:
    sliced Wasserstein distance; images with --classifier also Frechet distance and classes.
    """
    from zici.gan import WGANGP

    loaded = WGANGP.load(gan)
    kind = loaded.kind or "vectors"
    if classifier is not None and kind != "images":
        raise OptionError(f"--classifier is for images; {gan} makes {kind}")
    reading = Reading(kind, lines, (min_length, max_length), top, array)  # type: ignore[arg-type]  # checked by load
    with progress_bars(quiet=quiet, kernels=(*TRAIN, *CUT_BY_MODEL) if kind == "strings" else ()):
        from . import _gan_measures as measures

        known = read_real(data, reading)
        held = None if held_out is None else read_real(held_out, replace(reading, top=None))
        sides = measures.sides(loaded, known, held, number, seed=seed)
        if kind == "strings":
            found = measures.of_strings(sides, seed=seed)
        elif kind == "images":
            found = measures.of_images(sides, classifier, seed=seed)
        else:
            found = measures.of_vectors(sides, seed=seed)
    if held is None and not quiet:
        say(
            "nothing is held out: compared with half of DATA, which the GAN may have seen; a figure below "
            "that of real samples means copies"
        )
    _write(found, sides, measures.TITLES, as_json=json)


def _write(
    found: dict[str, list[dict[str, Any]]], sides: Sides, titles: dict[str, str], *, as_json: bool
) -> None:
    if as_json:
        write_object({"samples": len(sides.samples), "held_out": len(sides.held), **found})
        return
    print_table([{"samples": len(sides.samples), "held out": len(sides.held)}])
    for name, rows in found.items():
        print_table(rows, title=titles[name])
