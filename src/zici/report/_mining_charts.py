"""The charts of a run: growth of the vocabulary, ranks and counts, lengths, scripts."""

from __future__ import annotations

import numpy as np

from zici.lexicon import Lexicon
from zici.report._mining_text import Int64, TextFacts
from zici.report._mining_tokens import Tokens
from zici.report._sheet import card, plain
from zici.report.charts import Axis, Bar, Line, bar_chart, line_chart

Words = dict[str, str]
LONGEST = 8  # characters; longer words are one bar
POINTS = 120
FITTED = (10, 1000)  # ranks
FEW = 1000  # words, below which no law is looked for


def chart_cards(lexicon: Lexicon, facts: TextFacts, tokens: Tokens, words: Words) -> list[str]:
    """A card for each chart that has something to show."""
    made = [_growth(tokens, words), _zipf(facts, tokens, words)] if tokens.total else []
    return [*made, _lengths(lexicon, tokens, words), *([_scripts(facts, words)] if facts.chars else [])]


def _growth(tokens: Tokens, words: Words) -> str:
    read, seen = tokens.growth()
    note = words["growth_few"]
    if tokens.total >= FEW:
        later = read >= tokens.total / 10
        note = words["growth_note"].format(beta=f"{slope(read[later], seen[later]):.2f}")
    chart = line_chart(
        [Line("", read.tolist(), seen.tolist())],
        title=words["growth"],
        x=Axis(words["read"], low=0.0),
        y=Axis(words["different"], low=0.0),
    )
    return card(words["growth"], note, chart)


def _zipf(facts: TextFacts, tokens: Tokens, words: Words) -> str:
    ranked = np.sort(tokens.counts)[::-1]
    characters = np.sort(facts.counts[(facts.counts > 0) & facts.lettered])[::-1]
    note = words["zipf_few"]
    if ranked.size >= FEW:
        ranks = np.arange(FITTED[0], FITTED[1] + 1)
        fall = f"{slope(ranks, ranked[ranks - 1]):.2f}".replace("-", "−")
        note = words["zipf_note"].format(low=FITTED[0], high=f"{FITTED[1]:,}", slope=fall)
    chart = line_chart(
        [_ranks(words["word_line"], ranked), _ranks(words["char_line"], characters)],
        title=words["zipf"],
        x=Axis(words["rank"], log=True),
        y=Axis(words["count"], log=True),
    )
    return card(words["zipf"], note, chart)


def _ranks(name: str, counts: Int64) -> Line:
    """Counts by rank at places that lie evenly on a logarithmic axis."""
    if not counts.size:
        return Line(name, [], [])
    ranks = np.unique(np.geomspace(1, counts.size, POINTS).round().astype(np.int64))
    return Line(name, ranks.tolist(), counts[ranks - 1].tolist())


def slope(x: Int64, y: Int64) -> float:
    """The exponent of the power of ``x`` that comes nearest to ``y``: a straight line through logarithms.

    Example:
        >>> round(slope(np.array([1, 10, 100]), np.array([5, 500, 50_000])), 6)
        2.0
    """
    across, up = np.log(x), np.log(np.maximum(y, 1))
    across = across - across.mean()
    return float(across @ (up - up.mean()) / max(across @ across, 1e-12))


def _lengths(lexicon: Lexicon, tokens: Tokens, words: Words) -> str:
    found = np.bincount(np.fromiter(map(len, lexicon), np.int64, len(lexicon)), minlength=1)
    charts = [
        f'<h3 class="soft">{plain(words[name])}</h3>{_length_chart(sizes, words[name])}'
        for name, sizes in (("lengths_each", found), ("lengths_text", tokens.lengths))
        if sizes.sum()
    ]
    return card(words["lengths"], words["lengths_note"], "".join(charts))


def _length_chart(sizes: Int64, title: str) -> str:
    last = min(int(np.flatnonzero(sizes)[-1]), LONGEST)
    shares = [*sizes[1:last], sizes[last:].sum()]
    bars = [
        Bar(f"{k}+" if k == LONGEST and sizes.size > LONGEST + 1 else str(k), size / sizes.sum(), f"{size:,}")
        for k, size in enumerate(shares, 1)
    ]
    return bar_chart(bars, title=title, percent=True)


def _scripts(facts: TextFacts, words: Words) -> str:
    bars = [
        Bar(words[name], size / facts.chars, f"{size:,}")
        for name, size in sorted(facts.scripts().items(), key=lambda pair: -pair[1])
    ]
    note = words["scripts_note"].format(chars=f"{facts.chars:,}")
    return card(words["scripts"], note, bar_chart(bars, title=words["scripts"], percent=True))
