"""The slow twin of curation: dictionaries and lists, every state of a word kept as a whole."""

from __future__ import annotations

UNDECIDED = ("undecided", None, "")


def page(rows, text, status, bounds, sort, offset, limit):
    """Words of a page, and how many there are in all.

    ``rows`` are dictionaries (word, count, length, status, columns...; None where unknown) in the order that
    the lexicon has by default.
    """
    found = [
        row
        for row in rows
        if _fold(text) in _fold(row["word"])
        and status in (None, row["status"])
        and all(_inside(row[name], least, most) for name, (least, most) in bounds.items())
    ]
    for name, down in reversed(sort):
        known = [row for row in found if row[name] is not None]
        unknown = [row for row in found if row[name] is None]
        for i in range(1, len(known)):  # by insertion: equal rows stay as they stand
            j = i
            while j and _before(known[j][name], known[j - 1][name], down):
                known[j - 1], known[j] = known[j], known[j - 1]
                j -= 1
        found = known + unknown
    return [row["word"] for row in found[offset : offset + limit]], len(found)


def _before(a, b, down):
    return a > b if down else a < b


def _fold(text):
    return "".join(chr(ord(char) + 32) if "A" <= char <= "Z" else char for char in text)


def _inside(value, least, most):
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


class Decisions:
    """Words, who may undo what, and what they are now."""

    def __init__(self):
        self.now = {}  # word -> (status, target, note), and the step it stands at
        self.done, self.undone = {}, {}  # author -> steps; a step: its number, {word: (before, after)}
        self.number = 0

    def at(self, word):
        return self.now.get(word, (UNDECIDED, 0))

    def decide(self, author, words, state):
        self.number += 1
        found = {word: (self.at(word), (state, self.number)) for word in words}
        return self._write(author, found, new=True)

    def undo(self, author):
        if not self.done.get(author):
            return "nothing"
        step = self.done[author][-1]
        if any(self.at(word) != after for word, (_, after) in step.items()):
            return "conflict"
        before = {word: pair[0] for word, pair in step.items()}
        if self._circle({**self.now, **before}):
            return "circle"
        self.now.update(before)
        self.undone.setdefault(author, []).append(self.done[author].pop())
        return "done"

    def redo(self, author):
        if not self.undone.get(author):
            return "nothing"
        step = self.undone[author][-1]
        if any(self.at(word) != before for word, (before, _) in step.items()):
            return "conflict"
        result = self._write(author, step, new=False)
        if result == "done":
            self.undone[author].pop()
        return result

    def _write(self, author, step, *, new):
        after = {word: pair[1] for word, pair in step.items()}
        if self._circle({**self.now, **after}):
            return "circle"
        self.now.update(after)
        self.done.setdefault(author, []).append(step)
        if new:
            self.undone[author] = []
        return "done"

    @staticmethod
    def _circle(states):
        for first in states:
            word, steps = first, 0
            while word in states and states[word][0][1] is not None:
                word, steps = states[word][0][1], steps + 1
                if steps > len(states):
                    return True
        return False


def curated(counts, states, undecided):
    """Word -> count; ``counts`` has None where unknown, ``states`` is {word: (status, target)}."""
    result, wanted = {}, set()
    for word, (status, _) in states.items():
        if status == "accepted":
            wanted.add(word)
        if status in ("renamed", "merged"):
            wanted.add(_end(word, states))
    there = set(counts) | {word for word, (status, _) in states.items() if status != "undecided"}
    for word in there:
        end = _end(word, states)
        if states.get(end, ("undecided", None))[0] == "rejected" or not (undecided or end in wanted):
            continue
        known = [count for count in (result.get(end), counts.get(word)) if count is not None]
        result[end] = sum(known) if known else None
    return result


def _end(word, states):
    while states.get(word, ("", None))[1] is not None:
        word = states[word][1]
    return word
