"""What time and memory grow with: the tables of docs/en/scale.md as a fit and as docs/assets/scale.svg.

    python benchmarks/study_scale.py [--out docs/assets]

The rows are those that bench_scale.py printed. The fit: seconds = a + b * characters, by least squares of the
relative errors; words = c * characters ** h (Heaps).
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
from study_vectors_figures import COLOURS, canvas, save

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"\| (real|drawn) \| ([\d,.]+) \| ([\d.]+) \| [\d.]+ \| ([\d,]+) \| [\d.]+ \| ([\d,]+) \|")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--out", type=Path, default=ROOT / "docs" / "assets")
    out = arguments.parse_args().out
    rows = ROW.findall((ROOT / "docs" / "en" / "scale.md").read_text(encoding="utf-8"))
    kinds = np.array([row[0] for row in rows])
    chars, seconds, memory, words = (
        np.array([float(row[k].replace(",", "")) for row in rows]) for k in range(1, 5)
    )
    design = np.stack([np.ones_like(chars), chars], axis=1) / seconds[:, None]
    start, rate = np.linalg.lstsq(design, np.ones_like(chars), rcond=None)[0]
    error = np.abs((start + rate * chars) / seconds - 1).max()
    print(f"seconds = {start:.2f} + {rate:.3f} * M characters, off by {error:.0%} at most")
    for kind in ("real", "drawn"):
        power, factor = np.polyfit(np.log(chars[kinds == kind]), np.log(words[kinds == kind]), 1)
        print(f"words of {kind} text = {np.exp(factor):,.0f} * M characters ** {power:.2f}")
    figure, axes = canvas()
    line = np.geomspace(chars.min(), chars.max(), 50)
    axes.loglog(line, start + rate * line, color=COLOURS[3], linewidth=1, label="fit")
    for colour, kind in zip(COLOURS, ("real", "drawn"), strict=False):
        chosen = kinds == kind
        axes.loglog(chars[chosen], seconds[chosen], "o", color=colour, label=f"{kind} text, s")
        axes.loglog(
            chars[chosen], memory[chosen] / 1000, "s", mfc="none", color=colour, label=f"{kind} text, GB"
        )
    axes.axhline(2, color=COLOURS[3], linewidth=0.5, linestyle="dashed")
    axes.set(xlabel="million characters", ylabel="seconds; GB (dashed: the bound)")
    axes.legend(frameon=False)
    save(figure, out / "scale.svg")


if __name__ == "__main__":
    main()
