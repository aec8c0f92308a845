"""How a GAN was trained, and what it makes, as one HTML file."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zici.errors import OptionError
from zici.report._gan_curves import Curves, curve_cards
from zici.report._gan_samples import SHOWN, Shown, first_of, images_card, points_card, strings_card
from zici.report._gan_words import GAN
from zici.report._sheet import card, cards, duration, head, percent, table, tiles, write_sheet

if TYPE_CHECKING:
    from zici.gan import WGANGP

Words = dict[str, str]


def plot_gan(
    gan: WGANGP,
    path: str | os.PathLike[str],
    *,
    samples: Any = None,
    real: Any = None,
    title: str | None = None,
    lang: str | None = None,
) -> None:
    """Write a trained GAN as one HTML file that needs no network: its curves, samples and options.

    Vectors are shown as points in the plane (of more than two numbers, their main axes), images as one
    picture, strings as a list.

    Args:
        gan: a trained one.
        path: the file to write, complete or not at all.
        samples: what to show, the first 1,500 vectors, 96 images or 160 strings; None: drawn with seed 0.
        real: real samples to show beside them; of strings, those that are known are marked.
        title: of the page; None: one that says what it is.
        lang: of the page's own text, "en" or "zh"; None: both, that of the browser is shown first.

    Raises:
        EmptyError: no samples.
        InputError: samples of another kind than the GAN's.
        OptionError: a GAN that is not trained, or an unknown language.
        OutputError: the file can't be written.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.gan import WGANGP, GanOptions
        >>> from zici.gan.toys import gaussians
        >>> options = GanOptions(width=8, depth=1, batch_size=16, critic_steps=1, steps=4, record_every=2)
        >>> points, page = gaussians(99), pathlib.Path(tempfile.mkdtemp()) / "gan.html"
        >>> plot_gan(WGANGP(options=options).fit(points), page, real=points, lang="en")
        >>> "<title>What a GAN has learned</title>" in page.read_text(encoding="utf-8")
        True
    """
    if not gan.history or gan.kind is None:
        raise OptionError("gan: expected a trained GAN, got one without training; call fit first")
    kind, curves = gan.kind, Curves.of(gan.history)
    drawn = gan.sample(SHOWN[kind]) if samples is None else samples
    shown = Shown(first_of(kind, drawn, "samples"), None if real is None else _real(kind, real))

    def version(language: str) -> tuple[str, str]:
        words = GAN[language]
        name = title or words["title"]
        steps, critic = f"{gan.history[-1].step:,}", gan.options.critic_steps
        under = words["under"].format(
            kind=words[kind], architecture=gan.architecture, steps=steps, critic=critic
        )
        body = head(name, under) + tiles(_tiles(gan, curves, shown, words))
        made = [*curve_cards(curves, gan.options, words), _options(gan, words)]
        if kind == "vectors":
            return name, body + cards([points_card(shown, words), *made])
        wide = strings_card(*shown, words) if kind == "strings" else images_card(shown, words)
        return name, body + wide + cards(made)

    write_sheet(path, version, lang=lang)


def _real(kind: str, real: Any) -> Any:
    """Real samples: as many as are shown, of strings all, since each may come up."""
    return list(real) if kind == "strings" else first_of(kind, real, "real")


def _tiles(gan: WGANGP, curves: Curves, shown: Shown, words: Words) -> list[tuple[str, str, str]]:
    last = gan.history[-1]
    spread = words["slope_tile"].format(sd=f"{last.gradient_norm_sd:.3f}")
    rows = [
        (words["distance"], f"{last.wasserstein:.4g}", words["distance_tile"]),
        (words["slope"], f"{last.gradient_norm_mean:.3f}", spread),
        (words["rate"], _rate(curves.speed()), words["rate_tile"]),
        (words["time"], duration(last.seconds), words["time_tile"]),
    ]
    if gan.kind == "strings" and shown.real is not None:
        known = frozenset(shown.real)
        new = sum(one not in known for one in shown.samples) / len(shown.samples)
        rows.append((words["new"], percent(new, 0), words["new_tile"]))
    return rows


def _rate(speed: float) -> str:
    """Steps a second in about three figures.

    Example:
        >>> _rate(3.456), _rate(4715.2)
        ('3.46', '4,715')
    """
    return f"{speed:.3g}" if speed < 100 else f"{speed:,.0f}"


def _options(gan: WGANGP, words: Words) -> str:
    rows = [(words["kind"], gan.kind), (words["architecture"], gan.architecture), (words["seed"], gan.seed)]
    rows += [
        (name, _told(value))
        for name, value in asdict(gan.options).items()
        if name != "length" or gan.kind == "strings"  # of other kinds it says nothing
    ]
    content = table([words["option"], words["value"]], rows, kinds="wn")
    return card(words["options"], words["options_note"], content)


def _told(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if type(value) is float else str(value)
