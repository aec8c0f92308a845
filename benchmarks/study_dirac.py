"""The Dirac-GAN with four penalties as one picture: docs/assets/dirac.svg.

    python benchmarks/study_dirac.py [--out FOLDER]

The page with all of them is made by ``zici gan dirac -o dirac.html``.
"""

from __future__ import annotations

import argparse
import re
from importlib import resources
from pathlib import Path

from zici.gan.dirac import dirac_gan
from zici.report._dirac_charts import path_chart
from zici.report._dirac_page import COLOURS
from zici.report._dirac_words import DIRAC
from zici.report.charts._svg import WIDTH, svg, text

SHOWN = ("none", "two-sided", "wgan-div", "zero-centred")
SIDE, TOP = 264, 44  # of a picture, and what is above it
STYLE = ":root { --ink: #22262b; --soft: #5d6670; --line: #d9d8d0; --font: sans-serif; }"
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", re.DOTALL)


def picture(penalty: str, place: int) -> str:
    """The path of a penalty, without the dot on its way, under its name."""
    path, words = dirac_gan(penalty, steps=1000), DIRAC["en"]
    chart = path_chart(path, reach=1.7, words=words, kind=COLOURS[path.verdict])
    chart = re.sub(r"<circle [^>]*moving.*?</circle>", "", chart)
    inner = re.sub(r"^<svg [^>]*>|</svg>$", "", chart)
    left = SIDE * place
    told = f"{path.verdict}, |θ| at the end {path.final_distance:.2f}"
    return (
        text(left + SIDE / 2, 16, words[penalty], anchor="middle", kind="head")
        + text(left + SIDE / 2, 33, told, anchor="middle", kind="name")
        + f'<g transform="translate({left + SIDE / 2 - WIDTH / 2} {TOP})">{inner}</g>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs" / "assets")
    args = parser.parse_args()
    charts = resources.files("zici.report").joinpath("page", "charts.css").read_text(encoding="utf-8")
    charts = DARK.sub("", charts)  # a picture lies on a ground of its own, light as it is
    style = f"<style>{STYLE}{charts}.chart .head {{ font-size: 14px; }}</style>"
    ground = '<rect width="100%" height="100%" rx="8" style="fill: #ffffff"/>'
    parts = [style, ground, *(picture(penalty, place) for place, penalty in enumerate(SHOWN))]
    found = svg(parts, height=TOP + 252, width=SIDE * len(SHOWN), title="Who circles, who converges")
    found = found.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    (args.out / "dirac.svg").write_text(found + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
