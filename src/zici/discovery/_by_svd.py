"""The method "svd": words that the text's own two-character words suggest."""

from __future__ import annotations

from zici.discovery._by_cut import words_by_cut
from zici.discovery._derived import derived_words
from zici.discovery._neighbours import count_occurrences
from zici.discovery._task import Task
from zici.errors import OptionError
from zici.lexicon import Lexicon


def words_by_svd(task: Task) -> Lexicon:
    """Derived words (kexue.fm/archives/4208), with the occurrences of their strings as count: most have 0."""
    options = task.options
    if not isinstance(options.min_count, int):
        raise OptionError(f'min_count: expected one number for method "svd", got {options.min_count!r}')
    derived = derived_words(
        words_by_cut(task), min_count=options.min_count, rank=options.rank, min_score=options.min_score
    )
    count = count_occurrences(derived.words, task.text, workers=task.workers, progress=task.progress)
    return Lexicon(derived.words, {"count": count, "score": derived.columns["score"]})
