"""What spans of a text add to the logits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels.ngram_features import list_ngrams
from zici.classify._model import Contribution
from zici.classify.features import Ngrams, Tokenizer

Float32 = npt.NDArray[np.float32]


def contributions_of(
    text: str, tokenizer: Tokenizer, ngrams: Ngrams, model: tuple[Float32, Float32, Float32 | None]
) -> list[Contribution]:
    """The contributions of a text, by begin and end.

    Args:
        text: the text.
        tokenizer: what cut the training texts.
        ngrams: the columns.
        model: idf; weights, the bias in the last row of these; the matrix behind them or None.
    """
    idf, weights, output = model
    documents = tokenizer.documents([text])
    room = ngrams.row(documents).columns.size
    found = np.empty((room, 4), np.int64)
    found = found[: list_ngrams(documents, ngrams.known, 0, found)]
    column, view, first, length = found.T
    distinct, place, count = np.unique(column, return_inverse=True, return_counts=True)
    values = (1.0 + np.log(count)) * idf[distinct]
    size = float(np.sqrt((values * values).sum())) or 1.0
    shares = (values / count / size)[place, None] * weights[column]
    if output is not None:
        shares = shares @ output
    if shares.shape[1] == 1:
        shares = np.concatenate([-shares / 2.0, shares / 2.0], axis=1)
    spans = tokenizer.spans(text)
    sums: dict[tuple[int, int], npt.NDArray[np.float64]] = {}
    for row, (number, begin, units) in zip(shares, zip(view, first, length, strict=True), strict=True):
        part = spans[number][begin : begin + units]
        where = min(span[0] for span in part), max(span[1] for span in part)
        sums[where] = sums[where] + row if where in sums else row
    return [
        Contribution(begin, end, text[begin:end], sums[begin, end].astype(np.float32))
        for begin, end in sorted(sums)
    ]
