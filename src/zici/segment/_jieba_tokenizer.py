"""Tokenizer: the calls of jieba, answered by a dictionary of one's own."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zici.errors import EmptyError, InputError, OptionError
from zici.lexicon import Lexicon
from zici.segment._alphabet import fold
from zici.segment._jieba_file import MAX_COUNT, read_userdict
from zici.segment._jieba_words import Count, Words
from zici.segment._model import Model
from zici.segment._segmenter import Segmenter
from zici.segment._words import collect

_NONE_SET = (
    'expected a dictionary, none is set and zici ships none; name one: jieba.set_dictionary("words.tsv"), '
    "the file of zici discover, of jieba, or a Lexicon"
)


_WIDE = re.compile("[\uff01-\uff5e]")


class Tokenizer:
    """What ``jieba.Tokenizer`` does, with the same calls; see the module ``jieba_api`` for what differs.

    Words can be added and taken out at any time, at the cost of some microseconds each; do so before other
    threads cut.

    Args:
        dictionary: the path of a dictionary in any format of ``Lexicon.load``, or of a saved segmenter
            (``.npz``); or a Lexicon, a Segmenter, a mapping word -> count, or words. It is read at the first
            call that needs it.

    Raises:
        InputError: there is no such file.

    Example:
        >>> tokenizer = Tokenizer({"新": 9, "词": 8, "发现": 6, "语料": 4})
        >>> tokenizer.lcut("从语料中发现新词")
        ['从', '语料', '中', '发现', '新', '词']
        >>> tokenizer.add_word("新词")
        >>> tokenizer.lcut("从语料中发现新词")
        ['从', '语料', '中', '发现', '新词']
    """

    def __init__(self, dictionary: Any = None) -> None:
        self._lock = threading.RLock()
        self._words: Words | None = None
        self.dictionary: Any = None
        if dictionary is not None:
            self.set_dictionary(dictionary)

    def __repr__(self) -> str:
        return f"<Tokenizer dictionary={self.dictionary!r}>"

    def __getstate__(self) -> tuple[Any, Words | None]:
        return self.dictionary, self._words

    def __setstate__(self, state: tuple[Any, Words | None]) -> None:
        self._lock = threading.RLock()
        self.dictionary, self._words = state

    @property
    def FREQ(self) -> Mapping[str, Count]:  # noqa: N802 - jieba's name
        """Half-width word -> count; 0 for one that was taken out. Unlike jieba's, it holds words alone."""
        return MappingProxyType(self._ready().counts)

    @property
    def total(self) -> Count:
        """The sum of the counts."""
        return self._ready().total

    def set_dictionary(self, dictionary_path: Any) -> None:
        """Name the dictionary; what was added before is gone. See the class.

        Raises:
            InputError: there is no such file.
        """
        if isinstance(dictionary_path, str | os.PathLike) and not Path(dictionary_path).is_file():
            raise InputError(
                f"{os.fspath(dictionary_path)}: expected a dictionary file, found none; check the path"
            )
        with self._lock:
            self.dictionary, self._words = dictionary_path, None

    def initialize(self, dictionary: Any = None) -> None:
        """Read the dictionary now; without this the first call that needs it does.

        Raises:
            EmptyError: none is set.
            InputError: the file can't be read, or breaks its format (FormatError).
            OptionError: counts or words that can't be used, or a segmenter that has no words.
        """
        if dictionary is not None:
            self.set_dictionary(dictionary)
        self._ready()

    def _ready(self) -> Words:
        words = self._words
        if words is None:
            with self._lock:
                if self._words is None:
                    self._words = _read(self.dictionary)
                words = self._words
        return words

    def lcut(
        self,
        sentence: str | bytes,
        cut_all: bool = False,
        HMM: bool = True,  # noqa: N803
        use_paddle: bool = False,
    ) -> list[str]:
        """The words of a text as a list; ``"".join`` of it is the text unless ``cut_all``.

        Args:
            sentence: the text; bytes are read as UTF-8, else GBK.
            cut_all: all words that are in it, overlapping ones too.
            HMM: Chinese numbers (二十三点五, 百分之三) that the dictionary lacks are one word. There is no
                hidden Markov model here: for unknown words let ``zici discover`` read the text first.
            use_paddle: refused; zici has no such model.
        """
        words = self._words or self._ready()
        text = sentence if type(sentence) is str else _text(sentence)
        if use_paddle:
            raise OptionError("use_paddle: expected False, there is no such model in zici; leave it out")
        return words.cut_all(text) if cut_all else words.cut(text, HMM)

    def cut(
        self,
        sentence: str | bytes,
        cut_all: bool = False,
        HMM: bool = True,  # noqa: N803
        use_paddle: bool = False,
    ) -> Iterator[str]:
        """As ``lcut``, as a generator."""
        yield from self.lcut(sentence, cut_all, HMM, use_paddle)

    def lcut_for_search(self, sentence: str | bytes, HMM: bool = True) -> list[str]:  # noqa: N803
        """The words, each after the words of two and three characters that are inside it.

        Example:
            >>> Tokenizer(["清华", "华大", "大学", "清华大学"]).lcut_for_search("清华大学")
            ['清华', '华大', '大学', '清华大学']
        """
        return [word for word, _, _ in self._search(sentence, HMM)]

    def cut_for_search(self, sentence: str | bytes, HMM: bool = True) -> Iterator[str]:  # noqa: N803
        """As ``lcut_for_search``, as a generator."""
        yield from self.lcut_for_search(sentence, HMM)

    def tokenize(
        self,
        unicode_sentence: str,
        mode: str = "default",
        HMM: bool = True,  # noqa: N803
    ) -> Iterator[tuple[str, int, int]]:
        """Yield (word, begin, end); mode "search" gives those of ``cut_for_search``.

        Raises:
            OptionError: not a string, or another mode.
        """
        if not isinstance(unicode_sentence, str):
            raise OptionError(f"expected a string, got {unicode_sentence!r}")
        if mode not in ("default", "search"):
            raise OptionError(f'mode: expected "default" or "search", got {mode!r}')
        if mode == "search":
            yield from self._search(unicode_sentence, HMM)
            return
        start = 0
        for word in self.lcut(unicode_sentence, False, HMM):
            yield word, start, start + len(word)
            start += len(word)

    def _search(self, sentence: str | bytes, numbers: bool) -> list[tuple[str, int, int]]:
        known = self._ready().counts.get
        text = _text(sentence)
        plain = fold(text) if _WIDE.search(text) else text
        found: list[tuple[str, int, int]] = []
        start = 0
        for word in self.lcut(text, False, numbers):
            end = start + len(word)
            for size in (2, 3):
                if end - start > size:
                    for at in range(start, end - size + 1):
                        if known(plain[at : at + size]):
                            found.append((text[at : at + size], at, at + size))
            found.append((word, start, end))
            start = end
        return found

    def load_userdict(self, f: Any) -> None:
        """Add the words of a user dictionary: lines of ``word count tag``, count and tag may be missing.

        Of a repeated word the last line counts. Words without a count get one with which they, cut alone, are
        one token. Tags are not kept.

        Args:
            f: a path, an open file, or lines; UTF-8.

        Raises:
            FormatError: a line that breaks the format: names path and line. No word was added then.
            InputError: the file can't be read.
        """
        with self._lock:
            words = self._ready()
            given: dict[str, Count] = {}
            free: dict[str, None] = {}
            for word, count in read_userdict(f):
                if count is None:
                    free[word] = None
                else:
                    given[word] = count
                    free.pop(word, None)
            words.put_many(given, free)

    def add_word(self, word: str | bytes, freq: Any = None, tag: str | None = None) -> None:
        """Add a word; without ``freq`` with what ``suggest_freq`` says. ``tag`` is not kept.

        Raises:
            OptionError: a blank word or one with a line break, or a count that isn't a whole number from 0
                to 2^63 - 1.
        """
        with self._lock:
            words = self._ready()
            name = _word(word)
            words.put(name, words.suggest_whole(name) if freq is None else _count(name, freq))

    def del_word(self, word: str | bytes) -> None:
        """Take a word out; one that isn't there is no error."""
        self.add_word(word, 0)

    def suggest_freq(self, segment: str | bytes | Iterable[str | bytes], tune: bool = False) -> Count:
        """The count that makes a word one token, or parts of it several tokens.

        Args:
            segment: a word that should be one token, or the parts of a word that should be cut there.
            tune: give the word that count.

        Example:
            >>> tokenizer = Tokenizer({"中": 9, "将": 8, "中将": 7})
            >>> tokenizer.suggest_freq(("中", "将"), tune=True)
            2
            >>> tokenizer.lcut("中将")
            ['中', '将']
        """
        with self._lock:
            words = self._ready()
            if isinstance(segment, str | bytes):
                name = _word(segment)
                count = words.suggest_whole(name)
            else:
                parts = [_word(part) for part in segment]
                name = "".join(parts)
                count = words.suggest_parts(parts)
            if tune:
                words.put(name, count)
            return count

    def get_FREQ(self, k: str, d: Any = None) -> Any:  # noqa: N802 - jieba's name
        """The count of a word, or ``d``."""
        return self._ready().counts.get(fold(k), d)


