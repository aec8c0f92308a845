"""Words: pages of them, one of them, and files of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from zici.errors import InputError, OptionError
from zici.studio.curation import WordQuery

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio

Bounds = Annotated[
    list[str],
    Query(
        description="COLUMN:LEAST:MOST, where either may be left out; may be repeated",
        examples=[["pmi:1.5:", "count:8:1000"]],
    ),
]
Sort = Annotated[str, Query(description="columns with commas between them; a minus puts the largest first")]
Number = Annotated[int, Query(description="how many")]


def router(studio: Studio) -> APIRouter:
    """The routes of words."""
    routes = APIRouter(tags=["words"])
    curation, words = studio.curation, studio.services.words

    @routes.get("/words")
    def find_words(
        text: Annotated[str, Query(description="stands in the word")] = "",
        status: str | None = None,
        bound: Bounds = [],  # noqa: B006 - FastAPI copies it
        sort: Sort = "-count",
        new: Annotated[bool | None, Query(description="whether the known dictionary lacks it")] = None,
        offset: int = 0,
        limit: int = 100,
    ) -> m.WordPage:
        """A page of words: those that were found in the text, with what was decided on them."""
        query = WordQuery(text, status, bounds_of(bound), sort_of(sort), offset, limit, new)
        studio.refresh()
        return m.WordPage.model_validate(curation.words(query))

    @routes.get("/lexicon/ranges")
    def ranges() -> dict[str, m.Range]:
        """The least and the most of every column."""
        studio.refresh()
        return {name: m.Range.model_validate(one) for name, one in curation.ranges().items()}

    @routes.get("/lexicon/counts")
    def counts() -> dict[str, int]:
        """How many words are accepted, rejected, renamed, merged, undecided."""
        studio.refresh()
        return curation.counts()

    @routes.get("/contexts/{word:path}")
    def contexts(word: str, n: Number = 20, width: int = 16) -> m.Contexts:
        """Places of the text where a word stands, with what is left and right of it."""
        return m.Contexts.model_validate(words.contexts(word, n, width))

    @routes.get("/relatives/{word:path}")
    def relatives(word: str, n: Number = 50) -> m.Relatives:
        """Words that stand inside a word, and words that hold it."""
        return m.Relatives.model_validate(words.relatives(word, n))

    @routes.get("/neighbours/{word:path}")
    def neighbours(word: str, n: Number = 10) -> list[m.Near]:
        """Words that are used like a word, by their vectors."""
        return [m.Near.model_validate(one) for one in words.neighbours(word, n)]

    @routes.get("/words/{word:path}")
    def show_word(word: str) -> m.WordDetail:
        """One word, and all decisions on it."""
        studio.refresh()
        row = curation.word(word)
        if row is None:
            raise InputError(f"no word {word!r:.60} in the lexicon, and no decision on it")
        return m.WordDetail(
            row=m.WordRow.model_validate(row),
            history=[m.Decision.model_validate(one) for one in curation.history(word)],
        )

    return routes


def bounds_of(texts: list[str]) -> dict[str, tuple[float | None, float | None]]:
    """Bounds of columns as they stand in an address.

    Raises:
        OptionError: something that is no bound.

    Example:
        >>> bounds_of(["pmi:1.5:", "count:8:1000"])
        {'pmi': (1.5, None), 'count': (8.0, 1000.0)}
    """
    bounds = {}
    for text in texts:
        column, *ends = text.rsplit(":", 2)
        try:
            least, most = (float(end) if end else None for end in ends)
        except ValueError:
            raise OptionError(
                f"bound: expected COLUMN:LEAST:MOST such as pmi:1.5: or count:8:1000, got {text!r:.60}"
            ) from None
        bounds[column] = (least, most)
    return bounds


def sort_of(text: str) -> tuple[tuple[str, bool], ...]:
    """The order of rows as it stands in an address: columns, and whether the largest is first.

    Example:
        >>> sort_of("-pmi,word"), sort_of("")
        ((('pmi', True), ('word', False)), ())
    """
    return tuple((name.removeprefix("-"), name.startswith("-")) for name in text.split(",") if name)
