"""What the reader of ``train_reader.py`` learns from and is tested with.

It learns from WebQA's annotated part without the questions of the tests, CMRC 2018's training set and DRCD's
development set, turned into simplified characters. Contexts are cut to 300 characters: the sentence with the
answer, then its neighbours by turns, as many as fit. Passages without the answer are added so that the reader
learns to say no: for CMRC and DRCD sentences beside the cut, for WebQA the passage of another question that
has most pairs of characters in common with this one. Questions of CMRC's training set that stand in its trial
set in another form are left out, and any question of a test in the training is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bench_qa import crop
from opencc import OpenCC
from qa_splits import overlap, pairs, refuse_overlap, webqa_splits

from zici.qa import Passage, QAExample, load_examples

LENGTH = 300
SENTENCES = re.compile(r"[^。！？!?；\n]*[。！？!?；\n]+[”」』）]?|[^。！？!?；\n]+$")
NEGATIVE_LENGTH = 150
SHARE_REST = 0.3  # of the contexts of which a part without the answer is read, too
SHARE_HELD = {"webqa": 0.1, "cmrc": 0.05, "drcd": 0.05}  # for validation


class Data(NamedTuple):
    """Examples to learn from, those that choose the epoch, the tests by name, and uncut passages to train on.

    The passages are the text alone, without questions: word vectors learn from them.
    """

    train: list[QAExample]
    validation: list[QAExample]
    tests: dict[str, list[QAExample]]
    passages: list[str]


def reader_data(data: Path, *, repeat: int = 2) -> Data:
    """Read all; WebQA's questions stand ``repeat`` times in the training, being few."""
    splits = webqa_splits(data)
    whole = load_examples(data / "qa" / "cmrc2018_train.json.xz")
    foreign = [simplified(e) for e in load_examples(data / "qa" / "drcd_dev.json.xz")]
    cmrc, drcd = [around(example) for example in whole], [around(example) for example in foreign]
    trial = [crop(example) for example in load_examples(data / "qa" / "cmrc2018_trial.json.xz")]
    like = {example.id for example, _ in overlap(cmrc, trial)}
    cmrc = [example for example in cmrc if example.id not in like]
    refuse_overlap([*splits.train, *cmrc, *drcd], [*splits.tests, *trial])
    train, validation = [], []
    for name, examples in (("webqa", splits.train), ("cmrc", cmrc), ("drcd", drcd)):
        held = [is_held(example, SHARE_HELD[name]) for example in examples]
        kept = [example for example, out in zip(examples, held, strict=True) if not out]
        validation += [first_only(example) for example, out in zip(examples, held, strict=True) if out]
        train += with_others(kept) * repeat if name == "webqa" else kept
    tests = {
        "webqa": splits.held_out,
        "retrieved": splits.retrieved,
        "cmrc": trial,
    }
    known = [e for e in whole if e.id not in like] + foreign + splits.train
    return Data(train, validation, tests, texts(known, validation))


def texts(examples: Sequence[QAExample], held: Sequence[QAExample]) -> list[str]:
    """The different passages of examples without those of which something is held out."""
    out = {passage.id for example in held for passage in example.passages}
    found = [p for example in examples for p in example.passages if p.id not in out]
    return list(dict.fromkeys(passage.text for passage in found))


def is_held(example: QAExample, share: float) -> bool:
    """Whether an example is for validation, by its passage, so that no passage is on both sides."""
    return hashed(example.passages[0].id) < share


def hashed(text: str) -> float:
    """A number from 0 to below 1 that a text always has."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 16**8


def first_only(example: QAExample) -> QAExample:
    return replace(example, passages=example.passages[:1])


def simplified(example: QAExample) -> QAExample:
    """Everything of an example in simplified characters."""
    convert = CONVERTER.convert
    passages = tuple(Passage(p.id, convert(p.text), tuple(map(convert, p.answers))) for p in example.passages)
    return QAExample(example.id, convert(example.question), passages, tuple(map(convert, example.answers)))


CONVERTER = OpenCC("t2s")


def around(example: QAExample, length: int = LENGTH) -> QAExample:
    """The passage cut to sentences around the answer, and those beside it as a second passage."""
    passage = example.passages[0]
    sentences = SENTENCES.findall(passage.text)
    place = next((passage.text.find(a) for a in example.answers if a in passage.text), 0)
    first = last = sentence_at(sentences, place)
    size = len(sentences[first])
    for step in range(1, len(sentences)):
        for k in (last + 1, first - 1) if step % 2 else (first - 1, last + 1):
            if 0 <= k < len(sentences) and size + len(sentences[k]) <= length:
                first, last, size = min(first, k), max(last, k), size + len(sentences[k])
                break
    cut = replace(passage, text="".join(sentences[first : last + 1]))
    rest = "".join(sentences[last + 1 :] or sentences[:first])[:NEGATIVE_LENGTH]
    if len(rest) < 40 or has_any(rest, example.answers) or hashed(example.id) >= SHARE_REST:
        return replace(example, passages=(cut,))
    return replace(example, passages=(cut, Passage(f"{passage.id}#rest", rest)))


def sentence_at(sentences: Sequence[str], place: int) -> int:
    """The sentence in which a character stands."""
    end = 0
    for number, sentence in enumerate(sentences):
        end += len(sentence)
        if place < end:
            return number
    return len(sentences) - 1


def with_others(examples: Sequence[QAExample]) -> list[QAExample]:
    """Each example with the passage of another one that looks most like an answer to it, but has none."""
    sets = [pairs(example.passages[0].text) for example in examples]
    found = []
    for number, example in enumerate(examples):
        asked = pairs(example.question)
        order = sorted(
            (k for k in range(len(examples)) if k != number), key=lambda k: (-len(asked & sets[k]), k)
        )
        other = next(
            examples[k].passages[0]
            for k in order
            if not has_any(examples[k].passages[0].text, example.answers)
        )
        passages = (*example.passages, Passage(f"{other.id}#other", other.text))
        found.append(replace(example, passages=passages))
    return found


def has_any(text: str, answers: Iterable[str]) -> bool:
    return any(answer in text for answer in answers)
