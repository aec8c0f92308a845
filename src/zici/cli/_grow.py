"""``zici discover --add``: more text into saved counts, and what that changes among the words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from zici._files import only_writer
from zici.errors import EmptyError

from ._output import output_stream, write_json
from ._table import print_table
from ._words import Finding

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.corpus import Corpus
    from zici.discovery import Changes
    from zici.lexicon import Lexicon
    from zici.ngrams import NgramCounts

SHOWN = 20  # words of each kind in the tables for people


def counts_folder(inputs: Sequence[str] | None, counts: Path | None, kind: str | None) -> Path:
    """The one folder of counts that ``--add`` adds to."""
    folders = [*map(Path, inputs or []), *([counts] if counts else [])]
    if len(folders) != 1:
        raise typer.BadParameter(
            f"--add: expected one INPUT, the folder of the counts to add to; found {len(folders)}"
        )
    if kind not in (None, "tsv"):
        raise typer.BadParameter(f"--add: expected no --format {kind}: changes are a table (tsv)")
    return folders[0]


def grow(
    folder: Path, corpus: Corpus, finding: Finding, *, workers: int | None, progress: Progress
) -> Changes:
    """Add a corpus to the counts in ``folder``, exactly; the words before against the words after.

    The folder is held for this process all along, and keeps its earlier counts until the new ones are whole.
    """
    from zici.discovery import compare
    from zici.ngrams import NgramCounts

    with only_writer(folder):
        before = NgramCounts.load(folder)
        old = _words(before, finding, workers, progress)
        after = before.add(corpus, workers=workers, progress=progress)
        new = _words(after, finding, workers, progress)
        changes = compare(old, new, ngrams=(before, after), grown=True)
        after.save(folder)
    return _each(
        changes, lambda some: some.filter(min_length=finding.min_length, max_length=finding.max_length)
    )


def _each(changes: Changes, function: Callable[[Lexicon], Lexicon]) -> Changes:
    """The same of each kind of change."""
    return type(changes)(*map(function, changes))


def _words(counts: NgramCounts, finding: Finding, workers: int | None, progress: Progress) -> Lexicon:
    """All words: frequencies are shares of the whole text, single characters included."""
    from zici.discovery import discover
    from zici.lexicon import Lexicon

    everything = replace(finding, entropy=False, min_length=1, max_length=None)
    try:
        return discover(counts, **asdict(everything), workers=workers, progress=progress)
    except EmptyError:  # so little text so far that no word stands out: every one will be new
        return Lexicon([])


def show_changes(
    changes: Changes, known: frozenset[str], output: Path | None, *, top: int | None, as_json: bool
) -> None:
    """Tables for people, or JSON, or with -o a TSV; ``known`` words are left out."""
    some = _each(changes, lambda lexicon: lexicon - known)
    if output is not None:
        with output_stream(output) as stream:
            for line in _lines(some, top):
                stream.write(line.encode("utf-8"))
    elif as_json:
        write_json(_rows(some, top))
    else:
        _print_tables(some, top or SHOWN)


def _rows(changes: Changes, top: int | None) -> Iterator[dict[str, Any]]:
    for change, lexicon in changes._asdict().items():
        for word in lexicon.words[:top]:
            entry = lexicon[word]
            yield {"change": change, "word": word, "count": entry.count, **entry.scores}


def _lines(changes: Changes, top: int | None) -> Iterator[str]:
    yield "change\tword\tcount\told_count\tratio\tg2\n"
    for row in _rows(changes, top):
        yield "{change}\t{word}\t{count}\t{old_count}\t{ratio:.4g}\t{g2:.4g}\n".format_map(row)


def _print_tables(changes: Changes, top: int) -> None:
    for change, lexicon in changes._asdict().items():
        shown = min(top, len(lexicon))
        rest = f", {shown} shown; -o writes all" if shown < len(lexicon) else ""
        title = f"{change}: {len(lexicon):,}{rest}"
        rows = [row for row in _rows(changes, top) if row.pop("change") == change]
        if rows:
            print_table(rows, title=title)
        else:
            sys.stdout.write(f"{title}\n")
