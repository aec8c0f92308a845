"""Retriever: from a question to the passages that may hold its answer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from zici._progress import Progress, Step, silent
from zici.errors import EmptyError, OptionError
from zici.qa._example import Passage
from zici.qa.retriever import _storage
from zici.qa.retriever._index import best, build, load_bm25s, total
from zici.qa.retriever._passages import split_passages
from zici.qa.retriever._storage import Parts
from zici.qa.retriever._store import store
from zici.qa.retriever._terms import terms
from zici.qa.retriever._vocabulary import vocabulary
from zici.segment import Segmenter

CHARACTERS = "characters"


@dataclass(frozen=True)
class Hit:
    """A passage that was found.

    Attributes:
        passage: its text; its id is the document's name and where it begins there.
        score: how well it fits the question, above 0; comparable within one search.
        document: the name of the document.
        begin: where the passage begins in the document, in characters.
    """

    passage: Passage
    score: float
    document: str
    begin: int


class Retriever:
    """Passages of documents, found by the terms they share with a question (BM25).

    Args:
        documents: name and text of each document, such as ``read_documents`` gives.
        tokens: "characters": characters, and pairs of neighbours; or a ``Segmenter``: its words. Script
            (traditional, simplified), width and case never count.
        chars: most characters of a passage; see ``split_passages``.
        k1: how much more a term counts that comes again in a passage, from 0.
        b: how much the length of a passage counts, from 0 to 1.
        progress: called with every step done.

    Raises:
        MissingExtraError: bm25s is not installed.
        EmptyError: there is no passage.
        OptionError: an option outside its range.

    Example:
        >>> documents = [("广州", "白云山在广州。主峰高382米。"), ("杭州", "西湖在杭州。")]
        >>> retriever = Retriever(documents, chars=12)
        >>> [(hit.passage.text, hit.document, hit.begin) for hit in retriever.search("主峰有多高", 1)]
        [('主峰高382米。', '广州', 7)]
    """

    def __init__(
        self,
        documents: Iterable[tuple[str, str]],
        *,
        tokens: Segmenter | str = CHARACTERS,
        chars: int = 200,
        k1: float = 0.9,
        b: float = 0.4,
        progress: Progress = silent,
    ) -> None:
        if not isinstance(tokens, Segmenter) and tokens != CHARACTERS:
            raise OptionError(f"tokens: expected {CHARACTERS!r} or a Segmenter, got {tokens!r:.60}")
        if not k1 >= 0 or not 0 <= b <= 1:
            raise OptionError(f"expected k1 from 0 and b from 0 to 1, got k1={k1} and b={b}")
        load_bm25s()  # before the documents are read for nothing
        segmenter = tokens if isinstance(tokens, Segmenter) else None
        names, texts, numbers, begins = _split(documents, chars)
        ids, known = _numbered(texts, segmenter, progress)
        if not known:
            raise EmptyError("expected documents with words to index, found none")
        progress(Step("weigh terms", 0, len(texts), "passages"))
        matrix = build(ids, len(known), k1=k1, b=b)
        progress(Step("weigh terms", len(texts), len(texts), "passages"))
        held = store(texts, numbers, begins, names)
        self._parts = Parts(held, matrix, vocabulary(list(known)), segmenter)

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._parts.store.ends)

    def __repr__(self) -> str:
        return f"<Retriever: {len(self):,} passages of {len(self._parts.store.names):,} documents>"

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents."""
        return self._parts.store.names

    def search(self, question: str, k: int = 20) -> list[Hit]:
        """The passages that fit a question best.

        Args:
            question: any text.
            k: how many passages, from 1.

        Returns:
            At most ``k``, the best first, of equal ones the first in the documents; none where no passage
            shares a term with the question.

        Raises:
            OptionError: ``k`` is less than 1.
        """
        if k < 1:
            raise OptionError(f"k: expected at least 1, got {k}")
        asked = terms([question], self._parts.segmenter)[0]
        found = map(self._parts.vocabulary.find, asked)
        ids = [number for number in found if number is not None]
        if not ids:
            return []
        scores = total(self._parts.matrix, ids, len(self))
        return [self._hit(int(number), float(scores[number])) for number in best(scores, k)]

    def _hit(self, number: int, score: float) -> Hit:
        held = self._parts.store
        document, begin = held.names[held.documents[number]], int(held.begins[number])
        return Hit(Passage(f"{document}#{begin}", held.passage(number)), score, document, begin)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write a folder, which appears complete or not at all.

        Raises:
            OutputError: it can't be written.
        """
        _storage.write(self._parts, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Self:
        """Open what ``save`` wrote; it finds alike. Texts and scores stay on disk until they are needed.

        Raises:
            InputError: there is no such folder.
            FormatError: it is not an index, of another version, or damaged.
        """
        retriever = cls.__new__(cls)
        retriever._parts = _storage.read(folder)
        return retriever


def _split(
    documents: Iterable[tuple[str, str]], chars: int
) -> tuple[list[str], list[str], list[int], list[int]]:
    """Names of documents, texts of passages, and document and begin of each."""
    names: list[str] = []
    texts: list[str] = []
    numbers: list[int] = []
    begins: list[int] = []
    for name, text in documents:
        for begin, end in split_passages(text, chars=chars):
            texts.append(text[begin:end])
            numbers.append(len(names))
            begins.append(begin)
        names.append(name)
    if not texts:
        raise EmptyError("expected documents with text to index, found none")
    return names, texts, numbers, begins


def _numbered(
    texts: list[str], segmenter: Segmenter | None, progress: Progress, *, part: int = 4096
) -> tuple[list[list[int]], dict[str, int]]:
    """The terms of passages as numbers, in the order in which they come up."""
    known: dict[str, int] = {}
    ids: list[list[int]] = []
    for start in range(0, len(texts), part):
        for found in terms(texts[start : start + part], segmenter):
            ids.append([known.setdefault(term, len(known)) for term in found])
        progress(Step("cut passages", len(ids), len(texts), "passages"))
    return ids, known
