"""Documents made ready to be asked: files in, a folder with an index and a summary out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zici._progress import Progress
from zici.studio.services._parameters import check_index, documents_options, known, names_of
from zici.studio.services._summaries import result, write_summary


def index_documents(parameters: Mapping[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Split documents into passages and index them, so that those that may hold an answer are found.

    Args:
        parameters: "inputs": files, as paths; "names": what they are called, as many; None: their paths.
            "chars", the most characters of a passage (200); "segmenter", the path of a saved segmenter by
            whose words passages are compared; None: by characters and pairs of neighbours. "text", "format",
            "encoding", "errors", "nfkc", "simplify" as of ``Corpus``.
        folder: takes the index when it is complete, in place of an earlier one.
        progress: called with every step.

    Returns:
        "documents", "passages", "names", "seconds", "parameters"; the same in ``summary.json`` of the folder.

    Raises:
        InputError: a file that can't be read, or no text in any.
        OptionError: a parameter outside its range, or one that there isn't.
        MissingExtraError: bm25s is not installed.
        OutputError: the folder can't be written.
    """
    from zici.qa.retriever import Retriever
    from zici.segment import Segmenter

    began, parameters = time.perf_counter(), known(parameters)
    check_index(parameters)
    path = parameters.get("segmenter")
    tokens = "characters" if path is None else Segmenter.load(path)
    with result(folder) as part:
        retriever = Retriever(
            _documents(parameters, progress),
            tokens=tokens,
            chars=parameters.get("chars", 200),
            progress=progress,
        )
        retriever.save(part)
        found = {
            "documents": len(retriever.documents),
            "passages": len(retriever),
            "names": names_of(parameters),
            "seconds": round(time.perf_counter() - began, 3),
            "parameters": parameters,
        }
        return write_summary(part, found)


def _documents(parameters: Mapping[str, Any], progress: Progress) -> Iterator[tuple[str, str]]:
    """Name and text of every document, called as their files were when they came."""
    from zici.qa.retriever import read_documents

    for path, name in zip(parameters["inputs"], names_of(parameters), strict=True):
        options = documents_options(parameters, path)
        for found, text in read_documents([path], progress=progress, **options):
            yield name + found.removeprefix(str(Path(path))), text
