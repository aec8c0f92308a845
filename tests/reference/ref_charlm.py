"""The character language model and the cut by tags from their definitions, with dictionaries, slowly."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from reference.ref_segment import UNIT, cells, fold, number_end

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN = re.compile(f"[0-9A-Za-z{HAN}]+")
BOS, EOS, UNKNOWN = "<s>", "</s>", "<unk>"
Gram = tuple[str, ...]
Options = tuple[int, dict[str, int], str]
"""Order, weights in 1/UNIT nat, rule for numbers."""


def sentences(texts: list[str]) -> list[list[str]]:
    return [[BOS, *run, EOS] for text in texts for run in RUN.findall(text)]


def raw_counts(texts: list[str], order: int) -> Counter[Gram]:
    counts: Counter[Gram] = Counter()
    for symbols in sentences(texts):
        for n in range(1, order + 1):
            for i in range(len(symbols) - n + 1):
                counts[tuple(symbols[i : i + n])] += 1
    return counts


def adjusted_counts(raw: Counter[Gram], order: int, kneser_ney: bool) -> dict[Gram, int]:
    before: dict[Gram, set[str]] = defaultdict(set)
    for gram in raw:
        before[gram[1:]].add(gram[0])
    adjusted = {}
    for gram, count in raw.items():
        own = len(gram) == order or gram[0] == BOS or not kneser_ney
        adjusted[gram] = count if own else len(before[gram])
    adjusted[(BOS,)] = 0
    return adjusted


def discounts(adjusted: dict[Gram, int], n: int) -> list[float]:
    tally = Counter(a for gram, a in adjusted.items() if len(gram) == n)
    fallback = [0.0, 0.5, 1.0, 1.5]
    if not (tally[1] and tally[2] and tally[3]):
        return fallback
    y = tally[1] / (tally[1] + 2 * tally[2])
    found = [0.0] + [k - (k + 1) * y * tally[k + 1] / tally[k] for k in (1, 2, 3)]
    return found if all(0 < found[k] <= k for k in (1, 2, 3)) else fallback


class Model:
    """``prob[gram]``: of the last symbol after the others; ``backoff[gram]``: the weight of one shorter."""

    def __init__(self, texts: list[str], order: int, *, least: int = 1, kneser_ney: bool = True) -> None:
        self.order = order
        raw = raw_counts(texts, order)
        adjusted = adjusted_counts(raw, order, kneser_ney)
        steps = {n: discounts(adjusted, n) for n in range(1, order + 1)}
        singles = sorted({gram[0] for gram in raw if len(gram) == 1} - {BOS})
        self.symbols = [*singles, UNKNOWN]
        kept = {gram for gram in raw if len(gram) == 1 or raw[gram] >= least}
        after: dict[Gram, list[Gram]] = defaultdict(list)
        for gram in raw:
            after[gram[:-1]].append(gram)
        self.prob: dict[Gram, float] = {}
        self.backoff: dict[Gram, float] = {}
        for n in range(1, order + 1):
            for context in sorted(c for c in after if len(c) == n - 1):
                total = sum(adjusted[gram] for gram in after[context])
                share = {
                    gram: (adjusted[gram] - steps[n][min(adjusted[gram], 3)]) / total
                    for gram in after[context]
                    if gram in kept
                }
                gamma = 1 - sum(share.values())
                self.backoff[context] = gamma
                for gram, own in share.items():
                    shorter = self.prob[gram[1:]] if n > 1 else 1 / len(self.symbols)
                    self.prob[gram] = own + gamma * shorter
                if n == 1:
                    self.prob[(UNKNOWN,)] = gamma / len(self.symbols)
        del self.prob[(BOS,)]

    def conditional(self, context: Gram, symbol: str) -> float:
        gram = (*context[max(0, len(context) - self.order + 1) :], symbol)
        factor = 1.0
        while gram not in self.prob:
            if len(gram) == 1:
                return factor * self.prob[(UNKNOWN,)]
            factor *= self.backoff.get(gram[:-1], 1.0)
            gram = gram[1:]
        return factor * self.prob[gram]

    def logprob(self, text: str) -> float:
        return sum(
            math.log(self.conditional(tuple(symbols[:i]), symbols[i]))
            for symbols in sentences([text])
            for i in range(1, len(symbols))
        )


TAGS = "bcde"


def best_tags(
    emissions: list[list[int]], weights: dict[str, int], inner: list[bool], apart: list[bool]
) -> list[int]:
    """The word lengths of the best cut of a run, found by trying every cut.

    ``emissions[i][j]`` is that of character i as the (j+1)-th of its word; ``inner[i]``: none begins there;
    ``apart[i]``: one does.
    """
    size = len(emissions)
    best: tuple[int, list[int]] | None = None
    for cuts in range(1 << (size - 1)):
        begins = [0] + [i for i in range(1, size) if cuts >> (i - 1) & 1]
        if any(inner[i] for i in begins[1:]) or any(apart[i] and i not in begins for i in range(size)):
            continue
        lengths = [b - a for a, b in zip(begins, [*begins[1:], size], strict=True)]
        total, at = 0, 0
        for k, length in enumerate(lengths):
            for place in range(length):
                total += emissions[at][min(place, len(emissions[at]) - 1)]
                if place and not inner[at]:
                    total += weights[TAGS[min(place, 4) - 1] + TAGS[min(place, 3)]]
                at += 1
            if k + 1 < len(lengths):
                total += weights[TAGS[min(length, 4) - 1] + "b"]
        key = (total, lengths[::-1])
        if best is None or key > best:
            best = key
    assert best is not None
    return best[1][::-1]


def is_alone(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" or char.isspace()


def is_letter(chars: str) -> bool:
    """Whether one of them is; Chinese characters are none."""
    return any(char.isalpha() and not "\u3000" < char < "\uff00" and char < "\U00010000" for char in chars)


def cut(text: str, probs: dict[Gram, float], backoffs: dict[Gram, float], options: Options) -> list[str]:
    """Cut with the ln probabilities and backoffs of a model."""
    order, weights, rule = options
    tokens: list[str] = []
    places = cells(text)
    closed = set(range(1, len(text))) - set(places)
    numeric: set[int] = set()
    for begin, end in pairwise(places):
        stop = number_end(text, begin, rule)
        closed.update(range(begin + 1, stop))
        numeric.update(range(begin, end if fold(text[begin]) in "0123456789" else stop))
        numeric.update(range(begin, stop))
    at = 0
    while at < len(text):
        stop = at + 1
        if is_alone(text[at]):
            while stop in closed:
                stop += 1
            tokens.append(text[at:stop])
        else:
            while stop < len(text) and (stop in closed or not is_alone(text[stop])):
                stop += 1
            run = text[at:stop]
            inner = [at + i in closed for i in range(len(run))]
            states = max(4, order)
            emissions = [
                [emission(fold(run[: i + 1]), min(j, order), probs, backoffs) for j in range(1, states + 1)]
                for i in range(len(run))
            ]
            begin = 0
            apart = [
                i not in closed and bool({i - 1, i} & numeric) and not is_letter(text[i - 1] + text[i])
                for i in range(at, stop)
            ]
            for length in best_tags(emissions, weights, inner, apart):
                tokens.append(run[begin : begin + length])
                begin += length
        at = stop
    return tokens


def emission(text: str, n: int, probs: dict[Gram, float], backoffs: dict[Gram, float]) -> int:
    """The ln probability of the last character after up to n - 1 before it, in whole 1/UNIT nat."""
    gram = tuple(text[-n:])
    if gram in probs:
        return round(probs[gram] * UNIT)
    if len(gram) == 1:
        return round(probs[(UNKNOWN,)] * UNIT)
    return round(backoffs.get(gram[:-1], 0.0) * UNIT) + emission(text, len(gram) - 1, probs, backoffs)


def spelled(arrays: Any, alphabet: Any) -> list[Gram]:
    """The n-grams of a model's nodes."""
    names: list[Gram] = [(symbol,) for symbol in [UNKNOWN, *map(chr, alphabet), EOS, BOS]]
    symbols = [name[0] for name in names]
    for node in range(arrays.start.size - 1):
        for k in range(arrays.start[node], arrays.start[node + 1]):
            assert k == len(names)
            names.append((*names[node], symbols[arrays.char[k]]))
    return names


def tables(arrays: Any, alphabet: Any) -> tuple[dict[Gram, float], dict[Gram, float]]:
    """The ln probabilities and backoffs of a model by n-gram."""
    names = spelled(arrays, alphabet)
    probs = dict(zip(names, arrays.prob.tolist(), strict=True))
    return probs, dict(zip(names, arrays.backoff.tolist(), strict=False))
