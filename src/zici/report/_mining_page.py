"""What a run of ``zici mine`` has found, as one HTML file."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any

from zici._progress import Progress, Step, silent
from zici.corpus import Corpus
from zici.lexicon import Lexicon
from zici.report._mining_body import Found, body
from zici.report._mining_contexts import find_examples
from zici.report._mining_data import SHOWN, WordTable, membership, pack_table, packed
from zici.report._mining_samples import pick_sentences
from zici.report._mining_text import TextFacts, read_facts
from zici.report._mining_tokens import Tokens, cut_sample
from zici.report._page import map_page, map_parts
from zici.report._plot_vectors import map_data
from zici.report._sheet import More, check_language, write_sheet
from zici.segment import Segmenter
from zici.vectors import WordVectors

STAGE, PARTS = "write report", 5
MAPPED = 3000  # words on the map
SCRIPTS = (
    "unpack.js",
    "mining_strings.js",
    "mining_data.js",
    "mining_grid.js",
    "mining_word.js",
    "mining_main.js",
)


def write_mining_report(
    path: str | os.PathLike[str],
    *,
    lexicon: Lexicon,
    corpus: Corpus,
    segmenter: Segmenter,
    vectors: WordVectors | None = None,
    known: Collection[str] = frozenset(),
    run: Mapping[str, Any],
    title: str | None = None,
    lang: str | None = None,
    progress: Progress | None = None,
) -> None:
    """Write what a run found as one HTML file that needs no network.

    It shows the text in numbers, the words in a table with examples, how they cut sentences, the growth of
    the vocabulary, ranks and counts, lengths, a map of the vectors, and the run itself. The whole text is
    read once; four million characters of it (of a huge one six) that lie evenly over it are cut, and the
    page says so. Memory doesn't grow with the text.

    Args:
        path: the file to write, complete or not at all.
        lexicon: the words found; the page lists the 50,000 most frequent.
        corpus: the text they were found in.
        segmenter: what cuts with them.
        vectors: of the words; None, or fewer than two: no map.
        known: words of a dictionary; the others are marked as new. Empty: nothing is said of new words.
        run: parameters, counts, seconds and versions, as ``run.json`` holds them; each may be missing.
        title: of the page; None: one that says what it is.
        lang: of the page's own text, "en" or "zh"; None: both, that of the browser is shown first.
        progress: told of the stage "write report".

    Raises:
        CorpusError: the text can't be read any more.
        OptionError: an unknown language.
        OutputError: the file can't be written.

    Example:
        >>> import pathlib, tempfile
        >>> page = pathlib.Path(tempfile.mkdtemp()) / "report.html"
        >>> words = Lexicon(["新词", "发现"], {"count": [2, 1]})
        >>> text = Corpus.from_texts(["从语料中发现新词", "新词！"])
        >>> write_mining_report(
        ...     page, lexicon=words, corpus=text, segmenter=Segmenter(words), run={}, lang="zh"
        ... )
        >>> "<title>从语料中找到的词</title>" in page.read_text(encoding="utf-8")
        True
    """
    check_language(lang)
    tell = _Told(progress or silent)
    tell()
    facts = read_facts(corpus.blocks())
    tell()
    tokens = cut_sample(segmenter, facts)
    tell()
    mapped = [] if vectors is None or len(vectors.words) < 2 else list(vectors.words[:MAPPED])
    data = {"words": _table(lexicon, tokens, facts, known=known, mapped=frozenset(mapped))}
    tell()
    if vectors is not None and mapped:
        data["map"] = _map(vectors, mapped)
    tell()
    found = Found(
        lexicon=lexicon,
        facts=facts,
        tokens=tokens,
        sentences=pick_sentences(facts.sample),
        segmenter=segmenter,
        new=frozenset(word for word in lexicon if word not in known) if known else None,
        known=len(known),
        vectors=vectors,
        mapped=len(mapped),
        run=run,
    )
    more = More(styles=("mining.css",), scripts=SCRIPTS, data=data, framed=_framed(found))
    write_sheet(path, lambda language: body(found, title, language), lang=lang, more=more)
    tell()


class _Told:
    """Tells the next step of the stage at every call."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def __call__(self) -> None:
        self._progress(Step(STAGE, self._done, PARTS, "parts"))
        self._done += 1


def _table(
    lexicon: Lexicon,
    tokens: Tokens,
    facts: TextFacts,
    *,
    known: Collection[str],
    mapped: frozenset[str],
) -> str:
    """The words that are listed, packed."""
    shown = lexicon.top(SHOWN)
    new = ~membership(shown.words, known) if known else None
    examples = find_examples(shown.words, tokens, facts.sample)
    return pack_table(WordTable(shown, new, membership(shown.words, mapped), examples))


def _framed(found: Found) -> tuple[list[str], list[str]]:
    """Style and script of the map, where there is one."""
    if not found.mapped:
        return [], []
    parts = map_parts()
    return [parts.style], [parts.script]


def _map(vectors: WordVectors, words: list[str]) -> str:
    """The page of the map, packed once more: the page around it puts it into a frame."""
    page = map_page(map_data(vectors, words), title=None, lang=None, method="neighbours")
    return packed(page.encode("utf-8"))
