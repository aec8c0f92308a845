"""The tests of ``train_reader.py``: a reader on WebQA and CMRC 2018."""

from __future__ import annotations

import time

from zici.qa.reader import Decoding
from zici.qa.scores import FuzzyMatch, score_questions, score_spans
from zici.qa.voting import RULES, vote

LONG = 40  # characters of the longest answer to a question of CMRC


def score_reader(reader, tests) -> None:
    """Print what the reader reaches on the tests of ``reader_data``."""
    match = FuzzyMatch()
    found = {e.id: top(a) for e, a in zip(tests["webqa"], reader.answer_many(tests["webqa"]), strict=True)}
    print(f"WebQA annotated, {len(found)} questions: fuzzy F1 {score_questions(tests['webqa'], found, match=match).f1:.3f}")
    spans = reader.spans_many(tests["retrieved"])
    for rule in RULES:
        voted = {e.id: top(vote(s, rule=rule)) for e, s in zip(tests["retrieved"], spans, strict=True)}
        print(f"WebQA retrieved, vote {rule}: fuzzy F1 {score_questions(tests['retrieved'], voted, match=match).f1:.3f}")
    begin = time.perf_counter()
    answers = reader.answer_many(tests["cmrc"], decoding=Decoding(max_length=LONG))
    seconds = time.perf_counter() - begin
    found = {e.id: top(a) for e, a in zip(tests["cmrc"], answers, strict=True)}
    print(f"CMRC 2018 trial: {score_spans(tests['cmrc'], found)}")
    chars = sum(len(e.passages[0].text) for e in tests["cmrc"])
    print(f"read {len(answers) / seconds:.0f} passages/s of {chars / len(answers):.0f} characters")


def top(answers) -> tuple[str, ...]:
    return tuple(answer.text for answer in answers[:1])
