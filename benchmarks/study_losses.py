"""The losses of zici.classify as curves: docs/assets/losses.svg, and the table of docs/en/losses.md.

    python benchmarks/study_losses.py [--out FOLDER]

The table goes to standard output, the figure to FOLDER (default docs/assets; needs matplotlib).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from study_vectors_figures import canvas, save

from zici.classify.losses import Loss, losses, slopes

MARGIN = 0.6
SHOWN = {
    "hard margin, m = .6": Loss("hard_margin", margin=MARGIN),
    "cross entropy": Loss(),
    "softened margin, K = 5": Loss("softened_margin", steepness=5.0),
    "focal, γ = 2": Loss("focal", gamma=2.0),
}
STYLES = (("-", 4.0), ("--", 1.4), ("-", 1.6), ("-", 1.6))  # the first two lie on each other below the margin
COLOURS = ("#ffb74d", "#00695c", "#5e35b1", "#757575")
PROBABILITIES = (0.01, 0.1, 0.3, 0.5, 0.59, 0.61, 0.7, 0.9, 0.99)


def pull(loss: Loss, odds: np.ndarray) -> np.ndarray:
    """How much a step of the log odds of the right class, downhill, lowers the loss."""
    return np.abs(slopes(loss, odds, np.ones(odds.size, np.int32)))  # none rises with the odds


def print_table() -> None:
    """Pulls by the probability of the right class, as Markdown."""
    p = np.array(PROBABILITIES)
    print("| p | " + " | ".join(SHOWN) + " |")
    print("|---" * (len(SHOWN) + 1) + "|")
    columns = [pull(loss, np.log(p / (1 - p))) for loss in SHOWN.values()]
    for number, value in enumerate(p):
        print(f"| {value:g} | " + " | ".join(f"{column[number]:.4f}" for column in columns) + " |")


def draw(out: Path) -> None:
    """Loss and pull by the log odds, with the probabilities above."""
    figure, left = canvas(8.6, 3.8)
    left.remove()
    axes = figure.subplots(1, 2)
    odds = np.linspace(-5, 5, 2001)
    jump = np.searchsorted(odds, np.log(MARGIN / (1 - MARGIN)))
    for colour, (style, width), (name, loss) in zip(COLOURS, STYLES, SHOWN.items(), strict=True):
        curves = losses(loss, odds, np.ones(odds.size, np.int32)), pull(loss, odds)
        for one, curve in zip(axes, curves, strict=True):
            parts = (slice(0, jump), slice(jump, None)) if loss.name == "hard_margin" else (slice(None),)
            for number, part in enumerate(parts):
                told = name if number == 0 else None
                one.plot(odds[part], curve[part], style, color=colour, label=told, linewidth=width)
    axes[0].set(ylabel="loss", ylim=(-0.06, 4))
    axes[1].set(ylabel="pull: minus the slope by the log odds", ylim=(-0.02, None))
    for one in axes:
        one.set(xlabel="log odds of the right class", xlim=(-5, 5))
        one.spines["right"].set_visible(False)
        shown = np.array([0.01, 0.1, 0.5, MARGIN, 0.9, 0.99])
        above = one.secondary_xaxis("top")
        above.set_xticks(np.log(shown / (1 - shown)), [".01", ".1", ".5", "m", ".9", ".99"])
        above.set_xlabel("its probability p")
    axes[0].legend(frameon=False, loc="upper right")
    save(figure, out / "losses.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs" / "assets")
    args = parser.parse_args()
    print_table()
    draw(args.out)


if __name__ == "__main__":
    main()
