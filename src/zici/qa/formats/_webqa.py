"""WebQA's files (archives/4338): {id: {question, evidences: {passage id: {evidence, answer: [...]}}}}."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zici.qa._example import QAExample
from zici.qa.formats._entry import (
    NO_ANSWER,
    BadEntry,
    Gathered,
    Report,
    Row,
    answers,
    field,
    kind,
    label,
    once,
    string,
)


def parse(data: Any, report: Report) -> Iterator[QAExample]:
    """Yield the questions; what can't be read is reported and left out."""
    found = []
    seen: set[str] = set()
    for name, value in data.items():
        try:
            gathered = _gather(label(name, "id", name), value)
            once(gathered.id, seen, "questions")
            found.append(gathered)
        except BadEntry as error:
            report(error.problem)
    repeated = is_retrieved(found)
    for gathered in found:
        yield gathered.example(report, repeated=repeated)


def is_retrieved(found: Iterable[Gathered]) -> bool:
    """Whether this is the form of ``me_*.ir.json``, in which passages without the answer tell it too."""
    lacking = False
    for gathered in found:
        told = {row.answers for row in gathered.rows}
        if len(told) > 1 or (told == {()} and not gathered.gold):
            return False
        if len(gathered.rows) > 1:
            lacking |= any(
                row.answers and not any(text in row.text for text in row.answers) for row in gathered.rows
            )
    return lacking


def _gather(name: str, value: Any) -> Gathered:
    question = string(field(value, "question", name), "question", name)
    evidences = field(value, "evidences", name)
    if not isinstance(evidences, dict):
        raise BadEntry(name, f"expected an object as 'evidences', found {kind(evidences)}")
    rows: list[Row] = []
    seen: set[str] = set()
    for place, evidence in evidences.items():
        key = label(place, "id", name)
        once(key, seen, "passages")  # two that no encoding can write may have become one
        text = string(field(evidence, "evidence", key), "evidence", key)
        rows.append(Row(key, text, answers(field(evidence, "answer", key), "answer", key)))
    return Gathered(name, question, rows, answers(value.get("answers", []), "answers", name))


def build(examples: Iterable[QAExample], *, repeated: bool = False) -> dict[str, Any]:
    """The file's content; with ``repeated`` every passage tells the answers of its question."""
    return {example.id: _entry(example, repeated=repeated) for example in examples}


def _entry(example: QAExample, *, repeated: bool) -> dict[str, Any]:
    evidences = {
        passage.id: {
            "answer": list(example.answers if repeated else passage.answers) or [NO_ANSWER],
            "evidence": passage.text,
        }
        for passage in example.passages
    }
    entry: dict[str, Any] = {"question": example.question, "evidences": evidences}
    return entry | extra(example, repeated=repeated)


def extra(example: QAExample, *, repeated: bool = False) -> dict[str, Any]:
    """The answers of the question under a key of their own, where the passages don't tell them.

    Programs that don't know the key pass over it; here it is read back.
    """
    told = {text for passage in example.passages for text in passage.answers}
    if repeated and example.passages:
        told = set(example.answers)
    return {} if told.issuperset(example.answers) else {"answers": list(example.answers)}
