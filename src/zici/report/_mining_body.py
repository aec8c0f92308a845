"""The text of a run's page in one language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zici._version import __version__
from zici.lexicon import Lexicon
from zici.report._mining_charts import chart_cards
from zici.report._mining_data import SHOWN
from zici.report._mining_run import is_number, part, run_cards
from zici.report._mining_samples import sample_rows
from zici.report._mining_text import TextFacts
from zici.report._mining_tokens import Tokens
from zici.report._mining_words import MINING
from zici.report._sheet import cards, duration, head, percent, plain, tiles
from zici.segment import Segmenter
from zici.vectors import WordVectors

Words = dict[str, str]


@dataclass(frozen=True)
class Found:
    """All that the page tells.

    Attributes:
        lexicon: the words found.
        facts: the text in numbers.
        tokens: the words of its cut sample.
        sentences: to be shown before and after they are cut.
        segmenter: what cuts them.
        new: words that the dictionary lacks; None: there is none.
        known: words of the dictionary.
        vectors: of the words, or None.
        mapped: words on the map.
        run: what run.json holds.
    """

    lexicon: Lexicon
    facts: TextFacts
    tokens: Tokens
    sentences: Sequence[str]
    segmenter: Segmenter
    new: Collection[str] | None
    known: int
    vectors: WordVectors | None
    mapped: int
    run: Mapping[str, Any]


def body(found: Found, title: str | None, language: str) -> tuple[str, str]:
    """Title and body."""
    words = MINING[language]
    name = title or words["title"]
    parts = {"list": _list(found, words)}
    if found.sentences:
        parts["cut"] = _samples(found, words)
    charts = cards(chart_cards(found.lexicon, found.facts, found.tokens, words))
    parts["charts"] = _sampled(found.facts, words) + charts
    if found.mapped:
        note = words["map_note"].format(shown=f"{found.mapped:,}")
        parts["map"] = _wide(words["map"], note, '<div class="map-here"></div>')
    if made := run_cards(found.run, words):
        parts["run"] = cards(made)
    top = head(name, _under(found.run)) + tiles(_tiles(found, words)) + _ways(parts, words, language)
    ended = (f'<div id="{key}-{language}">\n{content}</div>\n' for key, content in parts.items())
    return name, top + "".join(ended)


def _ways(keys: Iterable[str], words: Words, language: str) -> str:
    """Links to the parts of the page."""
    links = "".join(f'<a href="#{key}-{language}">{plain(words[key])}</a>\n' for key in keys)
    return f'<nav class="ways" aria-label="{plain(words["ways"])}">\n{links}</nav>\n'


def _under(run: Mapping[str, Any]) -> str:
    """Which text, when, by what."""
    given = part(run, "parameters").get("input")
    names = [given] if isinstance(given, str) else given if isinstance(given, Sequence) else []
    texts = ", ".join(Path(str(name)).name or str(name) for name in names[:4])
    more = f" +{len(names) - 4}" if len(names) > 4 else ""
    started = str(run.get("started") or "")[:16].replace("T", " ")
    return " · ".join(filter(None, [texts + more, started, f"zici {__version__}"]))


def _tiles(found: Found, words: Words) -> list[tuple[str, str, str]]:
    facts, lexicon = found.facts, found.lexicon
    lines, sentences = f"{facts.lines:,}", f"{facts.sentences:,}"
    documents = part(found.run, "counts").get("documents")
    if isinstance(documents, int):
        note = words["documents_note"].format(lines=lines, sentences=sentences)
        rows = [(words["documents"], f"{documents:,}", note)]
    else:
        rows = [(words["lines"], lines, words["lines_note"].format(sentences=sentences))]
    rows.append(
        (words["chars"], f"{facts.chars:,}", words["chars_note"].format(distinct=f"{facts.distinct:,}"))
    )
    long = sum(len(word) > 1 for word in lexicon)
    rows.append((words["words"], f"{len(lexicon):,}", words["words_note"].format(long=f"{long:,}")))
    if found.new is not None:
        share = percent(len(found.new) / len(lexicon)) if len(lexicon) else "–"
        note = words["new_note"].format(share=share, known=f"{found.known:,}")
        rows.append((words["new"], f"{len(found.new):,}", note))
    if found.vectors is not None:
        note = words["vectors_note"].format(dim=found.vectors.matrix.shape[1])
        rows.append((words["vectors"], f"{len(found.vectors.words):,}", note))
    total = part(found.run, "seconds").get("total")
    if is_number(total):
        rows.append((words["time"], duration(total), words["time_note"]))
    return rows


def _list(found: Found, words: Words) -> str:
    note, size = words["list_note"], len(found.lexicon)
    if size > SHOWN:
        note = words["list_cut"].format(shown=f"{SHOWN:,}", all=f"{size:,}") + note
    without = f'<noscript><p class="warn">{plain(words["script"])}</p></noscript>'
    return _wide(words["list"], note, f'<div class="words-here">{without}</div>')


def _samples(found: Found, words: Words) -> str:
    note = words["cut_note"] + (" " + words["cut_new"] if found.new is not None else "")
    rows = sample_rows(found.sentences, found.segmenter, words, new=found.new)
    return _wide(words["cut"], note, rows)


def _sampled(facts: TextFacts, words: Words) -> str:
    """What was left out, where it was."""
    if facts.whole:
        return ""
    all_ = int(facts.counts.sum())
    share = percent(facts.sampled / all_, 0 if facts.sampled > all_ / 100 else 2)
    told = words["sample"].format(part=share, sampled=f"{facts.sampled:,}", all=f"{all_:,}")
    return f'<p class="soft told">{plain(told)}</p>\n'


def _wide(title: str, note: str, content: str) -> str:
    """A card as wide as the page."""
    top = f'<h2>{plain(title)}</h2><p class="soft">{plain(note)}</p>'
    return f'<section class="card wide">{top}{content}</section>\n'
