"""From questions with right answers to the rows of a training."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zici.errors import EmptyError, InputError, OptionError
from zici.qa._example import QAExample
from zici.qa.reader._rows import Encoder, Row
from zici.qa.reader._text import plain
from zici.qa.reader._vocabulary import Vocabulary


def as_examples(examples: Any, name: str) -> list[QAExample]:
    """The examples as a list.

    Raises:
        InputError: something else among them.
        OptionError: a string, such as the path of a file.
    """
    if isinstance(examples, str):
        raise OptionError(f"{name}: expected QAExamples, got a string; read a file with load_examples")
    found = list(examples)
    for place, example in enumerate(found):
        if not isinstance(example, QAExample):
            raise InputError(f"{name}[{place}]: expected a QAExample, got {type(example).__name__}")
    return found


def learn_vocabulary(examples: Iterable[QAExample], *, min_count: int) -> Vocabulary:
    """The characters of questions and passages; a passage of many questions counts once."""
    questions = [plain(example.question) for example in examples]
    passages = {passage.text for example in examples for passage in example.passages}
    return Vocabulary.learn([*questions, *map(plain, sorted(passages))], min_count=min_count)


def training_rows(examples: Sequence[QAExample], encoder: Encoder) -> list[Row]:
    """The rows of all examples, with every match of every right answer.

    Raises:
        EmptyError: no row, or no answer stands in its passage.
    """
    rows: list[Row] = []
    for example in examples:
        texts = [passage.text for passage in example.passages]
        answers = [{*passage.answers, *example.answers} for passage in example.passages]
        rows.extend(encoder.encode(example.question, texts, [sorted(found) for found in answers]))
    if not any(len(row.spans) for row in rows):
        raise EmptyError(
            f"expected questions whose answers stand in their passages, found none among {len(examples)}; "
            "check the answers"
        )
    return rows
