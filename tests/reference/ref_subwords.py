"""Character n-grams and word2vec with them, from their definitions, one number at a time."""

from __future__ import annotations

from reference.ref_sgns import Random, cbow_step, sentences_of, sgns_step

MARKS = 0x110000, 0x110001


def ngrams(word, shortest, longest):
    """All n-grams of a word between two marks, without those that are only a mark; as tuples of codes."""
    codes = (MARKS[0], *map(ord, word), MARKS[1])
    parts = [codes[a:b] for a in range(len(codes)) for b in range(a + 1, len(codes) + 1)]
    return [part for part in parts if shortest <= len(part) <= longest and part not in [(m,) for m in MARKS]]


def bucket(codes, buckets):
    """FNV-1a of 64 bits, code by code; the upper half folded into the lower."""
    state = 14695981039346656037
    for code in codes:
        state = (state ^ code) * 1099511628211 % 2**64
    return (state ^ state // 2**32) % buckets


def mean(vectors):
    return [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]


def train(ids, state, words, contexts, rows, parts, draws, settings):
    """One stretch of text; ``parts[w]`` are the rows of the word w. Returns the loss and what was predicted.

    A token's vector is the mean of its rows at the moment when the centre comes within the window's reach of
    it (or the sentence begins). When the centre has gone out of that reach, or the sentence ends, all its
    rows get what the vector was moved by.
    """
    random, (keep, accept, other) = Random(state), draws
    step = cbow_step if settings["cbow"] else sgns_step
    wide, loss, predicted, seen = settings["window"], 0.0, 0, 0
    for sentence in sentences_of(ids):
        kept = [word for word in sentence if random.next() >> 32 <= keep[word]]
        now, before = {}, {}

        def leave(place, kept=kept, now=now, before=before):
            word = kept[place]
            move = [a - b for a, b in zip(now.pop(place), before.pop(place), strict=True)]
            for matrix, row in [(words, word)] + [(rows, row) for row in parts[word]]:
                matrix[row] = [a + b for a, b in zip(matrix[row], move, strict=True)]

        for c, centre in enumerate(kept):
            for place in set(range(max(c - wide, 0), min(c + wide + 1, len(kept)))) - set(now):
                word = kept[place]
                now[place] = before[place] = mean([words[word]] + [rows[row] for row in parts[word]])
            rate = settings["rate"] - settings["drop"] * (seen + len(sentence) * c / len(kept))
            rate = max(rate, settings["floor"])
            reach = wide - (random.below(wide) if settings["dynamic"] else 0)
            around = [p for p in range(c - reach, c + reach + 1) if p != c and 0 <= p < len(kept)]
            together = settings["cbow"] or settings["shared"]
            for inputs in [around] if together else [[place] for place in around]:
                if inputs:
                    negatives = [random.word(accept, other) for _ in range(settings["negative"])]
                    outputs = [centre] + [word for word in negatives if word != centre]
                    loss += step(now, contexts, inputs, outputs, rate)
                    predicted += 1 if settings["cbow"] else len(inputs)
            if c - wide >= 0:
                leave(c - wide)
        for place in sorted(now):
            leave(place)
        seen += len(sentence)
    return loss, predicted
