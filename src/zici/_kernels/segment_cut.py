"""Cutting text with a trie: best sum of scores, maximum match, or the gaps that no n-gram covers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.segment_trie import CHECK, LINK, SCORE, WORD
from zici._kernels.segment_units import (
    BLANK,
    BREAK,
    CLASS_MASK,
    CLASS_SHIFT,
    CODE_MASK,
    DIGIT,
    FOLDED,
    INSIDE,
    NUMBERS_OFF,
    NUMERAL,
    SEVERAL,
    fill_cells,
    number_end,
)

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]

UNIGRAM, FORWARD, BACKWARD, COVER, TAGS = range(5)
"""The ways to cut; for the last see ``charlm_cut``."""

METHOD, FLOOR, NUMBER, NUMBERS, WORDS, TOKEN = range(6)
"""Places in ``rules``: way to cut, score of an unknown cell, score of a number, number rule, words, and what
every word's score is raised by: where words have bare counts, minus the logarithm of their sum."""

END, TOKENS, TOTAL = range(3)
"""Columns of ``documents``: end in characters (given); end in tokens and the best score (filled)."""

UNSET = -(1 << 62)
SLICE = -1
"""The word number of a token that the caller cuts out of the text itself."""


@kernel
def cut_documents(
    chars: UInt32, documents: Int64, table: Int32, links: Int32, values: Int32, rules: Int64, tokens: Int32
) -> int:
    """Cut the documents that lie one behind the other in ``chars``; return the number of tokens.

    ``documents`` has a row per document (END filled in), ``tokens`` room for a token per character.
    ``tokens[0]`` receives where each token ends, ``tokens[1]`` its word: a number of the lexicon, or
    ``words + code point`` for a single unknown character, or SLICE.
    """
    longest = 0
    begin = 0
    for d in range(documents.shape[0]):
        longest = max(longest, documents[d, END] - begin)
        begin = documents[d, END]
    cells = np.empty(longest, np.int32)
    score = np.empty(longest + 1, np.int64)
    back = np.empty(longest + 1, np.int32)
    word = np.empty(longest + 1, np.int32)
    begin = 0
    made = 0
    for d in range(documents.shape[0]):
        end = documents[d, END]
        text = chars[begin:end]
        part = cells[: end - begin]
        fill_cells(text, table, part)
        if rules[METHOD] == COVER:
            made = _cut_covered(text, part, links, rules, tokens, made, begin)
        else:
            made, documents[d, TOTAL] = _cut_scored(
                text, part, links, values, rules, tokens, made, begin, score, back, word
            )
        documents[d, TOKENS] = made
        begin = end
    return made


@kernel
def _single(chars: UInt32, start: int, end: int, words: int) -> int:
    """The number of a token outside the lexicon."""
    return words + int(chars[start]) if end == start + 1 and chars[start] < 0x10000 else int(SLICE)


@kernel
def _cut_covered(
    chars: UInt32, cells: Int32, links: Int32, rules: Int64, tokens: Int32, made: int, origin: int
) -> int:
    """Close every gap that a word of the trie, a unit or a number covers; a token ends at each open gap."""
    end = int(cells.size)
    reach = 0
    begin = 0
    for i in range(end):
        if i == reach and i > 0:
            tokens[0, made] = origin + i
            tokens[1, made] = _single(chars, begin, i, rules[WORDS])
            made += 1
            begin = int(i)
        reach = max(reach, i + 1)
        while reach < end and cells[reach] & INSIDE:
            reach += 1
        kind = (cells[i] >> CLASS_SHIFT) & CLASS_MASK
        if kind == DIGIT or (kind >= NUMERAL and kind <= SEVERAL):
            if rules[NUMBERS] != NUMBERS_OFF and not cells[i] & INSIDE:
                reach = max(reach, int(number_end(cells, i, end, rules[NUMBERS])))
        node = 0
        p = int(i)
        while p < end:
            code = int(cells[p] & CODE_MASK)
            child = (links[node, LINK] >> 1) + code
            if code == 0 or links[child, CHECK] != node:
                break
            node = child
            p += 1
            if links[node, LINK] & 1:
                reach = max(reach, p)
    if end > 0:
        tokens[0, made] = origin + end
        tokens[1, made] = _single(chars, begin, end, rules[WORDS])
        made += 1
    return made


