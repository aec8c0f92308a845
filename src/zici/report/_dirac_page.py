"""The Dirac-GAN with each penalty, as one HTML file."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from zici.errors import EmptyError
from zici.gan.dirac import DiracPath
from zici.report._dirac_charts import DECAY, distance_chart, path_chart, plane
from zici.report._dirac_words import DIRAC
from zici.report._sheet import card, cards, head, plain, table, write_sheet

COLOURS = {"converges": 3, "circles": 2, "diverges": 4, "stalls": 1}
FREE = 1.1  # of the greatest number, so that no path touches the edge
Words = dict[str, str]


def plot_dirac(
    paths: Sequence[DiracPath],
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    lang: str | None = None,
) -> None:
    """Write paths of the Dirac-GAN as one HTML file that needs no network: who circles, who converges.

    For each path its way through the plane of theta and w, with a dot that follows it (of theta alone, where
    that has two numbers or more), and the distance from the data over time.

    Args:
        paths: what :func:`zici.gan.dirac.dirac_gan` gave, at least one.
        path: the file to write, complete or not at all.
        title: of the page; None: one that says what it is.
        lang: of the page's own text, "en" or "zh"; None: both, that of the browser is shown first.

    Raises:
        EmptyError: no paths.
        OptionError: an unknown language.
        OutputError: the file can't be written.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.gan.dirac import dirac_gan
        >>> page = pathlib.Path(tempfile.mkdtemp()) / "dirac.html"
        >>> plot_dirac([dirac_gan("two-sided", steps=50), dirac_gan("zero-centred", steps=50)], page)
        >>> page.read_text(encoding="utf-8").count("<animate ")
        8
    """
    if not paths:
        raise EmptyError("paths: expected at least one path of the Dirac-GAN, got none")
    shared = max((_reach(one) for one in paths if one.verdict != "diverges"), default=0.0)

    def version(language: str) -> tuple[str, str]:
        words = DIRAC[language]
        name = title or words["title"]
        body = head(name, words["under"].format(paths=len(paths)))
        body += card(words["about"], words["about_note"], f'<p class="soft">{plain(words["source"])}</p>')
        body += cards(_card(one, max(shared, _reach(one)), words) for one in paths)
        return name, body + _table(paths, words)

    write_sheet(path, version, lang=lang)


def _reach(path: DiracPath) -> float:
    """How far from 0 the plane has to go."""
    return FREE * (float(np.abs(plane(path)).max()) or 1.0)


def _card(path: DiracPath, reach: float, words: Words) -> str:
    title = f"{words[path.penalty]} · {words[path.verdict]}"
    note = words[
        f"{path.loss if path.penalty == 'none' and path.loss != 'wasserstein' else path.penalty}_note"
    ]
    if path.loss != "wasserstein":
        title = f"{words[path.loss]}, {title}"
    charts = path_chart(path, reach=reach, words=words, kind=COLOURS[path.verdict])
    return card(title, note, charts + distance_chart(path, words=words))


def _table(paths: Sequence[DiracPath], words: Words) -> str:
    names = ("penalty", "weight", "loss", "steps", "rate", "verdict", "final", "averaged")
    rows = [
        (
            words[one.penalty],
            "–" if one.penalty == "none" else f"{one.weight:g}",
            words[one.loss],
            words[one.update],
            f"{one.rate:g}",
            words[one.verdict],
            f"{one.final_distance:.4f}",
            f"{float(np.linalg.norm(one.averaged(DECAY)[-1])):.4f}",
        )
        for one in paths
    ]
    content = table([words[name] for name in names], rows, kinds="wnwwnwnn")
    return card(words["table"], words["table_note"], content, scroll=True)
