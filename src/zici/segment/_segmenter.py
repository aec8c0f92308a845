"""Segmenter: text -> words, by a lexicon."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici.errors import EmptyError, OptionError
from zici.parallel._engine import Engine
from zici.segment._batches import batches, blocks, spread
from zici.segment._charlm import CharLM
from zici.segment._charlm_cut import TagOptions, Transitions, compile_tags, tag_options
from zici.segment._charlm_segmenter import read_tagger, write_tagger
from zici.segment._compile import Weights, compile_counts, compile_weights, counts_of
from zici.segment._corpus import CutCorpus
from zici.segment._model import Cutter
from zici.segment._options import Options
from zici.segment._score import Gold, Scores, gold_lines, score
from zici.segment._storage import read_segmenter, write_segmenter
from zici.segment._words import Counts, KnownWords, collect

_LONG = 300
"""Characters from which one text is cut like a batch."""


class Segmenter:
    """Cuts Chinese text into words; the tokens together are always the text, character by character.

    Latin words, figures (3.5, 15:06, 20%), blanks and runs of one sign (——, ……) are units: no token begins or
    ends inside, though a word of the lexicon may hold them (K线图). Full-width letters, digits and signs are
    matched as half-width ones and stay in the tokens as they are. A line break ends every word.

    Args:
        lexicon: a Lexicon, a mapping word -> count (None: unknown), or words. With counts unknown for all,
            all words weigh the same; for some, these get the least weight with which the word, cut alone, is
            one token.
        method: "unigram": the words whose probabilities multiply to the most (Viterbi; kexue.fm/archives/3491
            and 6920 use it for discovered words); "forward" (or "maxmatch") and "backward": the longest word
            that begins here, from the left, or that ends here, from the right; "ngram" and "pair": no words
            but ``ngrams`` (kexue.fm/archives/4256 and 3913); "lm": the tags (first, second, third, later
            character of a word) that are most probable by ``lm`` (kexue.fm/archives/3956).
        ngrams: for "ngram" the kept n-grams, from 2 characters: a gap between two characters is closed if any
            of them covers it; for "pair" those of two characters are used.
        user_words: words to add, in any form of ``lexicon``. A count replaces the lexicon's, 0 takes the word
            out; without one the word gets at least the weight with which it, cut alone, is one token.
        numbers: "join": figures with 万 and 亿, Chinese numerals (二十三点五, 百分之三), 第 with its number
            and 几十 may be one token; "dates": also a number with 年 月 日 时, as the People's Daily has it;
            "off": only figures are units.
        floor: the count given to what is in no word (a character, a Latin word), above 0.
        number_share: the share of all tokens that one number has, above 0 and up to 1.
        lm: for "lm" the model. Its probabilities of single characters should be their shares of the text:
            train it with ``smoothing="absolute"``. A number and a Chinese character make one word only where
            ``numbers`` says so.
        transitions: for "lm" the weights of going on from one tag to the next, unnormalised: "bc", "cd",
            "de", "ee" for one more character in the word; "bb", "cb", "db", "eb" (1 if not given) for a new
            word after one of 1, 2, 3, more characters. Or "article": those of the article (0.15, 0.01, 0.01,
            0.001), or "default": those that cut news best (0.3, 0.012, 0.002, 0.0007).
        granularity: for "lm" a power, from 0, of the weights of "bc", "cd", "de", "ee": above 1 makes more
            and shorter words, below 1 fewer and longer ones.

    Raises:
        OptionError: an option out of range or one that doesn't go with the method, or a lexicon that can't be
            used (names the word).
        EmptyError: no words at all.

    Example:
        >>> segmenter = Segmenter({"新": 9, "词": 8, "发现": 6, "新词": 5, "语料": 4})
        >>> segmenter.cut("从语料中发现新词 in 3.5秒")
        ['从', '语料', '中', '发现', '新词', ' ', 'in', ' ', '3.5', '秒']
        >>> Segmenter(method="ngram", ngrams=["各项", "项目", "共和", "和国"]).cut("各项目与共和国")
        ['各项目', '与', '共和国']
    """

    def __init__(
        self,
        lexicon: Any = None,
        *,
        method: str = "unigram",
        ngrams: Iterable[str] | None = None,
        user_words: Any = None,
        numbers: str = "join",
        floor: float = Options.floor,
        number_share: float = Options.number_share,
        lm: CharLM | None = None,
        transitions: Transitions = "default",
        granularity: float = 1.0,
    ) -> None:
        options = Options(method, numbers, floor, number_share)
        tags = tag_options(transitions, granularity)
        if (lm is None) == options.tags:
            raise OptionError('lm: expected a model with method="lm", and none with the other methods')
        if lm is not None:
            if not isinstance(lm, CharLM):
                raise OptionError(f"lm: expected a CharLM, got {lm!r}")
            if lexicon is not None or ngrams is not None or user_words is not None:
                raise OptionError('method "lm": expected no words: the model decides')
            self._set_lm(lm, options, tags)
            return
        user = collect(user_words) if user_words is not None else {}
        words = _grams(lexicon, ngrams, options) if options.covers else _words(lexicon, ngrams)
        if not any(count != 0 for count in (words | user).values()):
            raise EmptyError("expected words to cut with, found none; lower the thresholds of the discovery")
        self._options = options
        self._model: Cutter
        self._model, self._weights = compile_counts(words, user, options)

    def _set_lm(self, lm: CharLM, options: Options, tags: TagOptions) -> None:
        self._options, self._weights = options, Weights([], np.zeros(0, np.int64), 0.0)
        self._lm, self._tags = lm, tags
        self._model = compile_tags(lm, tags, options)

    @property
    def method(self) -> str:
        """How it cuts."""
        return self._options.method

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in half-width form (for "ngram" and "pair" the n-grams), the user's included."""
        return tuple(self._weights.words)

    @cached_property
    def _counts(self) -> Counts:
        return counts_of(self._weights)

    def __len__(self) -> int:
        return len(self._weights.words)

    def __repr__(self) -> str:
        if self._options.tags:
            return f"<Segmenter lm: {self._lm!r}>"
        return f"<Segmenter {self.method}: {len(self):,} words>"

    def cut(self, text: str) -> list[str]:
        """The tokens of ``text``; ``"".join(tokens) == text``."""
        # The words of a long text share their strings; for a short one slices are quicker.
        if len(text) > _LONG:
            return self._model.cut_many([text])[0]
        return [text[start:end] for start, end in pairwise([0, *self._model.ends(text)])]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Begin and end of every token, in characters.

        Example:
            >>> Segmenter(["新词"]).spans("找新词。")
            [(0, 1), (1, 3), (3, 4)]
        """
        return list(pairwise([0, *self._model.ends(text)]))

    def cut_many(self, texts: Iterable[str], *, workers: int | None = 1) -> list[list[str]]:
        """The tokens of many texts, much faster than one by one.

        Args:
            texts: the texts; the result has as many lists.
            workers: threads, from 1; None: one per CPU. Lists of strings are made one at a time, so more than
                two hardly help; see ``cut_blocks``.

        Raises:
            InputError: a text is not a string; names its position.
        """
        if isinstance(texts, str):
            raise OptionError("expected several texts, found one string; use cut, or put it in a list")
        result: list[list[str]] = []
        for group in spread(self._model.cut_many, batches(texts), workers):
            result.extend(group)
        return result

    def token_ends(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The tokens of many texts as numbers, without a string for any of them.

        Returns:
            Where each token ends, int32, counted in characters from the beginning of the first text as if all
            were joined; and how many tokens there are up to the end of each text, int64.

        Example:
            >>> ends, counts = Segmenter(["新词"]).token_ends(["找新词", "", "新词"])
            >>> ends.tolist(), counts.tolist()
            ([1, 3, 5], [2, 2, 3])
        """
        return self._model.token_ends(texts)

    def cut_corpus(
        self, corpus: Iterable[str], *, workers: int | None = 1, engine: Engine | None = None
    ) -> Iterable[list[str]]:
        """The tokens of every document of a Corpus (or list of texts), to go through as often as needed.

        Args:
            corpus: the documents.
            workers: threads, from 1; None: one per CPU.
            engine: who cuts in the place of this process: ``zici.cluster.Spark(session)``. What it gives can
                also be saved by the executors, and counted there with ``count_pairs(..., engine=engine)``.

        Example:
            >>> list(Segmenter(["新词"]).cut_corpus(["新词发现", "找新词"]))
            [['新词', '发', '现'], ['找', '新词']]

        Raises:
            OptionError: a generator or another object that can be gone through only once.
        """
        if engine is not None:
            return engine.cut_corpus(self, corpus)
        return CutCorpus(self._model.cut_many, corpus, workers)

    def cut_text(self, text: str, *, sep: str = " ") -> str:
        """``text`` with ``sep`` between its tokens, but not beside line breaks nor, if blank, blanks.

        Example:
            >>> Segmenter(["新词", "发现"]).cut_text("新词发现。")
            '新词 发现 。'
        """
        return self._model.join(text, sep)

    def cut_blocks(self, pieces: Iterable[str], *, sep: str = " ", workers: int | None = 1) -> Iterator[str]:
        """``cut_text`` of a text that comes in pieces (of any size, broken anywhere), in pieces.

        The fast way from file to file: no strings per word are made. Memory stays bounded as long as the text
        has line ends, or blanks or signs that are in no word.

        Args:
            pieces: the text; may be endless.
            sep: see ``cut_text``.
            workers: threads, from 1; None: one per CPU.
        """
        parts = blocks(pieces, self._model.table)
        return spread(lambda part: self._model.join(part[0], sep, part[1]), parts, workers)

    def score(
        self, gold: Gold, *, vocabulary: Container[str] | None = None, workers: int | None = 1
    ) -> Scores:
        """Cut the text of the gold and compare; see the function ``score``.

        Args:
            gold: a file's path, or lines: strings of words between blanks, or lists of words.
            vocabulary: the known words, in any width; by default the segmenter's own, if it has any.
            workers: threads, from 1; None: one per CPU.

        Example:
            >>> str(Segmenter(["新", "世纪"]).score(["新  世纪  到来"]))
            'P 0.5000  R 0.6667  F1 0.5714  OOV rate 0.3333  OOV recall 0.0000  IV recall 1.0000'
        """
        lines = gold_lines(gold)
        found = self.cut_many(("".join(words) for words in lines), workers=workers)
        if vocabulary is None and self.words:
            vocabulary = KnownWords(self.words)
        return score(lines, found, vocabulary=vocabulary)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the segmenter to a file (``.npz``, whatever its name); for "lm" to a folder.

        Raises:
            OutputError: the file can't be written.
        """
        if self._options.tags:
            write_tagger(path, self._lm, self._options, self._tags)
            return
        write_segmenter(path, self._weights, self._options)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Segmenter:
        """Read a segmenter that ``save`` wrote; it cuts alike.

        Raises:
            InputError: the file is missing or can't be read.
            FormatError: it isn't a segmenter, is of a later version, or is damaged.
        """
        segmenter = cls.__new__(cls)
        if Path(path).is_dir():
            segmenter._set_lm(*read_tagger(path))
            return segmenter
        segmenter._weights, segmenter._options = read_segmenter(path)
        segmenter._model = compile_weights(segmenter._weights, segmenter._options)
        return segmenter

    def __getstate__(self) -> tuple[Any, ...]:
        """What goes to other processes (joblib, parallel_map): the words and options, not the trie."""
        if self._options.tags:
            return self._options, self._lm, self._tags
        return self._options, self._weights

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        options, words, *tags = state
        if tags:
            self._set_lm(words, options, *tags)
            return
        self._options, self._weights = options, words
        self._model = compile_weights(words, options)


def _words(lexicon: Any, ngrams: Iterable[str] | None) -> Counts:
    if ngrams is not None:
        raise OptionError('ngrams: only with method="ngram" or "pair"')
    return collect(lexicon) if lexicon is not None else {}


def _grams(lexicon: Any, ngrams: Iterable[str] | None, options: Options) -> Counts:
    """The n-grams that close gaps."""
    if ngrams is None or lexicon is not None:
        raise OptionError(f'method "{options.method}": expected ngrams=, and no lexicon: the gaps decide')
    grams = collect(ngrams)
    short = next((gram for gram in grams if len(gram) < 2), None)
    if short is not None:
        raise OptionError(f"ngrams: expected 2 or more characters, found {short!r}")
    return {gram: 1.0 for gram in grams if options.method == "ngram" or len(gram) == 2}
