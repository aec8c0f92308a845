"""The words of a Tokenizer: counts that change, and the models that cut with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici._kernels.segment_cut import FLOOR, NUMBER, TOKEN
from zici.segment._growing import GrowingTrie
from zici.segment._model import Model, make_strings
from zici.segment._options import UNIT, Options
from zici.segment._words import Counts

Count = int | float
_NEVER = -(1 << 30)  # of a word whose count is not found yet: in no best cut
_LONG = 300  # characters from which a text is cut like a batch: the words share their strings
_MANY = 1000  # new words from which the trie is built anew


class Words:
    """Half-width words with counts, and the best cut by them.

    A word has the score ln count; every token pays ln of ``total``. So a new word changes one score, and the
    total another number.

    Args:
        counts: the words; without counts they weigh the same, or get what ``suggest_whole`` says.
        built: a model of exactly these words, whose trie saves building one.

    Attributes:
        counts: word -> count; 0 for a word that was taken out.
        total: the sum of the counts. In jieba a count that is replaced stays in; with a small dictionary the
            counts of ``suggest_freq`` are then too high for what they are asked for.
    """

    def __init__(self, counts: Counts, built: Model | None = None) -> None:
        known = np.fromiter(counts.values(), np.float64, len(counts))
        if np.isnan(known).all():
            known = np.ones(known.size)
        given = ~np.isnan(known)
        self.counts: dict[str, Count] = dict(zip(_chosen(counts, given), _numbers(known[given]), strict=True))
        self.total: Count = sum(self.counts.values())
        if built is None or not all(self.counts.values()):
            self._build()
        else:
            scores = _scores(list(self.counts.values()))
            self._models(GrowingTrie.of(built.trie, scores), built.strings, len(counts))
        self._suggest_all(_chosen(counts, ~given))

    def cut(self, text: str, numbers: bool = False) -> list[str]:
        """The tokens; with ``numbers`` those that build a Chinese number are one."""
        model = self._joining if numbers else self._plain
        if len(text) > _LONG:
            return model.cut_many((text,))[0]
        return [text[start:end] for start, end in pairwise([0, *model.ends(text)])]

    def cut_all(self, text: str) -> list[str]:
        """Every word of the text; of one piece (a character, a figure) only those that nothing covers."""
        return [text[start:end] for start, end in self._trie.all_words(text)]

    def suggest_whole(self, word: str) -> Count:
        """The least count with which ``word``, cut alone, is one token; not less than it has."""
        return self._least(word, self.cut(word))

    def suggest_parts(self, parts: Sequence[str]) -> Count:
        """The largest count with which the word of these parts is cut there; not more than it has."""
        return max(0, min(math.ceil(self._chance(parts)) - 1, self.counts.get("".join(parts), 0)))

    def _chance(self, parts: Sequence[str]) -> float:
        """How often these tokens stand side by side if they do so by chance."""
        total = self.total or 1
        share = 1.0
        for part in parts:
            share *= self.counts.get(part, 1) / total
        return share * total

    def _least(self, word: str, parts: Sequence[str]) -> Count:
        return max(int(self._chance(parts)) + 1, self.counts.get(word, 1))

    def put(self, word: str, count: Count) -> None:
        """Give a word a count; 0 takes it out."""
        self.total += count - self.counts.get(word, 0)
        self.counts[word] = count
        if count:
            self._trie.put(word, round(math.log(count) * UNIT))
        else:
            self._trie.drop(word)
        self._refresh()

    def put_many(self, given: dict[str, Count], free: Iterable[str]) -> None:
        """Give words counts, then those of ``free`` what ``suggest_whole`` says, shorter words first."""
        if len(given) > _MANY:
            self._update(given)
            self._build()
        else:
            for word, count in given.items():
                self.put(word, count)
        self._suggest_all(list(free))

    def _update(self, counts: dict[str, Count]) -> None:
        self.total += sum(counts.values()) - sum(self.counts.get(word, 0) for word in counts)
        self.counts.update(counts)

    def _suggest_all(self, words: list[str]) -> None:
        if len(words) <= _MANY:
            for word in sorted(words, key=len):
                self.put(word, self.suggest_whole(word))
            return
        self._build([word for word in words if not self.counts.get(word)])
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        for length in np.unique(lengths):
            # Words of one length are not parts of each other: the group is cut at once.
            group = _chosen(words, lengths == length)
            cut = self._plain.cut_many(group)
            counts = [self._least(word, parts) for word, parts in zip(group, cut, strict=True)]
            self._update(dict(zip(group, counts, strict=True)))
            self._trie.set_scores(group, _scores(counts))
            self._refresh()

    def _build(self, waiting: Sequence[str] = ()) -> None:
        """Make the trie anew; words that wait for their counts get a place in it."""
        words = [word for word, count in self.counts.items() if count]
        scores = _scores([self.counts[word] for word in words])
        words += waiting
        trie = GrowingTrie(words, np.append(scores, np.full(len(waiting), _NEVER, np.int64)))
        self._models(trie, make_strings(words), len(words))

    def _models(self, trie: GrowingTrie, strings: NDArray[np.object_], size: int) -> None:
        self._trie = trie
        self._plain, self._joining = (
            Model(trie.trie, Options(numbers=rule).rules(1.0, size), strings) for rule in ("off", "join")
        )
        self._refresh()

    def _refresh(self) -> None:
        """Tell the models of another trie and another total."""
        if self._plain.trie is not self._trie.trie:
            self._plain, self._joining = (
                Model(self._trie.trie, model.rules, model.strings) for model in (self._plain, self._joining)
            )
        least = -round(math.log(max(self.total, 1)) * UNIT)
        for model in (self._plain, self._joining):
            model.rules[TOKEN] = model.rules[FLOOR] = least
            model.rules[NUMBER] = max(least, round(math.log(Options.number_share) * UNIT))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self.counts, self.total))


def _restore(counts: dict[str, Count], total: Count) -> Words:
    words = Words.__new__(Words)
    words.counts, words.total = counts, total
    words._build()
    return words


def _chosen(words: Iterable[str], mask: NDArray[np.bool_]) -> list[str]:
    return [word for word, chosen in zip(words, mask.tolist(), strict=True) if chosen]


def _numbers(values: NDArray[np.float64]) -> list[Count]:
    """Whole numbers as int, as jieba has them."""
    if (values == np.rint(values)).all() and (values < 1 << 62).all():
        return list(values.astype(np.int64).tolist())
    return list(values.tolist())


def _scores(counts: Sequence[Count]) -> NDArray[np.int64]:
    values = np.array(counts, np.float64)
    scores: NDArray[np.int64] = np.rint(np.log(values) * UNIT).astype(np.int64)
    return scores
