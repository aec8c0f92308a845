"""Text that executors cut into words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from zici.cluster._errors import plain_errors
from zici.cluster._messages import Skipped
from zici.cluster._shared import Shared
from zici.cluster._source import Batches, Read, Source
from zici.errors import CorpusError
from zici.segment import Segmenter
from zici.segment._batches import batches as in_batches

if TYPE_CHECKING:
    import pyarrow as pa

COLUMN = "words"
ROWS = 1000  # of a batch that is handed back to Spark


class SparkWords:
    """Texts as lists of words, cut by the executors, anew on every pass: what ``cut_corpus`` gives.

    Going through it brings every list here, in the order of the text; ``frame`` leaves them where they are,
    and ``save`` lets the executors write them.

    Attributes:
        source: where executors get the lists from.
    """

    def __init__(self, source: Source) -> None:
        self.source = source

    def __repr__(self) -> str:
        return f"<SparkWords: {self.source}>"

    @property
    def frame(self) -> Any:
        """A data frame with the column ``words``, a list of strings in every row."""
        return self.source.frame.mapInArrow(_Listed(self.source.read), f"{COLUMN} array<string>")

    def __iter__(self) -> Iterator[list[str]]:
        """The words of every text, one partition after the other.

        Raises:
            CorpusError: a file can't be read.
            ParallelError: Spark gave up.
        """
        with plain_errors():
            yield from (row.words for row in self.frame.toLocalIterator(prefetchPartitions=True))

    def save(self, path: str) -> None:
        """Let the executors write Parquet files with the column ``words`` into a folder that isn't there yet.

        Args:
            path: a path that all executors have, or a URL of an object store.

        Raises:
            OutputError: the folder exists or can't be written.
            ParallelError: Spark gave up.
        """
        with plain_errors(writing=path):
            self.frame.write.parquet(path)


class _Listed:
    """Makes a column of what is read."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def __call__(self, batches: Batches) -> Batches:
        import pyarrow as pa

        for lists in self._read(batches, []):
            for start in range(0, len(lists), ROWS):
                yield pa.RecordBatch.from_arrays([lists.slice(start, ROWS)], [COLUMN])


class CutReader:
    """Reads documents and cuts them."""

    def __init__(self, documents: Read, segmenter: Shared[Segmenter]) -> None:
        self._documents, self._segmenter = documents, segmenter

    def __call__(self, batches: Batches, skipped: Skipped) -> Iterator[pa.ListArray]:
        import pyarrow as pa

        segmenter = self._segmenter.value
        for texts in in_batches(self._documents(batches, skipped)):
            # In lists of some thousand texts: Arrow counts the words of one array in 31 bits.
            yield pa.array(segmenter.cut_many(texts), pa.list_(pa.string()))


class ListReader:
    """Reads a column of lists of words; rows without a list are left out."""

    def __call__(self, batches: Batches, skipped: Skipped) -> Iterator[pa.ListArray]:
        import pyarrow as pa

        for batch in batches:
            lists = batch.column(0).drop_null()
            yield lists.cast(pa.list_(pa.string()))


def words_column(frame: Any, column: str, types: dict[str, str]) -> Any:
    """A frame of one column of lists of words, checked.

    Raises:
        CorpusError: no such column, or not of lists of strings.
    """
    found = types.get(column)
    if found != "array<string>":
        having = ", ".join(f"{name} ({kind})" for name, kind in islice(types.items(), 10)) or "none"
        raise CorpusError(
            f"data frame: expected lists of words (array<string>) in a column {column!r}, found {having}"
        )
    return frame.select(f"`{column.replace('`', '``')}`")
