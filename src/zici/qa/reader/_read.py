"""Reading: from questions and passages to the answers of each passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zici.qa._example import Span
from zici.qa.reader._decode import Float32, best_spans, probabilities, spans_of
from zici.qa.reader._network import Network, read_together
from zici.qa.reader._options import Decoding
from zici.qa.reader._rows import Encoder, Row
from zici.qa.reader._text import plain

TOGETHER = 512  # questions that are encoded before they are read

Asked = tuple[str, Sequence[str]]


def read_many(
    networks: Sequence[Network], encoder: Encoder, asked: Sequence[Asked], decoding: Decoding
) -> list[list[Span]]:
    """The answers that each passage of each question gives, passage by passage."""
    result: list[list[Span]] = []
    for at in range(0, len(asked), TOGETHER):
        part = asked[at : at + TOGETHER]
        rows = [encoder.encode(question, passages) for question, passages in part]
        given = map(probabilities, read_together(networks, [row for group in rows for row in group]))
        for (_, passages), group in zip(part, rows, strict=True):
            result.append(_spans(passages, group, given, decoding))
    return result


def _spans(
    passages: Sequence[str], rows: Sequence[Row], places: Iterator[Float32], decoding: Decoding
) -> list[Span]:
    found: list[list[Any]] = [[] for _ in passages]
    texts = [plain(passage) for passage in passages]
    for row in rows:
        part = texts[row.place][row.begin : row.begin + row.passage.size]
        for scored in best_spans(next(places), part, decoding):
            moved = scored._replace(first=scored.first + row.begin, last=scored.last + row.begin)
            found[row.place].append(moved)
    return [
        span
        for place, passage in enumerate(passages)
        for span in spans_of(passage, place, found[place], decoding)
    ]
