"""Answers that were given, in files: {question id: answer}, or {question id: {passage id: answer}}."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zici.corpus._normalise import without_surrogates
from zici.errors import EmptyError, FormatError
from zici.qa.formats._entry import BadEntry, answers, kind
from zici.qa.formats._json import FilePath, read_json, write_json

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Predictions:
    """Answers that were given.

    Attributes:
        questions: answers to each question by its id, the best first; of questions without an answer, none.
        passages: answers found in each passage, by the ids of question and passage.
    """

    questions: Mapping[str, Texts] = field(default_factory=dict)
    passages: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)


def load_predictions(path: FilePath) -> Predictions:
    """Read answers that a program gave.

    Each question has one answer, a list of them (none: ``[]``, ``null``, ``""`` or ``"no_answer"``), or an
    object with those of each of its passages.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        FormatError: it is no such file (names the question), or cut short.
        EmptyError: there is nothing in it.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "answers.json")
        >>> _ = path.write_text('{"q1": "382米", "q2": {"q2#00": ["372.6米"]}}', encoding="utf-8")
        >>> found = load_predictions(path)
        >>> found.questions, found.passages
        ({'q1': ('382米',)}, {'q2': {'q2#00': ('372.6米',)}})
    """
    data, twice = read_json(path)
    if not isinstance(data, dict):
        raise FormatError(f"{path}: expected an object {{question id: answer}}, found {kind(data)}")
    if not data:
        raise EmptyError(f"{path}: expected answers, found none")
    if twice:
        raise FormatError(f"{path}, {twice[0].entry}: {twice[0].text}")
    questions: dict[str, Texts] = {}
    passages: dict[str, Mapping[str, Texts]] = {}
    try:
        for given, value in data.items():
            name = without_surrogates(given)  # as the questions' ids are read
            if isinstance(value, dict):
                passages[name] = {
                    without_surrogates(key): answers(item, "answer", f"{name}, {key}")
                    for key, item in value.items()
                }
            else:
                questions[name] = answers(value, "answer", name)
    except BadEntry as error:
        raise FormatError(f"{path}, {error.problem.entry}: {error.problem.text}") from None
    return Predictions(questions, passages)


def save_predictions(
    predictions: Mapping[str, Sequence[str] | Mapping[str, Sequence[str]]], path: FilePath
) -> None:
    """Write answers, of questions or of their passages, as ``load_predictions`` reads them.

    Raises:
        OutputError: the file can't be written.
    """
    write_json(path, {name: _plain(value) for name, value in predictions.items()})


def _plain(value: Sequence[str] | Mapping[str, Sequence[str]]) -> Any:
    if isinstance(value, Mapping):
        return {key: list(item) for key, item in value.items()}
    return list(value)
