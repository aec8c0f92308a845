"""The tests of ``train_reader.py``: a reader on WebQA and CMRC 2018, beside the baselines."""

from __future__ import annotations

import time
from collections.abc import Sequence

from zici.qa import QAExample, Span
from zici.qa.baselines import BASELINES, answer_by
from zici.qa.reader import Decoding
from zici.qa.scores import FuzzyMatch, score_passages, score_questions, score_spans
from zici.qa.voting import RULES, vote

LONG = 40  # characters of the longest answer to a question of CMRC, which has long ones
Spans = list[list[Span]]


def score_reader(reader, tests: dict[str, list[QAExample]]) -> None:
    """Print what a reader and the baselines reach on the tests of ``reader_data``."""
    print(
        "| test | by | fuzzy F1 | of single passages | exact | F1 of characters |\n|---|---|---|---|---|---|"
    )
    for test, examples in tests.items():
        for name in BASELINES:
            spans = [answer_by(name, e.question, [p.text for p in e.passages]) for e in examples]
            print_row(test, name, examples, spans)
        decoding = Decoding(max_length=LONG) if test == "cmrc" else None
        begin = time.perf_counter()
        spans = reader.spans_many(examples, decoding=decoding)
        seconds = time.perf_counter() - begin
        print_row(test, "reader", examples, spans)
        passages = [passage.text for example in examples for passage in example.passages]
        rate, size = len(passages) / seconds, sum(map(len, passages)) / len(passages)
        print(f"| {test} | {rate:.0f} passages/s of {size:.0f} characters | | | | |", flush=True)
        if test == "retrieved":
            for rule in RULES:
                print_row(test, f"reader, vote by {rule}", examples, spans, rule)


def print_row(
    test: str, name: str, examples: Sequence[QAExample], spans: Spans, rule: str = "formula"
) -> None:
    """One line: the best answer of the vote to each question, and what every passage says by itself."""
    match = FuzzyMatch()
    voted = {
        example.id: tuple(answer.text for answer in vote(found, rule=rule)[:1])
        for example, found in zip(examples, spans, strict=True)
    }
    single = {
        example.id: {example.passages[span.passage].id: (span.text,) for span in found}
        for example, found in zip(examples, spans, strict=True)
    }
    exact = score_spans(examples, voted)
    figures = (
        score_questions(examples, voted, match=match).f1,
        score_passages(examples, single, match=match).f1,
        exact.exact,
        exact.f1,
    )
    print(f"| {test} | {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |", flush=True)
