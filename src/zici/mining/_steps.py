"""The steps of mining, in their order: each leaves its files in the working folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zici._progress import Renamed
from zici._run_file import run_record
from zici.corpus import Corpus
from zici.discovery import discover
from zici.errors import EmptyError
from zici.lexicon import Lexicon
from zici.mining._names import JIEBA, LEXICON, NEW_WORDS, REPORT, SEGMENTED, SEGMENTER, VECTORS
from zici.mining._options import MiningOptions
from zici.mining._vectors import Means, write_vectors
from zici.mining._work import Made, Work
from zici.segment import Segmenter
from zici.segment._corpus import write_cut
from zici.vectors import WordVectors

EXACT = ".lexicon.parquet"  # the words with all they know of themselves, for later steps


@dataclass(frozen=True)
class Task:
    """One run: what is to be made of what.

    Attributes:
        work: where.
        corpus: the text.
        reading: what the corpus tells its progress to: the name of what it is read for can be set.
        options: what is to be made.
        known: words that are not new.
        means: threads, memory, progress.
        parameters: what the report says of the run.
    """

    work: Work
    corpus: Corpus
    reading: Renamed
    options: MiningOptions
    known: frozenset[str]
    means: Means
    parameters: Mapping[str, Any]

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words, once they are found."""
        return Lexicon.load(self.work.folder / EXACT)

    @cached_property
    def segmenter(self) -> Segmenter:
        """What cuts with them."""
        return Segmenter(self.lexicon)


def find_words(task: Task) -> Made:
    """The words of the text, in full precision."""
    options, means = task.options, task.means
    found = discover(
        task.corpus,
        **options.finding(),
        workers=means.workers,
        memory=means.memory,
        progress=means.progress,
    )
    if options.top is not None:
        found = found.top(options.top)
    if len(found) == 0:
        raise EmptyError("no words were found; give more text")
    found.save(task.work.folder / EXACT)
    skipped = task.corpus.skipped
    return {"skipped": len(skipped), "documents": [(str(path), reason) for path, reason in skipped]}


def write_words(task: Task) -> Made:
    """The words for people, for jieba and for the segmenter."""
    folder, lexicon = task.work.folder, task.lexicon
    lexicon.save(folder / LEXICON)
    lexicon.export(folder / JIEBA, format="jieba")
    task.segmenter.save(folder / SEGMENTER)
    counts = {"words": len(lexicon), "words_of_two_or_more": len(lexicon.filter(min_length=2))}
    if task.known:
        new = lexicon - task.known
        new.save(folder / NEW_WORDS)
        counts["new_words"] = len(new)
    return counts


def cut_text(task: Task) -> Made:
    """The text, cut."""
    task.reading.names["read text"] = "cut text"
    with (task.work.folder / SEGMENTED).open("wb") as stream:
        write_cut(task.segmenter, task.corpus, stream, sep=" ", workers=task.means.workers)
    return {}


def learn_vectors(task: Task) -> Made:
    """The vectors of the words."""
    return {"word_vectors": write_vectors(task.work.folder, task.means)}


def write_report(task: Task) -> Made:
    """The page to look at."""
    from zici.report import write_mining_report

    folder = task.work.folder
    task.reading.names["read text"] = "write report"
    write_mining_report(
        folder / REPORT,
        lexicon=task.lexicon,
        corpus=task.corpus,
        segmenter=task.segmenter,
        vectors=WordVectors.load(folder / VECTORS) if (folder / VECTORS).is_dir() else None,
        known=task.known,
        run=run_record(
            parameters={**task.parameters, "in_force": task.lexicon.meta},
            counts=task.work.counts,
            watch=task.work.watch,
        ),
        progress=task.means.progress,
    )
    return {}


STEPS: dict[str, Callable[[Task], Made]] = {
    "discover": find_words,
    "write words": write_words,
    "cut": cut_text,
    "vectors": learn_vectors,
    "report": write_report,
}


def wanted(options: MiningOptions) -> dict[str, Callable[[Task], Made]]:
    """The steps that the options ask for."""
    left_out = {"vectors": not options.vectors, "report": not options.report}
    return {name: make for name, make in STEPS.items() if not left_out.get(name)}
