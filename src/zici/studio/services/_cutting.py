"""Cutting: text cut by every method, with the words as they have been decided on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zici.errors import InputError
from zici.segment import CharLM, Segmenter
from zici.segment._options import Options
from zici.studio._kept import Kept
from zici.studio._workspace import LEXICON, META, Workspace, stamp_of
from zici.studio.services._decisions import DecidedWords
from zici.studio.services._segmenters import Added, Recipe, Segmenters, as_added
from zici.studio.services._service import Service, command

if TYPE_CHECKING:
    from zici.studio.curation import Curation

METHODS = ("unigram", "ngram", "pair", "lm", "maxmatch")


class Method(NamedTuple):
    """A way to cut.

    Attributes:
        name: unigram, ngram, pair, lm or maxmatch.
        ready: whether everything is there that it needs.
        how: the command that makes what is missing; "" where nothing is.
        by_words: whether it cuts by words: else added words and decisions change nothing.
    """

    name: str
    ready: bool
    how: str
    by_words: bool


class Compared(NamedTuple):
    """A text, cut by several methods.

    Attributes:
        tokens: by method; joined they are the text.
        differ: where some methods cut and others don't, in characters from the beginning, rising.
    """

    tokens: dict[str, list[str]]
    differ: list[int]


class Cutting(Service):
    """Cuts by the words of the workspace, without those that were rejected, with those that were added.

    "ngram" and "pair" close the gaps that the words (of two characters and more, or of two) cover, as ``zici
    cut`` does with a word list: the mined folder holds words, not the n-grams they were found with.

    A change of the words takes effect with the next call, if a segmenter can be made of them at once (a tenth
    of a second for 30,000 words). If not, calls are answered with the earlier words until it is made.

    Args:
        workspace: what it reads.
        curation: the decisions of people; None: none.
    """

    def __init__(self, workspace: Workspace, curation: Curation | None = None) -> None:
        super().__init__(workspace)
        self._words = DecidedWords(workspace.lexicon, workspace.stamp, curation)
        self._segmenters = Segmenters(self._make)
        self._lengths: Kept[frozenset[int]] = Kept(self._find_lengths)

    def ready(self) -> bool:
        """Whether there are words to cut with."""
        return self.workspace.has_words()

    def how(self) -> str:
        """The command that finds words."""
        return command("mine", "TEXTS", "-o", self.workspace.folder)

    def lacks(self) -> str:
        """What is missing."""
        return f"words in {self.workspace.folder / LEXICON}"

    def methods(self) -> list[Method]:
        """The ways to cut, and what those lack that can't be used yet."""
        lengths = self._lengths.get(self.workspace.stamp())
        mine = self.how()
        train = command("lm", "train", "TEXTS", "-o", self.workspace.home("lm"))
        needs = {
            "unigram": (bool(lengths), mine),
            "ngram": (any(length > 1 for length in lengths), mine),
            "pair": (2 in lengths, mine),
            "lm": (self.workspace.model("lm") is not None, train),
            "maxmatch": (bool(lengths), mine),
        }
        return [
            Method(name, ready, "" if ready else how, name != "lm") for name, (ready, how) in needs.items()
        ]

    def cut(self, text: str, method: str = "unigram", added: Added = ()) -> list[str]:
        """The tokens of a text; joined they are the text.

        Args:
            text: any.
            method: one of ``METHODS``, or another of ``zici.segment.Segmenter``.
            added: words that count as well, in any form of ``user_words`` of the segmenter.

        Raises:
            InputError: what the method needs is missing.
            OptionError: an unknown method, or a word that can't be added.
        """
        return self._segmenter(method, added).cut(text)

    def cut_many(self, texts: Iterable[str], method: str = "unigram", added: Added = ()) -> list[list[str]]:
        """The tokens of many texts, much faster than one by one; arguments and errors as of :meth:`cut`."""
        return self._segmenter(method, added).cut_many(texts)

    def compare(self, text: str, methods: Iterable[str] = METHODS, added: Added = ()) -> Compared:
        """The text cut by several methods, and where they differ; arguments and errors as of :meth:`cut`."""
        spans = {name: self._segmenter(name, added).spans(text) for name in methods}
        ends = [{end for _, end in found} for found in spans.values()]
        differ = sorted(set[int]().union(*ends) - set[int].intersection(*ends)) if ends else []
        tokens = {name: [text[begin:end] for begin, end in found] for name, found in spans.items()}
        return Compared(tokens, differ)

    def stream(
        self, pieces: Iterable[str], method: str = "unigram", added: Added = (), *, sep: str = " "
    ) -> Iterator[str]:
        """Text that comes in pieces of any size, cut, in pieces; lines stay lines.

        Memory stays bounded, however long the text. Other arguments and errors as of :meth:`cut`; they are
        raised at once, not with the first piece.
        """
        return self._segmenter(method, added).cut_blocks(pieces, sep=sep)

    def refresh(self) -> None:
        """Begin to make the segmenters that the next calls will need, after words were decided on."""
        if self.ready():
            self._segmenters.begin(self._recipe("unigram", ()))

    def close(self) -> None:
        """End what runs in the background."""
        self._segmenters.close()

    def _segmenter(self, method: str, added: Added) -> Segmenter:
        return self._segmenters.get(self._recipe(method, added))

    def _recipe(self, method: str, added: Added) -> Recipe:
        if Options(method).tags:  # refuses a method that there isn't
            return Recipe(method, (), stamp_of([self._model() / META]))
        return Recipe(method, as_added(added), self._words.version())

    def _make(self, recipe: Recipe) -> Segmenter:
        options = Options(recipe.method)
        if options.tags:
            return Segmenter(method=recipe.method, lm=CharLM.load(self._model()))
        added = dict(recipe.added) or None
        words = self._words.words()
        if words is None:
            raise self.missing()
        if options.covers:
            ngrams = words.filter(min_length=2).words
            return Segmenter(method=recipe.method, ngrams=ngrams, user_words=added)
        return Segmenter(words, method=recipe.method, user_words=added)

    def _model(self) -> Path:
        folder = self.workspace.model("lm")
        if folder is None:
            train = command("lm", "train", "TEXTS", "-o", self.workspace.home("lm"))
            raise InputError(f"expected a language model, found none; make it with: {train}")
        return folder

    def _find_lengths(self) -> frozenset[int]:
        words = self.workspace.lexicon()
        return frozenset() if words is None else frozenset(map(len, words.words))
