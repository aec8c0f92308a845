"""Long work on uploads, as runs do it in a process of its own: see ``zici.studio.runs.Task``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zici._progress import Progress
from zici.errors import OptionError
from zici.studio._workspace import SEGMENTER
from zici.studio.services import _indexing, _learning
from zici.studio.services._parameters import check_index, classifier_parameters, comparison_settings, known

CLASSIFIER, COMPARISON, INDEX = "classifier", "comparison", "index"


def train_classifier(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Train the classifier of the studio on uploads; see :func:`zici.studio.services._learning.train`.

    Args:
        parameters: of a run; its options are those of ``train`` but "inputs" and "text".
        folder: not used: the classifier goes to the state folder.
        progress: called with every step.

    Raises:
        ZiciError: what ``train`` raises.
    """
    found = _learning.train(flat(parameters), folder=_home(parameters, CLASSIFIER), progress=progress)
    test = found["test"] or {}
    counts = {"texts": found["texts"], "classes": len(found["classes"]), "duplicates": found["duplicates"]}
    more = {
        "test_texts": test.get("texts"),
        "accuracy": test.get("accuracy"),
        "macro_f1": test.get("macro_f1"),
    }
    return counts | {name: value for name, value in more.items() if value is not None}


def check_train_classifier(parameters: dict[str, Any], *, folder: Path) -> None:
    """Refuse options that training would stumble over at once."""
    classifier_parameters(flat(parameters))


def compare_losses(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Compare losses on uploads; see :func:`zici.studio.services._learning.compare_losses`.

    Args:
        parameters: of a run; its options are those of the function but "inputs" and "text".
        folder: not used: the result goes to the state folder.
        progress: called with every step.

    Raises:
        ZiciError: what the function raises.
    """
    home = _home(parameters, COMPARISON)
    found = _learning.compare_losses(flat(parameters), folder=home, progress=progress)
    return {"settings": len(found["settings"]), "seeds": len(found["seeds"]), "texts": found["train_texts"]}


def check_compare_losses(parameters: dict[str, Any], *, folder: Path) -> None:
    """Refuse options that the comparison would stumble over at once."""
    comparison_settings(flat(parameters))


def index_documents(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Index uploads; see :func:`zici.studio.services._indexing.index_documents`.

    Args:
        parameters: of a run; its options are those of the function but "inputs", "names", "text" and
            "segmenter"; "words": whether passages are compared by the words of the mined folder (false).
        folder: the mined folder; the index goes to the state folder.
        progress: called with every step.

    Raises:
        ZiciError: what the function raises.
    """
    given = _index_parameters(parameters, folder)
    found = _indexing.index_documents(given, folder=_home(parameters, INDEX), progress=progress)
    return {"documents": found["documents"], "passages": found["passages"]}


def check_index_documents(parameters: dict[str, Any], *, folder: Path) -> None:
    """Refuse options that indexing would stumble over at once."""
    check_index(_index_parameters(parameters, folder))


def _index_parameters(parameters: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """No path comes from outside: who starts a run says that words count, not which file has them."""
    found = flat(parameters) | {"names": list(parameters["names"])}
    if "segmenter" in found:
        raise OptionError("segmenter: expected words=true, which takes the words of the mined folder")
    words = found.pop("words", False)
    if not isinstance(words, bool):
        raise OptionError(f"words: expected true or false, got {words!r:.60}")
    return found | ({"segmenter": str(folder / SEGMENTER)} if words else {})


def flat(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a run as the functions take them.

    Raises:
        OptionError: an option that the run's own fields stand for.

    Example:
        >>> run = {"files": ["uploads/1/data.csv"], "column": "review", "reading": {}, "options": {"seed": 1}}
        >>> flat(run)
        {'inputs': ['uploads/1/data.csv'], 'text': 'review', 'seed': 1}
    """
    options = dict(parameters["options"])
    own = {"inputs": list(parameters["files"]), "text": parameters["column"], **parameters["reading"]}
    twice = next((name for name in options if name in own or name == "names"), None)
    if twice is not None:
        raise OptionError(f"{twice}: expected as a field of the run, found among its options")
    return known(own | options)


def _home(parameters: Mapping[str, Any], name: str) -> Path:
    return Path(parameters["state"]) / "models" / name
