"""Parquet files with other values, types and columns than they should have."""

from __future__ import annotations

import io
from random import Random

LARGE = (
    -1,
    0,
    1,
    2,
    127,
    65535,
    1 << 20,
    0x110000,
    0xD800,
    (1 << 31) - 1,
    1 << 31,
    (1 << 63) - 1,
    -(1 << 63),
)


def change_table(random: Random, content: bytes, name: str = "") -> bytes:
    """Change one column, or the order and number of rows and columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    place = random.randrange(table.num_columns)
    column, title = table.column(place), table.column_names[place]
    way = random.randrange(8)
    if way < 4:
        values = _values(random, column.to_pylist())
        kinds = [
            column.type,
            column.type,
            column.type,
            None,
            pa.string(),
            pa.int64(),
            pa.float64(),
            pa.binary(),
        ]
        table = table.set_column(place, title, pa.array(values, random.choice(kinds)))
    elif way == 4:
        table = table.slice(random.randint(0, table.num_rows), random.randint(0, table.num_rows))
    elif way == 5:
        table = pa.concat_tables([table, table.slice(random.randint(0, table.num_rows))])
    elif way == 6:
        table = table.remove_column(place) if random.random() < 0.5 else table.append_column(title, column)
    else:
        table = table.replace_schema_metadata(
            {b"zici": random.choice((b"[]", b"{", b"[" * 3000, b'{"meta": 3}'))}
        )
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def _values(random: Random, values: list) -> list:
    for _ in range(1 << random.randrange(3)):
        at = random.randrange(len(values)) if values else 0
        if not values:
            return values
        if isinstance(values[at], int):
            values[at] = random.choice(
                (*LARGE, values[at] + 1, values[at] - 1, values[random.randrange(len(values))], None)
            )
        elif isinstance(values[at], str):
            values[at] = random.choice(
                ("", " ", "\0", "\n", "a\tb", "词" * 99, values[random.randrange(len(values))], None)
            )
        else:
            values[at] = random.choice((float("nan"), float("inf"), -1.0, 1e300, None))
    return values
