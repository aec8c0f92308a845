"""Sentences of a text before and after it is cut."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from zici.report._sheet import plain
from zici.segment import Segmenter

NUMBER = 10
LEAST, MOST = 12, 64  # characters
NEAR = 4096  # characters in which one is looked for
_END = re.compile(r"[\n\r。！？!?…]+[”’」』）]*|[”’」』）]")
_SENTENCE = re.compile(rf"[^\n\r。！？!?…]{{{LEAST},{MOST}}}[。！？!?…]*[”’」』）]?")

Words = dict[str, str]


def pick_sentences(pieces: Sequence[str]) -> list[str]:
    """About ten sentences from all over a text; of one without sentences, stretches.

    Example:
        >>> pick_sentences(["短。从很大的语料之中发现新的词语！", "没有"])
        ['从很大的语料之中发现新的词语！']
    """
    text = "".join(pieces)
    starts = [k * len(text) // NUMBER for k in range(NUMBER)]
    found = [_sentence_after(text, start) for start in starts]
    if not any(found):
        found = [" ".join(text[start : start + MOST].split()) for start in starts]
    return list(filter(None, dict.fromkeys(found)))


def _sentence_after(text: str, start: int) -> str:
    """The first sentence that begins soon after a place, neither short nor long."""
    near = text[start : start + NEAR]
    begins = [match.end() for match in _END.finditer(near)]
    for begin in [0, *begins] if start == 0 else begins:
        match = _SENTENCE.match(near, begin)
        # One that is broken off at the most characters is no sentence.
        if match and (match.end() == len(near) or _END.match(near, match.end() - 1)):
            return match.group().strip()
    return ""


def sample_rows(
    sentences: Sequence[str], segmenter: Segmenter, words: Words, *, new: Container[str] | None
) -> str:
    """The sentences with their cut below; words of two characters or more stand out, new ones even more."""
    rows = []
    for sentence, tokens in zip(sentences, segmenter.cut_many(sentences), strict=True):
        cut = " ".join(_token(token, new) for token in tokens if token.strip())
        rows.append(
            f'<li><p class="soft"><span class="unseen">{plain(words["before"])}: </span>{plain(sentence)}</p>'
            f'<p class="cut"><span class="unseen">{plain(words["after"])}: </span>{cut}</p></li>\n'
        )
    return f'<ol class="samples">\n{"".join(rows)}</ol>\n'


def _token(token: str, new: Container[str] | None) -> str:
    if len(token) < 2 or not any(map(str.isalnum, token)):
        return plain(token)
    kind = "new" if new is not None and token in new else "long"
    return f'<span class="{kind}">{plain(token)}</span>'
