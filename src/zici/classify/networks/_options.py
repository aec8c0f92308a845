"""The options of a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zici.errors import OptionError
from zici.vectors._options import check_integer, check_number

KINDS = ("cnn", "lstm", "dgcnn")
CUTS = ("head", "head_tail")
DIMS = {"cnn": 50, "lstm": 128, "dgcnn": 128}
WIDTHS = {"cnn": 250, "lstm": 128, "dgcnn": 128}
MOST = 1 << 20  # of whatever is counted here: more is a slip of the finger


@dataclass(frozen=True)
class NetworkOptions:
    """What a network looks like, what it sees of a text, and how it learns.

    Attributes:
        kind: "lstm" (the last state of an LSTM), "cnn" (a convolution, its maxima, a dense layer) or "dgcnn"
            (gated dilated convolutions, pooled by attention).
        epochs: passes over the training texts, from 1.
        dim: length of the units' vectors; None: that of ``vectors`` where given, else 50 (cnn) or 128.
        width: of the layers behind them; None: 250 (cnn) or 128.
        dropout: share of the inputs that is dropped in training, from 0 to .9; the LSTM drops as much of its
            state.
        kernel: units that a convolution sees at once, odd.
        dilations: of "dgcnn": how far apart these units are, layer by layer.
        length: units of a text that are read, from 1.
        cut: of longer texts, "head": the first ones; "head_tail": half from the beginning, half from the end.
        min_count: occurrences in the training texts that a unit needs for a vector of its own; all others
            share one. Units that ``vectors`` knows need one occurrence.
        max_units: units with a vector, the most frequent first.
        batch_size: texts of one step, from 1.
        learning_rate: of Adam, above 0 to 1.

    Raises:
        OptionError: an option outside its range.

    Source:
        kexue.fm/archives/4293 (lstm, cnn), 5409 (dgcnn).

    Example:
        >>> NetworkOptions(kind="rnn")
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: kind: expected one of cnn, lstm, dgcnn, got 'rnn'
    """

    kind: str = "cnn"
    epochs: int = 6
    dim: int | None = None
    width: int | None = None
    dropout: float = 0.2
    kernel: int = 3
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    length: int = 128
    cut: str = "head_tail"
    min_count: int = 2
    max_units: int = 20_000
    batch_size: int = 32
    learning_rate: float = 1e-3

    def __post_init__(self) -> None:
        for name, known in (("kind", KINDS), ("cut", CUTS)):
            value = getattr(self, name)
            if not isinstance(value, str) or value not in known:
                raise OptionError(f"{name}: expected one of {', '.join(known)}, got {value!r}")
        for name in ("epochs", "kernel", "length", "min_count", "max_units", "batch_size"):
            check_integer(name, getattr(self, name), most=MOST)
        for name in ("dim", "width"):
            if getattr(self, name) is not None:
                check_integer(name, getattr(self, name), most=MOST)
        if self.kernel % 2 == 0:
            raise OptionError(f"kernel: expected an odd number, got {self.kernel!r}")
        check_number("dropout", self.dropout, above=None, most=0.9)
        check_number("learning_rate", self.learning_rate, above=0.0, most=1.0)
        object.__setattr__(self, "dilations", _dilations(self.dilations))

    @property
    def layer_width(self) -> int:
        """``width``, or the kind's own."""
        return WIDTHS[self.kind] if self.width is None else self.width

    def vector_dim(self, vectors: int | None) -> int:
        """The length of the units' vectors.

        Args:
            vectors: that of the vectors to begin with, or None.

        Raises:
            OptionError: ``dim`` is another.
        """
        if vectors is None:
            return DIMS[self.kind] if self.dim is None else self.dim
        if self.dim not in (None, vectors):
            raise OptionError(f"dim: expected {vectors}, the dim of vectors, got {self.dim}; leave it None")
        return vectors


def _dilations(value: Any) -> tuple[int, ...]:
    if not isinstance(value, (tuple, list)) or not value:
        raise OptionError(f"dilations: expected distances from 1, such as (1, 2, 4), got {value!r}")
    for distance in value:
        check_integer("dilations", distance, most=MOST)
    return tuple(value)
