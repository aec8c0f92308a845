"""The figures of study_vectors.py; matplotlib is needed for nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np

COLOURS = ("#00796b", "#ef6c00", "#5e35b1", "#757575")


def canvas(width: float = 5.6, height: float = 3.6):
    """An empty figure with one pair of axes."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "zici", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def save(figure, path: Path) -> None:
    """Without a date, so that the same figures are the same bytes."""
    from matplotlib import pyplot as plt

    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Date": None} if path.suffix == ".svg" else {"Software": None})
    plt.close(figure)


def draw_scores(expected, found, out: Path) -> None:
    """Pairs by PMI - ln k and by x . c; darker where more of them are."""
    figure, axes = canvas(5.6, 4.4)
    low, high = (float(x) for x in np.percentile(np.concatenate([expected, found]), [0.05, 99.95]))
    span = (low, high, low, high)
    axes.hexbin(expected, found, gridsize=70, bins="log", cmap="YlGnBu", mincnt=1, extent=span)
    axes.plot([low, high], [low, high], color=COLOURS[1], linewidth=1, label="x · c = PMI - ln k")
    axes.set(xlabel="PMI - ln k", ylabel="x · c of skip-gram", xlim=(low, high), ylim=(low, high))
    axes.legend(frameon=False, loc="upper left")
    save(figure, out / "word2vec-svd-scores.png")


def draw_spectra(spectra: dict[str, np.ndarray], out: Path) -> None:
    """Singular values by number, both in logarithms."""
    figure, axes = canvas()
    for colour, (name, values) in zip(COLOURS, spectra.items(), strict=False):
        axes.loglog(np.arange(1, len(values) + 1), values, color=colour, label=name)
    axes.set(xlabel="number", ylabel="singular value of the PPMI")
    axes.legend(frameon=False)
    save(figure, out / "word2vec-svd-spectrum.svg")


def draw_quality(rows: dict[str, tuple[float, ...]], out: Path) -> None:
    """Three measures by seconds of training."""
    from matplotlib.ticker import ScalarFormatter

    figure, axes = canvas()
    names = ("wordsim240 (Spearman)", "ca_translated (accuracy)", "ca8 (accuracy)")
    markers = {"svd": "o", "sgns": "s", "cbow": "^"}
    for colour, label, column in zip(COLOURS, names, (1, 2, 3), strict=False):
        for name, row in rows.items():
            axes.plot(row[0], row[column], marker=markers[name[:4].rstrip(",")], color=colour, linestyle="")
        axes.plot([], [], color=colour, linewidth=4, label=label)
    for name, marker in markers.items():
        axes.plot([], [], marker=marker, color="#424242", linestyle="", label=name)
    axes.set(xlabel="seconds of training", ylabel="quality", ylim=(0, None), xscale="log")
    for formatted in (axes.xaxis.set_major_formatter, axes.xaxis.set_minor_formatter):
        formatted(ScalarFormatter())
    axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0))
    save(figure, out / "word2vec-svd-quality.svg")


def draw_overlaps(bands: list[str], shares: dict[str, list[float]], out: Path) -> None:
    """Groups of bars by the rank of the word."""
    figure, axes = canvas()
    width = 0.8 / len(shares)
    for k, (colour, (name, values)) in enumerate(zip(COLOURS, shares.items(), strict=False)):
        axes.bar(np.arange(len(bands)) + k * width, values, width, color=colour, label=name)
    axes.set_xticks(np.arange(len(bands)) + 0.4 - width / 2, bands)
    axes.set(xlabel="rank of the word by frequency", ylabel="share of the 10 nearest in common", ylim=(0, 1))
    axes.legend(frameon=False)
    save(figure, out / "word2vec-svd-neighbours.svg")
