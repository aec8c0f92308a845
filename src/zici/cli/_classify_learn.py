"""What the commands that train a classifier have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ._cutting import Cutting, load_segmenter
from ._vectors_load import load_vectors

if TYPE_CHECKING:
    pass

KERNELS = {"linear": ("linear", "ngram_features"), "bag": ("bag", "ngram_features")}


@dataclass(frozen=True)
class Learning:
    """Parameters of TextClassifier that come from files or need to be parsed."""

    tokens: str = "auto"
    lexicon: Path | None = None
    vectors: Path | None = None

    def __post_init__(self) -> None:
        if self.lexicon is not None and self.tokens != "auto":
            raise typer.BadParameter(
                f"--tokens {self.tokens}: with -l texts are cut into characters and the words of the "
                "lexicon; leave one of them out"
            )

    def parameters(self) -> dict[str, Any]:
        """``tokens`` and ``vectors``, loaded."""
        tokens = self.tokens if self.lexicon is None else load_segmenter(Cutting(self.lexicon))
        return {
            "tokens": tokens,
            "vectors": None if self.vectors is None else load_vectors(self.vectors),
        }


def as_row(params: Mapping[str, Any], left_out: Sequence[str] = ("tokens", "vectors")) -> dict[str, Any]:
    """Parameters for run.json: those that a file holds."""
    return {name: value for name, value in params.items() if name not in left_out}
