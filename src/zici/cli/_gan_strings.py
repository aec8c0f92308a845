"""Strings of a GAN with what is told of each: whether it is known, how probable it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ._words import load_known

if TYPE_CHECKING:
    from zici.gan import WGANGP

TABLE = {"string": "word", "logprob": "logprob", "known": "known"}
"""The head of a table by the names of JSON: a lexicon begins with ``word``."""
MOST = 64  # times as many samples as are asked for, to find so many that are different


class Asked(NamedTuple):
    """Which strings.

    Attributes:
        number: how many.
        seed: of the draws.
        known: files of known words.
        new: only strings that are not among these.
        unique: each string once.
        lm: the folder of a language model, or None.
    """

    number: int
    seed: int
    known: Sequence[Path]
    new: bool
    unique: bool
    lm: Path | None


def draw_strings(gan: WGANGP, asked: Asked) -> list[dict[str, Any]]:
    """Strings as rows, in the order they were drawn; with a language model the most probable first."""
    known, model = load_known(asked.known), None
    if asked.lm is not None:
        from zici.segment import CharLM

        model = CharLM.load(asked.lm)
    rows: list[dict[str, Any]] = [{"string": string} for string in _chosen(gan, asked, known)]
    for row in rows:
        if model is not None:
            row["logprob"] = model.logprob(row["string"]) / (len(row["string"]) + 1)  # the end counts as one
        if asked.known and not asked.new:
            row["known"] = row["string"] in known
    return rows if model is None else sorted(rows, key=lambda row: -row["logprob"])


def _chosen(gan: WGANGP, asked: Asked, known: frozenset[str]) -> list[str]:
    """As many as are asked for, fewer where there are no more; the first of more draws are the same."""
    size = asked.number
    while True:
        found = [str(one) for one in gan.sample(size, seed=asked.seed)]
        # An empty string is no word, though a GAN that learned several lengths may make one.
        kept = [one for one in found if one and not (asked.new and one in known)]
        kept = list(dict.fromkeys(kept)) if asked.unique else kept
        if len(kept) >= asked.number or size >= MOST * asked.number:
            return kept[: asked.number]
        size *= 2
