"""Reading texts with labels from files, and texts to be labelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from zici._progress import Progress, silent
from zici.classify.data._columns import Column
from zici.classify.data._labelled import Labelled, Place
from zici.classify.data._records import Record, described, records
from zici.classify.data._values import label_of, text_of
from zici.corpus._find import Named, find
from zici.corpus._meter import Meter
from zici.corpus._options import Options, checked
from zici.corpus._source import Source
from zici.errors import CorpusError, EmptyError, OptionError

Files = Named | Iterable[Named]


class Row(NamedTuple):
    """A text to be labelled.

    Attributes:
        place: where it stands.
        text: "" for an empty line or cell.
    """

    place: Place
    text: str


@dataclass
class _Collector:
    """Rows that are read, or left out, or refused."""

    options: Options
    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    skipped: list[tuple[Place, str]] = field(default_factory=list)
    kind: tuple[str, Place] | None = None

    def add(self, source: Source, record: Record, label: str | None = None) -> None:
        """Take a row; ``label`` is that of its file, where it is not in the row."""
        place = Place(source.name, record.line)
        try:
            text = text_of(record)
            name = label if label is not None else self._label(record.values[1], place)
        except ValueError as error:
            if self.options.errors != "skip":
                raise CorpusError(
                    f"{place}: {error}; repair the row, or leave such rows out: errors='skip' "
                    "(--on-error skip)"
                ) from None
            self.skipped.append((place, str(error)))
            return
        self.texts.append(text)
        self.labels.append(name)
        self.places.append(place)

    def _label(self, value: Any, place: Place) -> str:
        name, kind = label_of(value)
        if self.kind is None:
            self.kind = (kind, place)
        elif self.kind[0] != kind:
            raise ValueError(
                f"labels of one kind expected, found {described(value)}, but {self.kind[0]} in {self.kind[1]}"
            )
        return name

    def result(self, what: str) -> Labelled:
        """All rows.

        Raises:
            EmptyError: there is none.
        """
        if not self.texts:
            left = f" ({len(self.skipped):,} rows were left out)" if self.skipped else ""
            raise EmptyError(f"{what}: expected texts with labels, found none{left}")
        return Labelled(tuple(self.texts), tuple(self.labels), tuple(self.places), tuple(self.skipped))


def read_labelled(
    paths: Files,
    *,
    text: str | int | None = None,
    label: str | int | None = None,
    format: str | None = None,  # noqa: A002 - as Corpus calls it
    encoding: str | None = None,
    errors: str = "raise",
    progress: Progress | None = None,
) -> Labelled:
    r"""Read texts with their labels from tables: .csv .tsv .jsonl .parquet, plain or packed.

    Labels become strings; a whole number stands without a fraction.

    Args:
        paths: files, folders, globs; "-" for standard input, with ``format``.
        text: the column of the texts: a name, or a number from 1 for a file without a header; None: a usual
            name such as text, review, 内容, 评论.
        label: the column of the labels; None: a usual name such as label, class, 标签, 类别.
        format: "csv", "tsv", "jsonl" or "parquet"; None: by the name of each file.
        encoding: None: UTF-8, else detected.
        errors: "raise"; "skip" rows without a text or a label, and broken ones; "replace" bytes that can't be
            decoded.
        progress: told of the stage "read text".

    Raises:
        CorpusError: a file that isn't there or can't be read, no such column, or a row without a text or a
            label, or with a label of another kind than before: path and line in the message.
        EmptyError: there is no row.
        OptionError: an option outside its range.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "reviews.csv"
        >>> _ = path.write_text("label,review\n1,很好吃\n0,难吃\n", encoding="utf-8")
        >>> read_labelled(path).labels
        ('1', '0')
    """
    sources = find(paths, format)
    options = checked(Options(encoding=encoding, errors=errors))
    wanted = [Column("text", _given(text)), Column("label", _given(label))]
    collector = _Collector(options)
    for source in sources:
        if source.format == "text":
            raise OptionError(
                f"{source.name}: plain text has no labels; expected a table (.csv .tsv .jsonl .parquet, or "
                "format=, --input-format), or a file for each class (--class name=path)"
            )
    for source, record in _all(sources, options, wanted, progress):
        collector.add(source, record)
    return collector.result(_named(sources))


def read_classes(
    classes: Mapping[str, Files],
    *,
    text: str | int | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    errors: str = "raise",
    progress: Progress | None = None,
) -> Labelled:
    r"""Read texts whose label is the file they stand in: a text a line (empty lines are none), or tables.

    Args:
        classes: files, folders or globs by the label of their texts.
        text: the column of the texts, where files are tables.
        format: as of :func:`read_labelled`, and "text".
        encoding: None: UTF-8, else detected.
        errors: "raise", "skip" or "replace", as of :func:`read_labelled`.
        progress: told of the stage "read text".

    Raises:
        CorpusError: a file that isn't there or can't be read, or a row of a table without text.
        EmptyError: there is no text, or a class has none.
        OptionError: an option outside its range, a label that is empty, or a column for plain text.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> for name in ("好", "坏"):
        ...     _ = (folder / f"{name}.txt").write_text(f"很{name}\n\n真{name}\n", encoding="utf-8")
        >>> read_classes({"good": folder / "好.txt", "bad": folder / "坏.txt"}).texts
        ('很好', '真好', '很坏', '真坏')
    """
    options = checked(Options(encoding=encoding, errors=errors))
    collector = _Collector(options)
    for name, paths in classes.items():
        if not name.strip():
            raise OptionError(f"classes: expected a label for each, got {name!r}")
        sources, before = find(paths, format), len(collector.texts)
        _check_column(sources, text)
        for source, record in _all(sources, options, [Column("text", _given(text))], progress):
            if source.format != "text" or record.values[0].strip():
                collector.add(source, record, name.strip())
        if len(collector.texts) == before:
            raise EmptyError(f"{_named(sources)}: expected texts of the class {name!r}, found none")
    return collector.result("classes")


def read_rows(
    paths: Files,
    *,
    text: str | int | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    errors: str = "raise",
    progress: Progress | None = None,
) -> Iterator[Row]:
    r"""Yield texts to be labelled, one for every line of a text file and every row of a table.

    Args:
        paths: files, folders or globs; "-" for standard input.
        text: the column of the texts, where files are tables.
        format: "text", "csv", "tsv", "jsonl" or "parquet"; None: by the name of each file.
        encoding: None: UTF-8, else detected.
        errors: "raise"; "skip": what can't be read has the text ""; "replace" bytes that can't be decoded.
        progress: told of the stage "read text".

    Raises:
        CorpusError: a file that isn't there or can't be read, no such column, or a row with something else
            than a text.
        OptionError: an option outside its range, or a column for plain text.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "texts.txt"
        >>> _ = path.write_text("很好吃\n\n难吃", encoding="utf-8")
        >>> [row.text for row in read_rows(path)]
        ['很好吃', '', '难吃']
    """
    sources = find(paths, format)
    _check_column(sources, text)
    options = checked(Options(encoding=encoding, errors=errors))
    for source, record in _all(sources, options, [Column("text", _given(text))], progress):
        value = record.values[0] if record.values else None
        problem = record.problem or (
            "" if value is None or isinstance(value, str) else f"expected a text, found {described(value)}"
        )
        if problem and options.errors != "skip":
            raise CorpusError(f"{source.name}, line {record.line}: {problem}; repair the row")
        yield Row(Place(source.name, record.line), "" if problem else (value or ""))


def _all(
    sources: list[Source], options: Options, wanted: list[Column], progress: Progress | None
) -> Iterator[tuple[Source, Record]]:
    sizes = [source.size for source in sources]
    known = [size for size in sizes if size is not None]
    meter = Meter(progress or silent, sum(known) if len(known) == len(sizes) else None, "bytes")
    for source in sources:
        for record in records(source, options, wanted, meter.seen):
            yield source, record
        meter.file_done(source.size or 0)
    meter.finish()


def _check_column(sources: list[Source], text: str | int | None) -> None:
    if text is not None and all(source.format == "text" for source in sources):
        raise OptionError(
            f"text={text!r} names a column, but {sources[0].name} is plain text; leave it out, or say "
            "which table it is with format= (--input-format)"
        )


def _given(name: str | int | None) -> str | None:
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        raise OptionError(f"text and label: expected a column's name or number, got {name!r}")
    return None if name is None else str(name)


def _named(sources: list[Source]) -> str:
    return sources[0].name if len(sources) == 1 else f"{len(sources):,} files"
