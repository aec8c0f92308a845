"""SQuAD's form, also that of CMRC 2018 and DRCD: articles, paragraphs, questions with answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from zici.errors import OptionError
from zici.qa._example import QAExample
from zici.qa.formats._entry import (
    BadEntry,
    Gathered,
    Problem,
    Report,
    Row,
    answers,
    field,
    items,
    label,
    once,
    string,
)


def parse(data: Any, report: Report) -> Iterator[QAExample]:
    """Yield the questions; what can't be read is reported and left out."""
    seen: set[str] = set()
    for name, text, value in _questions(data, report):
        try:
            gathered = _gather(name, text, value, report)
            once(gathered.id, seen, "questions")
        except BadEntry as error:
            report(error.problem)
            continue
        yield gathered.example(report)


def _questions(data: Any, report: Report) -> Iterator[tuple[str, str, Any]]:
    """Id and text of the paragraph, and the question, for every question."""
    for number, article in enumerate(data["data"], 1):
        place = f"article {number}"
        try:
            paragraphs = items(field(article, "paragraphs", place), "paragraphs", place)
        except BadEntry as error:
            report(error.problem)
            continue
        for count, paragraph in enumerate(paragraphs, 1):
            name = f"{number}-{count}"
            try:
                text = string(field(paragraph, "context", name), "context", name)
                name = label(paragraph.get("id", name), "id", name)
                questions = items(field(paragraph, "qas", name), "qas", name)
            except BadEntry as error:
                report(error.problem)
                continue
            yield from ((name, text, value) for value in questions)


def _gather(passage: str, text: str, value: Any, report: Report) -> Gathered:
    place = f"a question of {passage}"
    name = label(field(value, "id", place), "id", place)
    question = string(field(value, "question", name), "question", name)
    told = items(value.get("answers", []), "answers", name)
    found = answers([string(field(item, "text", name), "text", name) for item in told], "text", name)
    for item in told:
        answer, start = item["text"], item.get("answer_start")
        if answer in text and isinstance(start, int) and not text.startswith(answer, max(start, 0)):
            report(Problem(name, f"the answer {answer!r:.60} does not stand at {start}", severe=False))
    return Gathered(name, question, [Row(passage, text, found)])


def build(examples: Iterable[QAExample]) -> dict[str, Any]:
    """The file's content: paragraphs of the questions in a row that share one.

    Raises:
        OptionError: a question has no passage or several: this form has one.
    """
    paragraphs = []
    for (name, text), group in groupby(examples, lambda example: only_passage(example, "squad")):
        paragraphs.append({"id": name, "context": text, "qas": [_question(example) for example in group]})
    return {"version": "1.0", "data": [{"title": "", "paragraphs": paragraphs}]}


def only_passage(example: QAExample, form: str) -> tuple[str, str]:
    """Id and text of the one passage of a question.

    Raises:
        OptionError: it has none or several, which the form can't hold.
    """
    if len(example.passages) != 1:
        raise OptionError(
            f"{example.id}: expected one passage for the format {form}, found {len(example.passages)}; "
            "write merged or webqa"
        )
    return example.passages[0].id, example.passages[0].text


def _question(example: QAExample) -> dict[str, Any]:
    text = example.passages[0].text
    told = [{"text": answer, "answer_start": text.find(answer)} for answer in example.answers]
    return {"id": example.id, "question": example.question, "answers": told}
