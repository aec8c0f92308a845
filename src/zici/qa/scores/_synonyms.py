"""Lists of names for one thing, for the fuzzy match."""

from __future__ import annotations

from zici.errors import EmptyError
from zici.qa.formats._json import FilePath
from zici.qa.scores._lines import read_lines


def read_synonyms(path: FilePath) -> list[tuple[str, ...]]:
    r"""Read sets of synonyms for ``FuzzyMatch``: a set a line, its members between tabs.

    WebQA's own lists were made for its validation and test questions and are not part of zici.

    Raises:
        CorpusError: the file can't be opened, unpacked or decoded.
        EmptyError: there is no set.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "synonyms.tsv")
        >>> _ = path.write_text("乙醇\t酒精\n", encoding="utf-8")
        >>> read_synonyms(path)
        [('乙醇', '酒精')]
    """
    found = [tuple(line.split("\t")) for _, line in read_lines(path)]
    if not found:
        raise EmptyError(f"{path}: expected sets of synonyms, found none")
    return found
