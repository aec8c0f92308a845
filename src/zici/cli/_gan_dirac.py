"""``zici gan dirac``: who circles, who converges, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zici._files import only_writer

from . import _gan_options as own
from ._guard import say

EXAMPLE = "Example: zici gan dirac -o dirac.html"

Page = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="HTML file to write.", show_default=False)
]
Steps = Annotated[int, typer.Option(metavar="N", help="Steps of each path.")]
Rate = Annotated[float, typer.Option(metavar="X", help="How long a step is.")]


def dirac(
    output: Page, steps: Steps = 1000, rate: Rate = 0.05, title: own.Title = None, lang: own.Language = None
) -> None:
    """Draw the smallest GAN there is, one point that learns to be another, with every penalty."""
    from zici.gan.dirac import PENALTIES, dirac_gan
    from zici.report import plot_dirac

    paths = [dirac_gan(penalty, steps=steps, rate=rate) for penalty in PENALTIES]
    paths += [
        dirac_gan(penalty, loss="non-saturating", steps=steps, rate=rate)
        for penalty in ("none", "zero-centred")
    ]
    with only_writer(output):
        plot_dirac(paths, output, title=title, lang=lang)
    say(f"wrote {output}")
