"""CMRC 2018's first form: [{context_id, context_text, title, qas: [{query_id, query_text, answers}]}]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from zici.qa._example import QAExample
from zici.qa.formats._entry import BadEntry, Gathered, Report, Row, answers, field, items, label, once, string
from zici.qa.formats._squad import only_passage


def parse(data: Any, report: Report) -> Iterator[QAExample]:
    """Yield the questions; what can't be read is reported and left out."""
    seen: set[str] = set()
    for name, text, value in _questions(data, report):
        try:
            gathered = _gather(name, text, value)
            once(gathered.id, seen, "questions")
        except BadEntry as error:
            report(error.problem)
            continue
        yield gathered.example(report)


def _questions(data: Any, report: Report) -> Iterator[tuple[str, str, Any]]:
    """Id and text of the passage, and the question, for every question."""
    for number, value in enumerate(data, 1):
        place = f"entry {number}"
        try:
            name = label(field(value, "context_id", place), "context_id", place)
            text = string(field(value, "context_text", name), "context_text", name)
            questions = items(field(value, "qas", name), "qas", name)
        except BadEntry as error:
            report(error.problem)
            continue
        yield from ((name, text, question) for question in questions)


def _gather(passage: str, text: str, value: Any) -> Gathered:
    place = f"a question of {passage}"
    name = label(field(value, "query_id", place), "query_id", place)
    question = string(field(value, "query_text", name), "query_text", name)
    found = answers(value.get("answers"), "answers", name)
    return Gathered(name, question, [Row(passage, text, found)])


def build(examples: Iterable[QAExample]) -> list[dict[str, Any]]:
    """The file's content: passages with the questions in a row that share one.

    Raises:
        OptionError: a question has no passage or several: this form has one.
    """
    return [
        {
            "context_id": name,
            "context_text": text,
            "title": "",
            "qas": [
                {"query_id": example.id, "query_text": example.question, "answers": list(example.answers)}
                for example in group
            ],
        }
        for (name, text), group in groupby(examples, lambda example: only_passage(example, "cmrc"))
    ]
