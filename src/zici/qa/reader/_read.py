"""Reading: rows through the network, in batches of few shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zici.qa._example import Span
from zici.qa.reader._batches import bucket, fill
from zici.qa.reader._decode import Float32, best_spans, probabilities, spans_of
from zici.qa.reader._options import Decoding
from zici.qa.reader._rows import Encoder, Row
from zici.qa.reader._text import plain

SIZES = (1, 8, 32)  # rows of a batch
TOGETHER = 512  # questions that are encoded before they are read

Asked = tuple[str, Sequence[str]]


def read_many(model: Any, encoder: Encoder, asked: Sequence[Asked], decoding: Decoding) -> list[list[Span]]:
    """The answers that each passage of each question gives, passage by passage."""
    result: list[list[Span]] = []
    for at in range(0, len(asked), TOGETHER):
        part = asked[at : at + TOGETHER]
        rows = [encoder.encode(question, passages) for question, passages in part]
        places = read_rows(model, [row for group in rows for row in group], encoder)
        given = iter(places)
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


def read_rows(model: Any, rows: Sequence[Row], encoder: Encoder) -> list[Float32]:
    """Begin and end of every place of every row, float32 of shape (n, 2) each."""
    found: list[Float32] = [None] * len(rows)  # type: ignore[list-item]  # filled below, every one
    by_bucket: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        by_bucket.setdefault(bucket(row.passage.size), []).append(number)
    for length, numbers in sorted(by_bucket.items()):
        for at in range(0, len(numbers), SIZES[-1]):
            part = numbers[at : at + SIZES[-1]]
            size = next(size for size in SIZES if len(part) <= size)
            batch = fill([rows[k] for k in part], length, encoder.options, size=size)
            places = probabilities(model.predict_on_batch(batch.inputs))
            for k, values in zip(part, places, strict=False):
                found[k] = values[: rows[k].passage.size]
    return found
