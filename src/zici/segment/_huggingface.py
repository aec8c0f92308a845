"""A segmenter as the pre-tokenizer of a Hugging Face tokenizer."""

from __future__ import annotations

from typing import Any

from zici.errors import MissingExtraError
from zici.segment._segmenter import Segmenter


def pre_tokenizer(segmenter: Segmenter, *, blanks: bool = False) -> Any:
    """A ``tokenizers.pre_tokenizers.PreTokenizer`` that cuts text into the words of a segmenter.

    ``tokenizers`` can't write a pre-tokenizer that is Python: before ``tokenizer.save`` put another one in
    its place, and this one again after loading.

    Args:
        segmenter: what cuts.
        blanks: keep blanks and line breaks as pieces.

    Raises:
        MissingExtraError: ``tokenizers`` is not installed.

    Example::

        tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizer(zici.Segmenter.load("segmenter.npz"))
    """
    try:
        from tokenizers.pre_tokenizers import PreTokenizer
    except ImportError as error:
        raise MissingExtraError(
            "tokenizers is not installed; install it with: pip install 'zici[interfaces]'"
        ) from error
    return PreTokenizer.custom(_WordPieces(segmenter, blanks=blanks))


class _WordPieces:
    """What ``tokenizers`` calls: an object with ``pre_tokenize``."""

    def __init__(self, segmenter: Segmenter, *, blanks: bool) -> None:
        self._segmenter = segmenter
        self._blanks = blanks

    def pre_tokenize(self, pretok: Any) -> None:
        """Split every piece of a ``PreTokenizedString``."""
        pretok.split(self._split)

    def _split(self, number: int, piece: Any) -> list[Any]:
        text = str(piece)
        spans = self._segmenter.spans(text)
        return [piece[start:end] for start, end in spans if self._blanks or not text[start:end].isspace()]
