"""Vectors: words that are used alike, analogies, and a map."""

from __future__ import annotations

from dataclasses import dataclass

from zici.errors import InputError, OptionError
from zici.studio._workspace import VECTORS, Workspace
from zici.studio.services._map import SHOWN, Maps, WordMap
from zici.studio.services._service import Service, command
from zici.vectors import WordVectors
from zici.vectors._close_words import unknown
from zici.vectors._options import check_integer

MOST = 1000


@dataclass(frozen=True, slots=True)
class Near:
    """A word that was found.

    Attributes:
        word: the word.
        score: the cosine; PMI of words that stand near each other; the score of an analogy.
        count: how often it occurs; None where unknown.
    """

    word: str
    score: float
    count: int | None


class Vectors(Service):
    """Asks the vectors of the words.

    Args:
        workspace: what it reads.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._maps = Maps()

    def ready(self) -> bool:
        """Whether there are vectors."""
        return self.workspace.has_vectors()

    def how(self) -> str:
        """The command that trains them: on the cut text, or with the words."""
        folder, text = self.workspace.folder, self.workspace.segmented()
        if text is None:
            return command("mine", "TEXTS", "-o", folder)
        return command("vectors", "train", "--tokens", text, "-o", folder / VECTORS)

    def lacks(self) -> str:
        """What is missing."""
        return f"word vectors in {self.workspace.folder / VECTORS}"

    def near(self, word: str, n: int = 10, *, related: bool = False) -> list[Near]:
        """The words nearest to a word.

        Args:
            word: one that has a vector.
            n: how many, 1 to 1,000.
            related: words that stand near it, by PMI, in the place of words that are used like it.

        Raises:
            InputError: there are no vectors, or none of the word; words close to it are named then.
            OptionError: ``n`` outside its range, or ``related`` with vectors that know no probabilities.
        """
        check_integer("n", n, most=MOST)
        held = self._held(word)
        found = held.related(word, n=n) if related else held.most_similar(word, n=n)
        return [_near(held, other, score) for other, score in found]

    def analogy(self, words: tuple[str, str, str], n: int = 10, *, method: str = "add") -> list[Near]:
        """What is to the third word as the second is to the first: 男 王 女.

        Args:
            words: three that have vectors.
            n: how many, 1 to 1,000.
            method: "add" or "mul".

        Raises:
            InputError: there are no vectors, or none of a word.
            OptionError: not three words, ``n`` outside its range, or another method.
        """
        check_integer("n", n, most=MOST)
        if len(words) != 3:
            raise OptionError(f"words: expected three, such as 男 王 女, got {len(words)}")
        first, second, third = words
        held = self._held(*words)
        return [_near(held, *pair) for pair in held.analogy(first, second, third, n=n, method=method)]

    def map(self, n: int = SHOWN) -> WordMap:
        """A place in the plane for the ``n`` most frequent words: made once, whoever asks; takes seconds.

        Raises:
            InputError: there are no vectors.
            OptionError: ``n`` outside its range.
        """
        held = self._held()
        return self._maps.get(held, n).result()

    def map_ready(self, n: int = SHOWN) -> bool:
        """Whether :meth:`map` answers at once; if not, it begins to be made.

        Raises:
            InputError: there are no vectors.
            OptionError: ``n`` outside its range.
        """
        return self._maps.get(self._held(), n).done()

    def close(self) -> None:
        """End what runs in the background."""
        self._maps.close()

    def _held(self, *words: str) -> WordVectors:
        held = self.workspace.vectors()
        if held is None:
            raise self.missing()
        for word in words:
            if word not in held and held.subwords is None:
                raise InputError(unknown(held, word))
        return held


def _near(held: WordVectors, word: str, score: float) -> Near:
    return Near(word, score, None if held.counts is None else int(held.counts[held.index[word]]))
