"""Words: what a word is known by: where it stands, what it is made of, what is like it."""

from __future__ import annotations

from zici.errors import InputError, OptionError
from zici.studio._kept import Kept
from zici.studio._workspace import SEGMENTED, Workspace
from zici.studio.services._contexts import MOST, Contexts, find_contexts
from zici.studio.services._relatives import Holders, Relatives
from zici.studio.services._service import Service, command
from zici.studio.services._vectors import Near, Vectors
from zici.vectors._options import check_integer

SECONDS = 1.0  # of a search; 5 million characters take a tenth
LONGEST = 100  # characters of a word that is asked for


class Words(Service):
    """Asks the cut text, the lexicon and the vectors about a word.

    Args:
        workspace: what it reads.
        vectors: what knows the neighbours.
    """

    def __init__(self, workspace: Workspace, vectors: Vectors | None = None) -> None:
        super().__init__(workspace)
        self._vectors = vectors or Vectors(workspace)
        self._holders: Kept[Holders | None] = Kept(self._make_holders)

    def ready(self) -> bool:
        """Whether there are words."""
        return self.workspace.has_words()

    def how(self) -> str:
        """The command that finds words."""
        return command("mine", "TEXTS", "-o", self.workspace.folder)

    def lacks(self) -> str:
        """What is missing."""
        return f"words in {self.workspace.folder}"

    def contexts(self, word: str, n: int = 20, width: int = 16, *, seconds: float = SECONDS) -> Contexts:
        """The first different places of the cut text where a word stands; ``zici.corpus.contexts`` of one.

        Args:
            word: 1 to 100 characters.
            n: how many, 1 to 1,000.
            width: characters on each side, 0 to 200.
            seconds: the search of a long text stops then, and says so.

        Raises:
            InputError: there is no cut text, or it can't be read.
            OptionError: an argument outside its range.
        """
        _check(word)
        path = self.workspace.segmented()
        if path is None:
            text = self.workspace.folder / SEGMENTED
            raise InputError(f"expected the cut text {text}, found none; make it with: {self.how()}")
        return find_contexts(path, word, n=n, width=width, seconds=seconds)

    def relatives(self, word: str, n: int = 50) -> Relatives:
        """Words that stand in a word, and at most ``n`` (up to 1,000) words that hold it.

        Raises:
            InputError: there are no words.
            OptionError: an argument outside its range.
        """
        _check(word)
        check_integer("n", n, least=0, most=MOST)
        holders = self._holders.get(self.workspace.stamp())
        if holders is None:
            raise self.missing()
        return holders.relatives(word, n)

    def neighbours(self, word: str, n: int = 10) -> list[Near]:
        """The words that are used most like a word; see :meth:`Vectors.near` for what it raises."""
        return self._vectors.near(word, n)

    def _make_holders(self) -> Holders | None:
        lexicon = self.workspace.lexicon()
        return None if lexicon is None else Holders(lexicon)


def _check(word: str) -> None:
    if not isinstance(word, str) or not word.strip() or len(word) > LONGEST or "\n" in word:
        raise OptionError(f"word: expected 1 to {LONGEST} characters, got {word!r:.60}")