# One loop over the characters: its parts as functions would hand over a dozen numbers at every character.
@kernel
def _cut_scored(
    chars: UInt32,
    cells: Int32,
    links: Int32,
    values: Int32,
    rules: Int64,
    tokens: Int32,
    made: int,
    origin: int,
    score: Int64,
    back: Int32,
    word: Int32,
) -> tuple[int, int]:
    """Cut one document from left to right; ``score``, ``back``, ``word`` hold only the stretch still open.

    A position that no word, unit or number spans settles all before it. Among equal sums the one whose last
    token is longest wins (then the last but one, and so on): the edges come in the order of their begins.
    Words are stored in half-width form: a token with a full-width letter or digit is not the word itself.
    Everything stands in one loop: calls with arrays would cost more than the work.
    """
    end = int(cells.size)
    weighted = rules[METHOD] == UNIGRAM
    greedy = rules[METHOD] == FORWARD
    floor = rules[FLOOR] if weighted else 0
    number = rules[NUMBER] if weighted else 0
    token = rules[TOKEN]
    numbers = rules[NUMBERS]
    words = rules[WORDS]
    begin = 0
    reach = 0
    total = 0
    score[0] = 0
    i = 0
    while i < end:
        here = score[i - begin] if weighted else 0
        start = i - begin
        own = i + 1
        while own < end and cells[own] & INSIDE:
            own += 1
        wide = own
        kind = (cells[i] >> CLASS_SHIFT) & CLASS_MASK
        if numbers != NUMBERS_OFF and (kind == DIGIT or (kind >= NUMERAL and kind <= SEVERAL)):
            wide = max(own, int(number_end(cells, i, end, numbers)))
        known = 0
        seen = 0
        longest = wide
        longest_word = SLICE
        node = 0
        p = i
        while p < end:
            code = int(cells[p] & CODE_MASK)
            child = (links[node, LINK] >> 1) + code
            if code == 0 or links[child, CHECK] != node:
                break
            node = child
            seen |= cells[p] & FOLDED
            p += 1
            if not links[node, LINK] & 1 or (p < end and cells[p] & INSIDE):
                continue
            if greedy:
                if p >= longest:
                    longest = p
                    longest_word = values[node, WORD] if seen == 0 else SLICE
                continue
            if p == own:
                known = 1
            gain = here + token + values[node, SCORE] if weighted else 0
            k = p - begin
            while reach < p:
                reach += 1
                score[reach - begin] = UNSET
            if gain > score[k]:
                score[k] = gain
                back[k] = start
                word[k] = values[node, WORD] if seen == 0 else SLICE
        if greedy or known == 0:
            stop = longest if greedy else own
            k = stop - begin
            while reach < stop:
                reach += 1
                score[reach - begin] = UNSET
            if here + floor > score[k]:
                score[k] = here + floor
                back[k] = start
                word[k] = longest_word
        if wide > own and not greedy:
            k = wide - begin
            while reach < wide:
                reach += 1
                score[reach - begin] = UNSET
            if here + number > score[k]:
                score[k] = here + number
                back[k] = start
                word[k] = SLICE
        i = reach if greedy else own
        if i == reach:
            at = i - begin
            total += score[at]
            count = 0
            while at > 0:
                at = int(back[at])
                count += 1
            made += count
            at = i - begin
            t = made - 1
            while at > 0:
                tokens[0, t] = origin + begin + at
                tokens[1, t] = word[at]
                if word[at] == SLICE:
                    tokens[1, t] = _single(chars, begin + back[at], begin + at, words)
                at = int(back[at])
                t -= 1
            begin = i
            score[0] = 0
    return made, total


@kernel
def join_tokens(chars: UInt32, ends: Int32, table: Int32, between: UInt32, before: int, out: UInt32) -> int:
    """Write the text with ``between`` between its tokens; return the length written.

    Nothing goes beside a line break, nor, for a separator of blanks, beside blanks. ``before`` is the class
    of the character before this text; BREAK where there is none.
    """
    bare = True
    for k in range(between.size):
        bare = bare and ((table[between[k]] >> CLASS_SHIFT) & CLASS_MASK) == BLANK
    written = 0
    begin = 0
    for end in ends:
        kind = (table[chars[begin]] >> CLASS_SHIFT) & CLASS_MASK
        if not (kind == BREAK or before == BREAK or (bare and (kind == BLANK or before == BLANK))):
            for k in range(between.size):
                out[written] = between[k]
                written += 1
        for k in range(begin, int(end)):
            out[written] = chars[k]
            written += 1
        before = (table[chars[int(end) - 1]] >> CLASS_SHIFT) & CLASS_MASK
        begin = int(end)
    return written
