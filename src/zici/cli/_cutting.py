"""What the commands that cut share: a segmenter from a file, text through it, and its scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from zici.errors import OptionError

from ._cold import CUT, CUT_BY_MODEL
from ._options import CutMethodChoice, NumbersChoice

if TYPE_CHECKING:
    from zici.segment import Scores, Segmenter

SEGMENTER = ".npz"


@dataclass(frozen=True)
class Cutting:
    """How to cut: the options of one command."""

    lexicon: Path | None
    method: CutMethodChoice | None = None
    user_words: Path | None = None
    numbers: NumbersChoice | None = None
    lm: Path | None = None
    granularity: float | None = None

    @property
    def kernels(self) -> tuple[str, ...]:
        """The modules of kernels that will run."""
        return CUT if self.lm is None else CUT_BY_MODEL


def load_segmenter(cutting: Cutting) -> Segmenter:
    """A saved segmenter (``.npz``), or one made of the words of a file, or of a language model.

    Raises:
        OptionError: options that don't go together.
        BadParameter: neither words nor a model.
    """
    if cutting.lm is not None:
        return _by_model(cutting, cutting.lm)
    if cutting.lexicon is None:
        raise typer.BadParameter("expected words to cut with (-l FILE) or a language model (--lm FOLDER)")
    if cutting.granularity is not None or cutting.method == "lm":
        raise OptionError("--method lm and --granularity need a language model; name it with --lm")
    if cutting.lexicon.suffix == SEGMENTER:
        return _saved(cutting, cutting.lexicon)
    return _by_words(cutting, cutting.lexicon)


def _by_model(cutting: Cutting, folder: Path) -> Segmenter:
    from zici.segment import CharLM, Segmenter

    if cutting.lexicon or cutting.user_words or cutting.method not in (None, "lm"):
        raise OptionError(
            f"--lm {folder}: a language model cuts without words; leave -l, --user-words and --method out"
        )
    granularity = 1.0 if cutting.granularity is None else cutting.granularity
    return Segmenter(
        method="lm", lm=CharLM.load(folder), numbers=cutting.numbers or "join", granularity=granularity
    )


def _saved(cutting: Cutting, path: Path) -> Segmenter:
    from zici.segment import Segmenter

    if cutting.method or cutting.user_words or cutting.numbers:
        raise OptionError(
            f"{path}: a saved segmenter has its own method, words and numbers; "
            "leave --method, --user-words and --numbers out, or give -l a word list"
        )
    return Segmenter.load(path)


def _by_words(cutting: Cutting, path: Path) -> Segmenter:
    from zici.lexicon import Lexicon
    from zici.segment import Segmenter

    lexicon, method, numbers = Lexicon.load(path), cutting.method or "unigram", cutting.numbers or "join"
    user_words = None if cutting.user_words is None else Lexicon.load(cutting.user_words)
    if method in ("ngram", "pair"):  # the words close the gaps they cover
        ngrams = lexicon.filter(min_length=2).words
        return Segmenter(method=method, ngrams=ngrams, user_words=user_words, numbers=numbers)
    return Segmenter(lexicon, method=method, user_words=user_words, numbers=numbers)


def scores_row(scores: Scores) -> dict[str, Any]:
    """The measures by name; None where there is nothing to measure."""
    names = ("precision", "recall", "f1", "oov_rate", "oov_recall", "iv_recall")
    return {name: getattr(scores, name) for name in names}
