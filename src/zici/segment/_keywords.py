"""Keywords: the words of a document that other text does not have so often."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable

from zici.errors import OptionError
from zici.segment._alphabet import fold
from zici.segment._background import Background, words_of
from zici.segment._segmenter import Segmenter

METHODS = ("tfidf", "weirdness")
_NUMBER = re.compile(
    r"[第几数幾數]?[0-9０-９〇○零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟兩萬億几数点點.．,，:：/／%％‰·∶之分-]+"
    r"[年月日时時]?"
)


def keywords(
    document: str | Iterable[str],
    *,
    segmenter: Segmenter,
    background: Background | None = None,
    method: str = "tfidf",
    top: int = 20,
    min_length: int = 2,
    min_count: int | None = None,
    keep: Callable[[str], object] | None = None,
) -> list[tuple[str, float]]:
    """The words that tell what a document is about.

    "tfidf": the share of the document's words times ln((1 + N) / (1 + n)), where n of the background's N
    documents have the word. "weirdness" (Ahmad, Gillam & Tostevin 1999): the word's share of the document
    over its share of the background, with one added to every count of the background, so that words it lacks
    have a share too.

    Without a background the counts of the segmenter's own words stand in: for "tfidf" the share of documents
    that have the word is what it would be if words fell at random into documents as long as this one.

    Args:
        document: a text, or texts that count as one document: a Corpus, to compare a field with other text.
        segmenter: what cuts it; the background should have been cut by the same.
        background: the other text.
        method: "tfidf" or "weirdness".
        top: most words, from 1.
        min_length: least number of characters, from 1.
        min_count: least count in the document, from 1; by default 1 for "tfidf" and 2 for "weirdness", where
            a single word would make much of chance.
        keep: says of a word whether it may be a keyword; by default numbers (3.5, 二十三, 1998年) may not.

    Returns:
        At most ``top`` words with their scores above 0, the highest first; equal ones by count, then by word.

    Raises:
        OptionError: a parameter outside its range, or no background and a segmenter without counted words.

    Example:
        >>> segmenter = Segmenter({"新词": 2, "发现": 9, "方法": 30})
        >>> other = Background.of(["方法，方法", "方法与发现", "方法"], segmenter)
        >>> keywords("新词发现的方法：新词", segmenter=segmenter, background=other, top=2)
        [('新词', 0.554...), ('发现', 0.138...)]
    """
    _check(method, top, min_length, min_count)
    counts = _count(document, segmenter)
    total = sum(counts.values())
    least = min_count or (2 if method == "weirdness" else 1)
    rate = _rates(method, total, background or segmenter)
    free = keep or _is_no_number
    scored = [
        (count / total * rate(word), count, word)
        for word, count in counts.items()
        if count >= least and len(word) >= min_length and free(word)
    ]
    scored.sort(key=lambda row: (-row[0], -row[1], row[2]))
    return [(word, score) for score, _, word in scored[:top] if score > 0]


def _check(method: str, top: int, min_length: int, min_count: int | None) -> None:
    if method not in METHODS:
        raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {method!r}")
    for name, value in (("top", top), ("min_length", min_length), ("min_count", min_count)):
        if value is not None and value < 1:
            raise OptionError(f"{name}: expected at least 1, got {value!r}")


def _count(document: str | Iterable[str], segmenter: Segmenter) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for tokens in segmenter.cut_corpus([document] if isinstance(document, str) else document):
        counts.update(tokens)
    return words_of(counts)


def _is_no_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is None


def _rates(method: str, total: int, other: Background | Segmenter) -> Callable[[str], float]:
    """What a word's share of a document of ``total`` words is multiplied by."""
    if isinstance(other, Segmenter):
        return _rates_of_words(method, total, other)
    tokens = other.tokens + len(other) + 1
    if method == "weirdness":
        return lambda word: tokens / (other.count(word) + 1)
    return lambda word: math.log((1 + other.documents) / (1 + other.documents_with(word)))


def _rates_of_words(method: str, total: int, segmenter: Segmenter) -> Callable[[str], float]:
    if not segmenter.words or segmenter.method in ("ngram", "pair"):
        raise OptionError(
            f'background: expected one, for a segmenter of method "{segmenter.method}" has no counted words; '
            "make one with Background.of(corpus, segmenter)"
        )
    counts = segmenter._counts
    tokens = segmenter._weights.total + len(counts) + 1

    def share(word: str) -> float:
        return (counts.get(fold(word), 0) + 1) / tokens

    if method == "weirdness":
        return lambda word: 1 / share(word)
    # The share of documents of so many words that have the word at least once.
    return lambda word: -math.log(-math.expm1(total * math.log1p(-share(word))))
