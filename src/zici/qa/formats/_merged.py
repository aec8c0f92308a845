"""The merged list of reader programs (archives/6906): [{id, question, passages: [{passage, answer}]}]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zici.qa._example import Passage, QAExample
from zici.qa.formats._entry import BadEntry, Gathered, Report, Row, answers, field, items, label, once, string
from zici.qa.formats._webqa import extra


def parse(data: Any, report: Report) -> Iterator[QAExample]:
    """Yield the questions; what can't be read is reported and left out."""
    seen: set[str] = set()
    for place, value in enumerate(data):
        try:
            gathered = _gather(value, f"entry {place + 1}")
            once(gathered.id, seen, "questions")
        except BadEntry as error:
            report(error.problem)
            continue
        yield gathered.example(report)


def _gather(value: Any, place: str) -> Gathered:
    name = label(field(value, "id", place), "id", place)
    question = string(field(value, "question", name), "question", name)
    rows: list[Row] = []
    seen: set[str] = set()
    for number, passage in enumerate(items(field(value, "passages", name), "passages", name)):
        key = default_id(name, number)
        text = string(field(passage, "passage", key), "passage", key)
        key = label(passage.get("id", key), "id", key)
        once(key, seen, "passages")
        rows.append(Row(key, text, answers(passage.get("answer"), "answer", key)))
    return Gathered(name, question, rows, answers(value.get("answers", []), "answers", name))


def default_id(name: str, number: int) -> str:
    """The id of a passage that has none of its own, as WebQA's are.

    Example:
        >>> default_id("Q_TRN_000007", 3)
        'Q_TRN_000007#03'
    """
    return f"{name}#{number:02d}"


def build(examples: Iterable[QAExample]) -> list[dict[str, Any]]:
    """The file's content; ids of passages are written where they are not the usual ones."""
    return [
        {
            "id": example.id,
            "question": example.question,
            "passages": [
                _passage(passage, default_id(example.id, number))
                for number, passage in enumerate(example.passages)
            ],
            **extra(example),
        }
        for example in examples
    ]


def _passage(passage: Passage, usual: str) -> dict[str, Any]:
    several = len(passage.answers) > 1
    told = list(passage.answers) if several else "".join(passage.answers)
    named = {} if passage.id == usual else {"id": passage.id}
    return {"passage": passage.text, "answer": told, **named}
