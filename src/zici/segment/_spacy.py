"""A segmenter as the tokenizer of a spaCy pipeline."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from zici.errors import EmptyError, MissingExtraError, OptionError
from zici.lexicon import Lexicon
from zici.segment._segmenter import Segmenter

_FILE = "segmenter.npz"


class SpacyTokenizer:
    """Makes spaCy's documents; ``doc.text`` is the text, character by character.

    A single blank behind a token is that token's ``whitespace_``; all other blanks and line breaks are tokens
    of their own, as in spaCy's tokenizers.

    Args:
        vocab: the vocabulary of the pipeline (``nlp.vocab``).
        segmenter: what cuts; None: it comes with ``from_disk`` or ``from_bytes``.

    Raises:
        MissingExtraError: spaCy is not installed.
    """

    def __init__(self, vocab: Any, segmenter: Segmenter | None = None) -> None:
        self._doc = _doc_type()
        self.vocab = vocab
        self.segmenter = segmenter
        self.missing: str | None = None

    def __call__(self, text: str) -> Any:
        """The document of a text.

        Raises:
            EmptyError: there is no segmenter.
        """
        words, spaces = _spaced(self._given().cut(text))
        return self._doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Any]:
        """The documents of many texts, one by one."""
        return map(self, texts)

    def _given(self) -> Segmenter:
        if self.segmenter is None:
            found = "none is named" if self.missing is None else f"{self.missing} is not there"
            raise EmptyError(
                f'expected a segmenter for the tokenizer, {found}; set "segmenter" in [nlp.tokenizer] to a '
                "file of Segmenter.save or a word list, or set nlp.tokenizer.segmenter"
            )
        return self.segmenter

    def to_disk(self, path: str | os.PathLike[str], *, exclude: Iterable[str] = ()) -> None:
        """Write the segmenter into a folder, as ``nlp.to_disk`` asks for it.

        Raises:
            EmptyError: there is none.
            OutputError: the folder can't be written.
        """
        folder = Path(path)
        segmenter = self._given()
        folder.mkdir(parents=True, exist_ok=True)
        segmenter.save(folder / _FILE)

    def from_disk(self, path: str | os.PathLike[str], *, exclude: Iterable[str] = ()) -> SpacyTokenizer:
        """Read what ``to_disk`` wrote.

        Raises:
            InputError: it isn't there; FormatError: it is damaged.
        """
        self.segmenter = Segmenter.load(Path(path) / _FILE)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The segmenter as the bytes of its file.

        Raises:
            EmptyError: there is none.
            OptionError: it cuts by a language model, which is a folder.
        """
        segmenter = self._given()
        if segmenter.method == "lm":
            raise OptionError('to_bytes: a segmenter of method "lm" is a folder; use to_disk')
        with tempfile.TemporaryDirectory() as folder:
            segmenter.save(Path(folder) / _FILE)
            return (Path(folder) / _FILE).read_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> SpacyTokenizer:
        """Read what ``to_bytes`` gave.

        Raises:
            FormatError: something else.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _FILE
            path.write_bytes(data)
            self.segmenter = Segmenter.load(path)
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (SpacyTokenizer, (self.vocab, self.segmenter))


def create_tokenizer(segmenter: str | None = None) -> Callable[[Any], SpacyTokenizer]:
    """What spaCy's registry knows as ``zici.Tokenizer.v1``.

    Args:
        segmenter: the path of a saved segmenter, or of a word list in any format of ``Lexicon.load``. Without
            one, or where there is none, the pipeline brings its own when it is loaded; till then a text is
            an error.

    Returns:
        A function from the pipeline to its tokenizer.

    Raises:
        InputError: the file can't be read, or is damaged (FormatError).
    """

    def make(nlp: Any) -> SpacyTokenizer:
        there = segmenter is not None and Path(segmenter).exists()
        tokenizer = SpacyTokenizer(nlp.vocab, _load(str(segmenter)) if there else None)
        tokenizer.missing = None if there else segmenter
        return tokenizer

    return make


def _load(path: str) -> Segmenter:
    """The segmenter that a path stands for."""
    if path.endswith(".npz") or Path(path).is_dir():
        return Segmenter.load(path)
    return Segmenter(Lexicon.load(path))


def _doc_type() -> Any:
    try:
        from spacy.tokens import Doc
    except ImportError as error:
        raise MissingExtraError(
            "spaCy is not installed; install it with: pip install 'zici[interfaces]'"
        ) from error
    return Doc


def _spaced(tokens: list[str]) -> tuple[list[str], list[bool]]:
    """Tokens in spaCy's form: one blank behind a word is no token but a flag."""
    words: list[str] = []
    spaces: list[bool] = []
    for token in tokens:
        if token[0] == " " and words and not words[-1].isspace():
            spaces[-1] = True
            token = token[1:]
        if token:
            words.append(token)
            spaces.append(False)
    return words, spaces
