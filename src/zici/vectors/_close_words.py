"""What is said of a word that has no vector."""

from __future__ import annotations

from zici.vectors._word_vectors import WordVectors

CLOSE = 5


def unknown(vectors: WordVectors, word: str) -> str:
    """One line for a word without a vector, with words that look like it."""
    found = close_words(vectors.words, word)
    return f"no vector for {word!r}" + (f"; close to it: {' '.join(found)}" if found else "")


def close_words(words: tuple[str, ...], word: str, *, most: int = CLOSE) -> list[str]:
    """Words that share at least half of their characters with a word; those that share most come first.

    Example:
        >>> close_words(("新词", "词", "词典", "发现新词", "语料"), "新词们")
        ['新词', '发现新词']
    """
    asked = set(word)
    shares = (
        (len(asked.intersection(other)) / len(asked.union(other)), other)
        for other in words
        if not asked.isdisjoint(other)
    )
    # Stable: of equals, the most frequent stays first, as it is in vectors.
    best = sorted((pair for pair in shares if pair[0] >= 0.4), key=lambda pair: -pair[0])
    return [other for _, other in best[:most]]
