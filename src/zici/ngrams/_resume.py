"""Counting into a folder: what is finished stays, an interrupted run goes on."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from zici._files import only_writer, replace_folder, writing
from zici._progress import Progress
from zici.corpus import CodedText, Corpus
from zici.errors import FormatError
from zici.ngrams import _storage as storage
from zici.ngrams._count import Plan, count_levels
from zici.ngrams._count_ngrams import encode_corpus
from zici.ngrams._counts import NgramCounts
from zici.ngrams._levels import Level, first_level
from zici.ngrams._options import kept_from, min_counts

RUN = "run.json"


def count_in_folder(
    corpus: Corpus,
    folder: str | os.PathLike[str],
    *,
    options: dict[str, Any],
    workers: int,
    budget: int | None,
    progress: Progress,
) -> NgramCounts:
    """Count into ``folder`` through a working folder beside it, which takes the name when all is done."""
    target = Path(folder)
    real = target.resolve()
    work = real.with_name(f".{real.name}.partial")
    run = json.dumps(
        {"corpus": corpus.fingerprint, "version": storage.VERSION, **options}, sort_keys=True, default=str
    )
    with only_writer(target), writing(target, work):
        try:
            if corpus.fingerprint is None or _text_of(work / RUN) != run:
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir(parents=True)
            text = _encoded(corpus, work, budget)
            (work / RUN).write_text(run, encoding="utf-8")
            least = min_counts(options["min_count"], options["order"], text.total)
            counts = _counted(text, work, least, Plan(kept_from(least), workers, budget, progress))
            (work / RUN).unlink()
            replace_folder(work, target)
        finally:
            if not (work / RUN).exists():  # nothing that a later run could go on from
                shutil.rmtree(work, ignore_errors=True)
    return counts


def _counted(text: CodedText, work: Path, least: tuple[int, ...], plan: Plan) -> NgramCounts:
    """The counts of a text; every level is written as soon as it is counted."""
    levels = _finished(work, text, plan)
    for level in count_levels(text, plan, done=list(levels)):
        levels.append(level)
        if not level.singles:
            storage.write_level(work, len(levels), level)
    counts = NgramCounts(text.alphabet, levels, min_count=least, total=text.total, text=text)
    storage.write_meta(work, counts)
    return counts


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _encoded(corpus: Corpus, work: Path, budget: int | None) -> CodedText:
    """The coded text: as an interrupted run left it, or read anew and kept."""
    if (work / RUN).exists():
        limit = None if budget is None else budget // 4
        return storage.read_text(work, *storage.read_alphabet(work), limit=limit)
    text = encode_corpus(corpus, budget)
    storage.write_alphabet(work, text.alphabet, text.counts, text)
    storage.write_text(work, text)
    return text


def _finished(work: Path, text: CodedText, plan: Plan) -> list[Level]:
    """The levels that an interrupted run had finished."""
    if not (work / storage.level_name(2)).exists():
        return []
    kept = int((text.counts >= plan.least[0]).sum())
    levels = [first_level(text.counts[:kept])]
    with suppress(FormatError):  # the level that was being written when the run was killed
        while (work / storage.level_name(len(levels) + 1)).exists():
            levels.append(storage.read_level(work, levels))
    return levels
