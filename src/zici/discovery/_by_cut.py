"""The methods "ngram" and "pair": cut where no kept n-gram holds the text together, count the pieces."""

from __future__ import annotations

from zici.discovery._auto import auto_min_pmi
from zici.discovery._cohesion import pmi_by_level
from zici.discovery._grams import keep
from zici.discovery._options import as_json
from zici.discovery._pieces import pieces_of
from zici.discovery._task import Task
from zici.discovery._words import to_lexicon
from zici.lexicon import Lexicon


def words_by_cut(task: Task) -> Lexicon:
    """The pieces of the cut text that pass the backtracking (kexue.fm/archives/3913, 4256, 6920)."""
    counts, options = task.counts, task.options
    pmi = pmi_by_level(counts, options.order)
    least = auto_min_pmi(task, pmi) if options.auto_pmi else options.min_pmi
    kept = keep(counts, pmi, least)
    pieces = pieces_of(task, "cut and count words", kept, strict=options.strict)
    return to_lexicon(counts, kept, pieces, task.least).with_meta({"min_pmi": as_json(least)})