def _read(dictionary: Any) -> Words:
    """The words of whatever names a dictionary."""
    if dictionary is None:
        raise EmptyError(_NONE_SET)
    if isinstance(dictionary, str | os.PathLike):
        saved = os.fspath(dictionary).endswith(".npz")
        dictionary = Segmenter.load(dictionary) if saved else Lexicon.load(dictionary)
    if isinstance(dictionary, Segmenter):
        model = dictionary._model
        if not isinstance(model, Model) or dictionary.method in ("ngram", "pair"):
            raise OptionError(
                f'expected a segmenter with words and counts, got one of method "{dictionary.method}"'
            )
        return Words(dictionary._counts, model)
    counts = collect(dictionary)
    if not any(count != 0 for count in counts.values()):
        raise EmptyError("expected a dictionary with words, found none in it; name another")
    return Words(counts)


def _text(sentence: Any) -> str:
    if isinstance(sentence, str):
        return sentence
    if not isinstance(sentence, bytes):
        raise OptionError(f"expected a text, got {sentence!r} ({type(sentence).__name__})")
    try:
        return sentence.decode("utf-8")
    except UnicodeDecodeError:
        return sentence.decode("gbk", "ignore")


def _word(word: Any) -> str:
    (name,) = collect([_text(word)])  # checked and folded
    return name


def _count(word: str, freq: Any) -> int:
    try:
        count = int(freq)
    except (TypeError, ValueError, OverflowError):
        count = -1
    if not 0 <= count <= MAX_COUNT:
        raise OptionError(f"word {word!r}: expected a count from 0 to {MAX_COUNT}, got {freq!r}")
    return count
