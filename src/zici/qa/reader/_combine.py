"""Several readers as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zici.errors import EmptyError, OptionError


def combine(kind: Any, readers: Sequence[Any]) -> Any:
    """A reader of the class ``kind`` with the networks of all ``readers``; see ``Reader.combine``."""
    if not readers:
        raise EmptyError("readers: expected at least one, got none")
    first = readers[0]
    for number, reader in enumerate(readers[1:], 2):
        for what, left, right in zip(SEEN, _seen(first), _seen(reader), strict=True):
            if left != right:
                raise OptionError(f"reader {number}: expected the {what} of the first, got others")
        if not np.array_equal(first._networks[0].vectors, reader._networks[0].vectors):
            raise OptionError(f"reader {number}: expected the vectors of the first, got others")
    networks = [network for reader in readers for network in reader._networks]
    info = {"readers": [reader.info for reader in readers]}
    return kind(networks, first._encoder, first.decoding, info)


OPTIONS = (
    "width",
    "dilations",
    "question_dilations",
    "aligned",
    "features",
    "question_length",
    "passage_length",
)
SEEN = ("characters", "words", *OPTIONS)


def _seen(reader: Any) -> tuple[Any, ...]:
    """What has to be the same: how text becomes numbers, and the shape of the network."""
    encoder = reader._encoder
    shape = [getattr(reader.options, name) for name in OPTIONS]
    return (encoder.vocabulary.chars, list(encoder.words.words), *shape)
