"""Runs of the kind "mine": everything that uploads give, into the folder that the studio shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zici._progress import Progress
from zici.corpus import Corpus
from zici.errors import OptionError
from zici.lexicon import Lexicon
from zici.mining import MiningOptions, mine

_FIRST = 1 << 16  # characters: a text without line ends is not read to its end
READING = ("encoding", "errors", "nfkc", "simplify")


def mine_uploads(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Mine the files; see :class:`zici.studio.runs.Task`.

    Raises:
        ZiciError: what :func:`zici.mining.mine` raises.
    """
    result = mine(
        [Path(file) for file in parameters["files"]],
        folder,
        options_of(parameters["options"]),
        reading=_reading(parameters),
        known=_known(parameters["known"]),
        resume=parameters["resume"],
        progress=progress,
        told={"names": parameters["names"]},
    )
    return dict(result.counts)


def check_mine_uploads(parameters: dict[str, Any], *, folder: Path) -> None:
    """Refuse what the run would stumble over at once: options, columns, files that are no text.

    Raises:
        ZiciError: as the library puts it.
    """
    if not parameters["files"]:
        raise OptionError("uploads: expected at least one file to mine; upload one or paste a text")
    options_of(parameters["options"])
    for file in parameters["files"]:
        corpus = Corpus([Path(file)], **_reading(parameters, file))
        if parameters["reading"].get("errors", "raise") != "skip":  # which reads the file to its end
            next(iter(corpus.blocks(_FIRST)), None)
    _known(parameters["known"])


def options_of(given: dict[str, Any]) -> MiningOptions:
    """Make mining options of plain values; the keys of JSON are texts where those of thresholds are lengths.

    Raises:
        OptionError: an option that there isn't, or one outside its range.

    Example:
        >>> options_of({"min_count": {"2": 10}}).min_count
        {2: 10}
    """
    names = list(MiningOptions.__dataclass_fields__)
    for name in given:
        if name not in names:
            raise OptionError(f"{name}: mining has no such option; expected some of {', '.join(names)}")
    return MiningOptions(**{name: _lengths(value) for name, value in given.items()})


def _lengths(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {int(key) if key.isascii() and key.isdigit() else key: one for key, one in value.items()}


def _reading(parameters: dict[str, Any], file: str | None = None) -> dict[str, Any]:
    """How the corpus reads all files, or one of them: a column is only named where there are some."""
    reading = dict(parameters["reading"])
    for name in reading:
        if name not in READING:
            raise OptionError(f"{name}: reading has no such option; expected some of {', '.join(READING)}")
    files = parameters["files"] if file is None else [file]
    tables = [one for one in files if ".txt" not in Path(one).suffixes]
    return reading | ({"text": parameters["column"]} if tables and parameters["column"] is not None else {})


def _known(files: list[str]) -> frozenset[str]:
    return frozenset(word for file in files for word in Lexicon.load(file))
