"""check_examples: everything that is wrong with a file of questions, by entry."""

from __future__ import annotations

from typing import NamedTuple

from zici.qa.formats._entry import Problem
from zici.qa.formats._files import read_examples
from zici.qa.formats._json import FilePath
from zici.qa.formats._statistics import Statistics, statistics


class Checked(NamedTuple):
    """What a check found.

    Attributes:
        format: "webqa", "merged", "squad" or "cmrc".
        statistics: of the questions that can be read.
        problems: what is wrong, in the file's order; severe ones keep an entry from being read.
    """

    format: str
    statistics: Statistics
    problems: tuple[Problem, ...]

    @property
    def readable(self) -> bool:
        """Whether ``load_examples`` reads the file: no problem is severe."""
        return not any(problem.severe for problem in self.problems)


def check_examples(path: FilePath) -> Checked:
    """Read a file to its end and tell all that is wrong with it, each with the entry's id.

    Severe are: a missing or wrong field, an id that comes twice. Odd, but read: an answer that does not stand
    in its passage or not at the place it is told to, empty questions and passages, very long ones.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        FormatError: it is no file of questions, or cut short (names line and character).
        EmptyError: there is no question.

    Example:
        >>> import json, pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "questions.json")
        >>> passages = [{"passage": "主峰高382米", "answer": "328米"}]
        >>> example = {"id": "q1", "question": "白云山多高", "passages": passages}
        >>> _ = path.write_text(json.dumps([example]), encoding="utf-8")
        >>> check_examples(path).problems[0]
        Problem(entry='q1#00', text="the answer '328米' does not stand in its passage", severe=False)
    """
    problems: list[Problem] = []
    format_, examples = read_examples(path, problems.append)
    return Checked(format_, statistics(examples), tuple(problems))
