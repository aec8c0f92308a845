"""What a run of ``zici mine`` has found, as one HTML file."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from typing import Any

from zici._progress import Progress, Step, silent
from zici.corpus import Corpus
from zici.lexicon import Lexicon
from zici.report._mining_text import read_facts
from zici.report._sheet import card, head, table, tiles, write_sheet
from zici.segment import Segmenter
from zici.vectors import WordVectors


def write_mining_report(
    path: str | os.PathLike[str],
    *,
    lexicon: Lexicon,
    corpus: Corpus,
    segmenter: Segmenter,
    vectors: WordVectors | None = None,
    known: Container[str] = frozenset(),
    run: Mapping[str, Any],
    title: str | None = None,
    lang: str | None = None,
    progress: Progress | None = None,
) -> None:
    """Write what a run found as one HTML file that needs no network.

    Args:
        path: the file to write, complete or not at all.
        lexicon: the words found.
        corpus: the text they were found in.
        segmenter: that cuts with them.
        vectors: of the words.
        known: words of a dictionary; the others are marked as new.
        run: parameters, counts and times, as ``run.json`` holds them.
        title: of the page; None: one that says what it is.
        lang: of the page's own text, "en" or "zh"; None: both, that of the browser is shown first.
        progress: told of the stage "write report".

    Raises:
        OptionError: an unknown language.
        OutputError: the file can't be written.
    """
    tell = progress or silent
    tell(Step("write report", 0, 1, "files"))
    facts = read_facts(corpus.blocks())

    def version(language: str) -> tuple[str, str]:
        name = title or {"en": "Words of a text", "zh": "语料的词"}[language]
        rows = [("lines", f"{facts.lines:,}", ""), ("characters", f"{facts.chars:,}", "")]
        top = lexicon.top(100)
        words = table(["word", "count"], zip(top.words, top.count.tolist(), strict=True), kinds="wn")
        return name, head(name, "") + tiles(rows) + card("words", "", words)

    write_sheet(path, version, lang=lang)
    tell(Step("write report", 1, 1, "files"))
