"""Spark's part played in this process: partitions one after the other, functions through pickle, a shuffle.

What zici does on Spark can then be tested where Spark isn't, and quickly. That Spark does the same is tested
in ``test_on_spark.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cloudpickle
import pyarrow as pa

from zici.cluster._spark import Spark

SCHEMAS = {
    "part int, data binary": pa.schema({"part": pa.int32(), "data": pa.binary()}),
    "words array<string>": pa.schema({"words": pa.list_(pa.string())}),
}
Function = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


class Frame:
    """A data frame: a list of Arrow tables, one for each partition."""

    def __init__(self, partitions: list[pa.Table]) -> None:
        self.partitions = partitions

    @property
    def dtypes(self) -> list[tuple[str, str]]:
        names = {pa.string(): "string", pa.int64(): "bigint", pa.list_(pa.string()): "array<string>"}
        return [(field.name, names[field.type]) for field in self.partitions[0].schema]

    def select(self, column: str) -> Frame:
        return Frame([part.select([column.strip("`")]) for part in self.partitions])

    def mapInArrow(self, function: Function, schema: str) -> Frame:
        out = []
        for part in self.partitions:
            sent = cloudpickle.loads(cloudpickle.dumps(function))
            out.append(pa.Table.from_batches(sent(iter(part.to_batches())), SCHEMAS[schema]))
        return Frame(out)

    def repartition(self, tasks: int, column: str) -> Frame:
        table = self.toArrow()
        task = [number % tasks for number in table.column(column).to_pylist()]
        rows = [[row for row, its in enumerate(task) if its == number] for number in range(tasks)]
        return Frame([table.take(pa.array(those, pa.int64())) for those in rows])

    def toArrow(self) -> pa.Table:
        return pa.concat_tables(self.partitions)

    def toLocalIterator(self, prefetchPartitions: bool = False) -> Iterator[Any]:
        from types import SimpleNamespace

        for part in self.partitions:
            yield from (SimpleNamespace(**row) for row in part.to_pylist())


class Value:
    """A broadcast."""

    def __init__(self, value: Any) -> None:
        self.value = cloudpickle.loads(cloudpickle.dumps(value))

    def destroy(self) -> None:
        del self.value


class Context:
    """What the engine asks of a SparkContext."""

    version, master = "0", "here"

    def __init__(self, cores: int) -> None:
        self.defaultParallelism = cores

    def broadcast(self, value: Any) -> Value:
        return Value(value)


class Session:
    """What the engine asks of a SparkSession."""

    def __init__(self, cores: int) -> None:
        self.cores = cores

    def range(self, first: int, stop: int, step: int, parts: int) -> Frame:
        assert (first, step, parts) == (0, 1, stop)
        return Frame([pa.table({"id": [number]}) for number in range(stop)])

    def stop(self) -> None:
        """Nothing to stop."""

    def createDataFrame(self, table: pa.Table) -> Frame:
        size = -(-table.num_rows // self.cores) or 1
        return Frame([table.slice(at, size) for at in range(0, max(table.num_rows, 1), size)])


def engine(cores: int = 3, parts: int | None = None) -> Spark:
    """An engine without Spark."""
    made = Spark.__new__(Spark)
    made._set(Session(cores), Context(cores), parts)
    return made
