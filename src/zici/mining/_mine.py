"""mine: everything that a text gives, in one folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from zici._progress import Progress, Renamed, silent
from zici._run_file import write_run
from zici._version import __version__
from zici.corpus import Corpus
from zici.errors import OutputError
from zici.mining._names import EARLIER
from zici.mining._options import MiningOptions
from zici.mining._steps import Task, wanted
from zici.mining._vectors import LEAST, MIN_COUNT, Means
from zici.mining._work import Work, open_work

STDIN = "-"
NO_VECTORS = f"no vectors: the text has too few words that occur {MIN_COUNT} times (expected {LEAST})"


@dataclass(frozen=True)
class MiningResult:
    """What mining has made.

    Attributes:
        folder: where it stands.
        counts: "words", "words_of_two_or_more", "word_vectors" (if asked for), "new_words" (with known
            words), "skipped" (documents).
        seconds: of every step.
        skipped: documents that could not be read, with the reason.
        taken: the steps that an interrupted run had finished.
        notes: what is to be known of it, in sentences.
    """

    folder: Path
    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    skipped: Sequence[tuple[Path, str]] = ()
    taken: Sequence[str] = ()
    notes: Sequence[str] = field(default=())


def mine(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    options: MiningOptions | None = None,
    *,
    reading: Mapping[str, Any] | None = None,
    known: Iterable[str] = (),
    resume: bool = False,
    workers: int | None = None,
    memory: str | int | None = None,
    progress: Progress | None = None,
    told: Mapping[str, Any] | None = None,
) -> MiningResult:
    """Find the words of a text, cut it with them, learn their vectors and write a report: all in one folder.

    The folder holds lexicon.tsv (words, counts, cohesion, weights, entropies of the neighbours),
    lexicon.jieba.txt, segmenter.npz, segmented.txt, vectors/, report.html, run.json (parameters, counts,
    times); with ``known`` also new_words.tsv. It takes its name when it is complete.

    A run that is interrupted or killed leaves what it had finished in a hidden folder beside ``output``; with
    ``resume`` the same call takes that and gives the same files as a run that was never disturbed, but for
    the times in run.json and report.html.

    Args:
        inputs: files, folders, globs, or "-" for standard input, as :class:`zici.Corpus` takes them.
        output: the folder, new or empty or an earlier result.
        options: how words are found and what is made of them; None: the defaults.
        reading: how the input is read: ``text``, ``encoding``, ``format``, ``errors``, ``nfkc`` and
            ``simplify`` of :class:`zici.Corpus`.
        known: words that are not new.
        resume: whether the finished steps of an interrupted run are taken; without, they are thrown away. Of
            standard input, which can't be compared, there are none.
        workers: threads; None: all processors. The result doesn't depend on it.
        memory: a bound on the process such as "2GB", see :func:`zici.count_ngrams`.
        progress: told every step.
        told: what else ``run.json`` tells among the parameters.

    Returns:
        Where the result stands, with its counts and times.

    Raises:
        CorpusError: a file can't be read.
        EmptyError: no word reaches the thresholds.
        OptionError: an option outside its range.
        OutputError: the folder holds something else or an input, another run writes it, or the disk is full.

    Example:
        >>> import pathlib, tempfile
        >>> place = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (place / "text.txt").write_text("我爱北京。北京人在北京。去北京吧。" * 5, encoding="utf-8")
        >>> result = mine(place / "text.txt", place / "out", MiningOptions(vectors=False, report=False))
        >>> result.counts["words"] > 3, sorted(path.name for path in result.folder.iterdir())[-2:]
        (True, ['segmented.txt', 'segmenter.npz'])
    """
    asked, folder = options or MiningOptions(), Path(output)
    names = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    _check_outside(folder, [os.fspath(name) for name in names])
    renamed = Renamed(progress or silent)
    corpus = Corpus(names, **(reading or {}), progress=renamed)
    means = Means(workers, memory, progress or silent)
    parameters = {"input": [os.fspath(name) for name in names], "output": folder, **(told or {})}
    parameters |= {**(reading or {}), **asdict(asked), "workers": workers, "memory": memory}
    words = frozenset(known)
    run = _run(corpus, asked, words)
    with open_work(folder, EARLIER, run, resume=resume) as work:
        task = Task(work, corpus, renamed, asked, words, means, parameters)
        counts = _counts(task)
        parameters["in_force"] = task.lexicon.meta  # with the defaults of the method filled in
        write_run(work.folder, parameters=parameters, counts=counts, watch=work.watch)
    return _result(folder, work, counts, asked)


def _counts(task: Task) -> dict[str, int]:
    for name, make in wanted(task.options).items():
        task.work.step(name, partial(make, task))
    counts = task.work.counts
    return counts | {"skipped": counts.pop("skipped")}  # last, as the least of interest


def _result(folder: Path, work: Work, counts: dict[str, int], asked: MiningOptions) -> MiningResult:
    skipped = [(Path(path), reason) for path, reason in work.made("discover")["documents"]]
    notes = [NO_VECTORS] if asked.vectors and not counts["word_vectors"] else []
    return MiningResult(folder, counts, dict(work.watch.seconds), skipped, work.taken, notes)


def _run(corpus: Corpus, options: MiningOptions, known: frozenset[str]) -> str | None:
    """What tells runs apart that give different files."""
    if corpus.fingerprint is None:
        return None
    told = {"corpus": corpus.fingerprint, "zici": __version__, **asdict(options), "known": sorted(known)}
    return json.dumps(told, sort_keys=True, ensure_ascii=True, default=str)


def _check_outside(output: Path, inputs: Sequence[str]) -> None:
    """Refuse a result among the texts: the next run would read it as text."""
    target = output.resolve()
    for name in inputs:
        if name == STDIN:
            continue
        source = Path(name).resolve()
        if source.is_dir() and target.is_relative_to(source):
            raise OutputError(f"{output}: expected a folder outside the input {name}; name another with -o")
        if source.is_relative_to(target):
            raise OutputError(
                f"{output}: expected a folder that holds no input ({name}); name another with -o"
            )
