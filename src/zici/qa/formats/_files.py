"""load_examples and save_examples: files of any known format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from zici.corpus._normalise import without_surrogates
from zici.errors import EmptyError, FormatError, OptionError
from zici.qa._example import QAExample
from zici.qa.formats import _cmrc, _merged, _squad, _webqa
from zici.qa.formats._entry import Problem, Report, kind
from zici.qa.formats._json import FilePath, read_json, write_json

FORMATS = ("webqa", "webqa-ir", "merged", "squad", "cmrc")
"""What can be written. All are told apart when read.

"squad" is the form of DRCD too, and of CMRC 2018 today; "cmrc" is that in which CMRC 2018 came first.
"""

_PARSERS: Mapping[str, Callable[[Any, Report], Iterator[QAExample]]] = {
    "webqa": _webqa.parse,
    "merged": _merged.parse,
    "squad": _squad.parse,
    "cmrc": _cmrc.parse,
}
_BUILDERS: Mapping[str, Callable[[Iterable[QAExample]], Any]] = {
    "webqa": _webqa.build,
    "webqa-ir": partial(_webqa.build, repeated=True),
    "merged": _merged.build,
    "squad": _squad.build,
    "cmrc": _cmrc.build,
}


def load_examples(path: FilePath) -> list[QAExample]:
    """Read a file of questions, of any format in ``FORMATS``, which is told from its content.

    Answers that don't stand in their passage are answers of the question and not of the passage.
    ``check_examples`` tells of those, and of all that is wrong with a file.

    Args:
        path: JSON in UTF-8 or another encoding that can be detected, also packed: .gz .xz .bz2 .zst.

    Returns:
        The questions in the file's order.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        FormatError: it is no such file, is cut short (names line and character), or an entry lacks what it
            must have or has the id of another (names the entry).
        EmptyError: there is no question.

    Example:
        >>> import json, pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "questions.json")
        >>> passages = [{"passage": "主峰高382米", "answer": "382米"}, {"passage": "山体宽阔", "answer": ""}]
        >>> example = {"id": "q1", "question": "白云山多高", "passages": passages}
        >>> _ = path.write_text(json.dumps([example]), encoding="utf-8")
        >>> load_examples(path)[0].passages[0]
        Passage(id='q1#00', text='主峰高382米', answers=('382米',))
    """

    def refuse(problem: Problem) -> None:
        if problem.severe:
            raise FormatError(f"{path}, {problem.entry}: {problem.text}")

    return read_examples(path, refuse)[1]


def read_examples(path: FilePath, report: Report) -> tuple[str, list[QAExample]]:
    """The format and the questions that can be read; ``report`` hears of all that is wrong.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        FormatError: it is no such file, or cut short.
        EmptyError: there is no question.
    """
    problems = 0

    def heard(problem: Problem) -> None:
        nonlocal problems
        problems += 1
        report(problem)

    data, twice = read_json(path)
    for key in twice:
        heard(Problem(key.entry, key.text))
    format_ = _detect(data, path)
    examples = list(_PARSERS[format_](data, heard))
    if not examples and not problems:  # articles or paragraphs, but nothing is asked
        raise EmptyError(f"{path}: expected questions, found none")
    return format_, examples


def _detect(data: Any, path: FilePath) -> str:
    if isinstance(data, (list, dict)) and not data:
        raise EmptyError(f"{path}: expected questions, found none")
    if isinstance(data, list):
        return "cmrc" if any(_is_cmrc(value) for value in data) else "merged"
    if isinstance(data, dict) and isinstance(data.get("data"), list):
        if not data["data"]:
            raise EmptyError(f"{path}: expected questions, found none")
        return "squad"
    if isinstance(data, dict) and any(_is_webqa(value) for value in data.values()):
        return "webqa"
    raise FormatError(
        f"{path}: expected questions as WebQA (question, evidences), SQuAD (data, paragraphs, qas), a list "
        f"(id, question, passages) or CMRC 2018 (context_id, context_text, qas), "
        f"found {kind(data)} of another kind"
    )


def _is_webqa(value: Any) -> bool:
    return isinstance(value, dict) and ("evidences" in value or "question" in value)


def _is_cmrc(value: Any) -> bool:
    return isinstance(value, dict) and ("context_text" in value or "qas" in value) and "passages" not in value


def save_examples(examples: Iterable[QAExample], path: FilePath, *, format: str = "merged") -> None:  # noqa: A002
    """Write questions so that other programs, and ``load_examples``, read them.

    Args:
        examples: the questions; their ids, and those of the passages of one, must be distinct.
        path: the file; a name that ends in .gz, .xz, .bz2 or .zst is packed so. Half a surrogate pair, which
            no encoding can write, becomes the escape that JSON has for it, and U+FFFD when it is read.
        format: one of ``FORMATS``. "webqa" and "merged" hold everything. In "webqa-ir" every passage tells
            all answers of its question. "squad" and "cmrc" have one passage for each question.

    Raises:
        OptionError: the format is unknown or can't hold a question (names it), or an id comes twice.
        OutputError: the file can't be written.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.qa import Passage
        >>> path = pathlib.Path(tempfile.mkdtemp(), "questions.json.gz")
        >>> example = QAExample("q1", "白云山多高", (Passage("q1#00", "高382米", ("382米",)),), ("382米",))
        >>> save_examples([example], path, format="webqa")
        >>> load_examples(path) == [example]
        True
    """
    if format not in _BUILDERS:
        raise OptionError(f"format: expected one of {', '.join(FORMATS)}, got {format!r}")
    held = list(examples)
    _once((example.id for example in held), "questions")
    for example in held:
        _once((passage.id for passage in example.passages), f"{example.id}: passages")
    write_json(path, _BUILDERS[format](held))


def _once(ids: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in map(without_surrogates, ids):  # as they are read again
        if name in seen:
            raise OptionError(f"{what}: expected ids of their own, found {name!r} twice")
        seen.add(name)
