"""Answers: questions to one's own documents."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from zici._progress import Progress, silent
from zici.errors import EmptyError
from zici.studio._kept import Kept
from zici.studio._workspace import META, Workspace, stamp_of
from zici.studio.services._indexing import index_documents
from zici.studio.services._service import Service, command
from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from zici.qa import Answer
    from zici.qa.reader import Reader
    from zici.qa.retriever import Hit, Retriever

READER, INDEX = "reader", "index"
READ, MOST_READ = 20, 200
SEEN = 0.01  # the score below which an answer of one passage is none, as of zici qa ask


class Place(NamedTuple):
    """Where an answer was read.

    Attributes:
        document: its name.
        begin, end: of the answer, in characters of the passage.
        offset: where the passage begins in the document, in characters.
        passage: its text.
        score: how sure the reader is, 0 to 1.
    """

    document: str
    begin: int
    end: int
    offset: int
    passage: str
    score: float


class Found(NamedTuple):
    """An answer that passages voted for.

    Attributes:
        text: the answer.
        score: of the vote, 0 to 1.
        votes: how many passages it was read in.
        places: where, the surest first.
    """

    text: str
    score: float
    votes: int
    places: tuple[Place, ...]


class Seen(NamedTuple):
    """A passage that was read: its document, where it begins there, its text, and how well it fits."""

    document: str
    offset: int
    passage: str
    score: float


class Asked(NamedTuple):
    """What came of a question.

    Attributes:
        question: as it was asked.
        answers: the best first; none where no passage seems to have one.
        passages: those that were read, the best fitting first.
    """

    question: str
    answers: tuple[Found, ...]
    passages: tuple[Seen, ...]


class Answers(Service):
    """Finds passages that may hold an answer, reads them, and lets them vote.

    Args:
        workspace: where the reader and the index of documents are.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._indexing = threading.Lock()
        self._reader: Kept[Reader | None] = Kept(self._load_reader)
        self._retriever: Kept[Retriever | None] = Kept(self._load_retriever)

    def ready(self) -> bool:
        """Whether there are a reader and documents."""
        return self.has_reader() and self.has_index()

    def has_reader(self) -> bool:
        """Whether there is a reader."""
        return self.workspace.model(READER) is not None

    def has_index(self) -> bool:
        """Whether there are documents to ask."""
        return self.workspace.model(INDEX) is not None

    def how(self) -> str:
        """The command that makes what is missing first: the reader, then the index."""
        if not self.has_reader():
            return command("qa", "train", "QUESTIONS.json", "-o", self.workspace.home(READER))
        return command("qa", "index", "DOCUMENTS", "-o", self.workspace.home(INDEX))

    def lacks(self) -> str:
        """What is missing first."""
        return "a trained reader" if not self.has_reader() else "documents to ask"

    def documents(self) -> list[str]:
        """The names of the documents; none where there is no index.

        Raises:
            FormatError: an index that isn't as it was written.
        """
        retriever = self._retriever.get(self._stamp(INDEX))
        return [] if retriever is None else list(retriever.documents)

    def ask(self, question: str, n: int = 3, *, read: int = READ) -> Asked:
        """The answers to a question.

        Args:
            question: any text that isn't blank.
            n: how many answers, from 1.
            read: how many passages are read, 1 to 200.

        Raises:
            EmptyError: a blank question.
            InputError: reader or documents are missing, or can't be read.
            OptionError: a number outside its range.
        """
        from zici.qa.reader import Decoding

        check_integer("n", n)
        check_integer("read", read, most=MOST_READ)
        if not question.strip():
            raise EmptyError("expected a question, found none")
        reader = self._reader.get(self._stamp(READER))
        retriever = self._retriever.get(self._stamp(INDEX))
        if reader is None or retriever is None:
            raise self.missing()
        hits = retriever.search(question, read)
        texts = [hit.passage.text for hit in hits]
        found = reader.answer(question, texts, decoding=Decoding(threshold=SEEN))[:n]
        seen = (Seen(hit.document, hit.begin, hit.passage.text, hit.score) for hit in hits)
        return Asked(question, tuple(_found(answer, hits) for answer in found), tuple(seen))

    def index(self, parameters: Mapping[str, Any], *, progress: Progress = silent) -> dict[str, Any]:
        """Make documents ready to be asked; they take the place of those before.

        Args:
            parameters: see :func:`index_documents`.
            progress: called with every step.

        Returns:
            What :func:`index_documents` gives.

        Raises:
            InputError: a file that can't be read, or no text in any.
            OptionError: a parameter outside its range.
            MissingExtraError: bm25s is not installed.
        """
        with self._indexing:
            return index_documents(parameters, folder=self.workspace.home(INDEX), progress=progress)

    def _stamp(self, name: str) -> object:
        path = self.workspace.model(name)
        return path, None if path is None else stamp_of([path, path / META])

    def _load_reader(self) -> Reader | None:
        from zici.qa.reader import Reader

        path = self.workspace.model(READER)
        return None if path is None else Reader.load(path)

    def _load_retriever(self) -> Retriever | None:
        from zici.qa.retriever import Retriever

        path = self.workspace.model(INDEX)
        return None if path is None else Retriever.load(path)


def _found(answer: Answer, hits: list[Hit]) -> Found:
    places = []
    for span in sorted(answer.spans, key=lambda span: -span.score):
        hit = hits[span.passage]
        places.append(Place(hit.document, span.begin, span.end, hit.begin, hit.passage.text, span.score))
    return Found(answer.text, answer.score, len({span.passage for span in answer.spans}), tuple(places))
