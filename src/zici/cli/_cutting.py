"""What the commands that cut share: a segmenter from a file, text through it, and its scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from zici.errors import OptionError

from ._options import CutMethodChoice, NumbersChoice

if TYPE_CHECKING:
    from zici.corpus import Corpus
    from zici.segment import Scores, Segmenter

SEGMENTER = ".npz"


@dataclass(frozen=True)
class Cutting:
    """How to cut: the options of one command."""

    lexicon: Path
    method: CutMethodChoice | None
    user_words: Path | None
    numbers: NumbersChoice | None


def load_segmenter(cutting: Cutting) -> Segmenter:
    """A saved segmenter (``.npz``), or one made of the words of a file.

    Raises:
        OptionError: options given together with a saved segmenter, which has its own.
    """
    from zici.lexicon import Lexicon
    from zici.segment import Segmenter

    if cutting.lexicon.suffix == SEGMENTER:
        if cutting.method or cutting.user_words or cutting.numbers:
            raise OptionError(
                f"{cutting.lexicon}: a saved segmenter has its own method, words and numbers; "
                "leave --method, --user-words and --numbers out, or give -l a word list"
            )
        return Segmenter.load(cutting.lexicon)
    lexicon, method, numbers = (
        Lexicon.load(cutting.lexicon),
        cutting.method or "unigram",
        cutting.numbers or "join",
    )
    user_words = None if cutting.user_words is None else Lexicon.load(cutting.user_words)
    if method in ("ngram", "pair"):  # the words close the gaps they cover
        ngrams = lexicon.filter(min_length=2).words
        return Segmenter(method=method, ngrams=ngrams, user_words=user_words, numbers=numbers)
    return Segmenter(lexicon, method=method, user_words=user_words, numbers=numbers)


def write_cut(
    segmenter: Segmenter, corpus: Corpus, stream: BinaryIO, *, sep: str, workers: int | None
) -> None:
    """Write the corpus, cut: a separator between the words, lines as they are."""
    for text in segmenter.cut_blocks(corpus.raw_blocks(), sep=sep, workers=workers):
        stream.write(text.encode("utf-8", "surrogatepass"))


def scores_row(scores: Scores) -> dict[str, Any]:
    """The measures by name; None where there is nothing to measure."""
    names = ("precision", "recall", "f1", "oov_rate", "oov_recall", "iv_recall")
    return {name: getattr(scores, name) for name in names}
