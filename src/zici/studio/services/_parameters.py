"""The parameters of long work, checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zici._progress import Progress, silent
from zici.corpus._source import shape
from zici.errors import OptionError
from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from zici.classify.data import Labelled

INPUTS = "inputs"
READING = ("text", "label", "format", "encoding", "errors")
LEARNING = ("margin", "tokens", "class_weight", "epochs", "early_stopping", "options", "seed", "workers")
DECIDING = ("calibrate", "threshold", "costs", "abstain")
PARTS = ("test_share", "drop_duplicates")
LOSSES = ["cross_entropy", "hard_margin"]
DOCUMENTS = ("text", "format", "encoding", "errors", "nfkc", "simplify")


def given(parameters: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Some of the parameters: those that are there and not None."""
    return {name: value for name, value in known(parameters).items() if name in names}


def known(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that were given: None is none."""
    return {name: value for name, value in parameters.items() if value is not None}


def check_names(parameters: Mapping[str, Any], *known: Sequence[str]) -> None:
    """Refuse a parameter that there isn't, and inputs that are no paths."""
    names = [INPUTS, *(name for some in known for name in some)]
    strange = next((name for name in parameters if name not in names), None)
    if strange is not None:
        raise OptionError(f"expected some of {', '.join(names)}, got {strange!r:.60}")
    inputs = parameters.get(INPUTS)
    if not isinstance(inputs, (list, tuple)) or not inputs or not all(isinstance(one, str) for one in inputs):
        raise OptionError(f"{INPUTS}: expected a list of paths, got {inputs!r:.60}")


def classifier_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What ``TextClassifier`` takes of the parameters of a training, all of which are checked.

    Raises:
        OptionError: one that there isn't, or outside its range.

    Example:
        >>> classifier_parameters({"inputs": ["a.csv"], "model": "linear", "epochs": None})
        {'model': 'linear', 'seed': 0}
    """
    check_names(parameters, READING, ("model", "loss"), LEARNING, DECIDING, PARTS)
    check_parts(parameters)
    return _checked({"seed": 0} | given(parameters, ("model", "loss", *LEARNING, *DECIDING)))


def comparison_settings(parameters: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The settings that ``compare`` takes, by their names; all parameters are checked.

    Raises:
        OptionError: no loss or model, a parameter that there isn't, or outside its range.

    Example:
        >>> list(comparison_settings({"inputs": ["a.csv"], "losses": ["focal", "cross_entropy"]}))
        ['bag focal', 'bag cross_entropy']
    """
    check_names(parameters, READING, ("models", "losses", "seeds"), LEARNING, PARTS)
    check_parts(parameters)
    seeds_of(parameters)
    lists = [parameters.get("models") or ["bag"], parameters.get("losses") or LOSSES]
    for some in lists:
        if not isinstance(some, (list, tuple)) or not all(isinstance(one, str) for one in some):
            raise OptionError(f"models, losses: expected lists of names, got {some!r:.60}")
    shared = given(parameters, [name for name in LEARNING if name != "seed"])
    pairs = dict.fromkeys(product(*lists))
    return {f"{kind} {loss}": _checked({"model": kind, "loss": loss} | shared) for kind, loss in pairs}


def check_parts(parameters: Mapping[str, Any]) -> None:
    """Refuse a share to test on that is none, and what is neither true nor false."""
    share, drop = parameters.get("test_share", 0.1), parameters.get("drop_duplicates", True)
    if not isinstance(share, (int, float)) or isinstance(share, bool) or not 0 <= share < 1:
        raise OptionError(f"test_share: expected a share from 0 and below 1, got {share!r:.60}")
    if not isinstance(drop, bool):
        raise OptionError(f"drop_duplicates: expected true or false, got {drop!r:.60}")


def seeds_of(parameters: Mapping[str, Any]) -> range:
    """The seeds of the runs of a comparison.

    Raises:
        OptionError: a number outside its range.
    """
    runs, first = parameters.get("seeds", 3), parameters.get("seed", 0)
    check_integer("seeds", runs, most=100)
    check_integer("seed", first, least=0)
    return range(first, first + runs)


def _checked(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters, if TextClassifier takes them."""
    from zici.classify import TextClassifier
    from zici.classify._models import make_options
    from zici.classify._parameters import check

    params = {name: tuple(value) if isinstance(value, list) else value for name, value in params.items()}
    check(TextClassifier(**params).get_params(deep=False))
    make_options(params.get("model", "bag"), params.get("options"))
    return dict(sorted(params.items()))


def check_index(parameters: Mapping[str, Any]) -> None:
    """Refuse parameters of an index that there are not, or that don't go together."""
    check_names(parameters, DOCUMENTS, ("names", "chars", "segmenter"))
    if len(names_of(parameters)) != len(parameters[INPUTS]):
        raise OptionError(f"names: expected one for each of {len(parameters[INPUTS])} inputs")
    check_integer("chars", parameters.get("chars", 200))


def names_of(parameters: Mapping[str, Any]) -> list[str]:
    """What the inputs are called."""
    return list(parameters.get("names") or parameters[INPUTS])


def documents_options(parameters: Mapping[str, Any], path: str) -> dict[str, Any]:
    """How one of the inputs is read: a column is only named where there are some."""
    options = given(parameters, DOCUMENTS)
    kind = options.get("format") or shape(Path(path))[0] or "text"
    return {name: value for name, value in options.items() if name != "text" or kind != "text"}


def read_texts(parameters: Mapping[str, Any], progress: Progress = silent) -> Labelled:
    """The texts with labels of the inputs; see ``read_labelled`` for what it raises."""
    from zici.classify.data import read_labelled

    return read_labelled(list(parameters[INPUTS]), **given(parameters, READING), progress=progress)
