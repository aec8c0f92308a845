"""Classifiers on disk: a folder with meta.json, the model's own files in model/, and a tokenizer in tokens/.

meta.json names every file with its size and SHA-256, and carries a checksum of itself: this finds damage. Who
changes a file on purpose can write the checksums anew, so all that is read is checked as well. Models are
found by name in a list, never by what a file says, and nothing is unpickled.
"""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from zici._files import atomic_folder
from zici._meta import META, Kind, digest, read_meta, write_meta
from zici.classify._inputs import Labels, check_labels
from zici.classify._models import find_kind, make_options, model_class
from zici.classify._parameters import check
from zici.classify._training import Decision
from zici.classify.calibration import Zone
from zici.classify.features import load_tokenizer, make_tokenizer, save_tokenizer
from zici.classify.losses import Loss, parse
from zici.errors import FormatError, OptionError, OutputError, ZiciError
from zici.segment import Segmenter

FORMAT, VERSION = "zici classifier", 1
MODEL, TOKENS = "model", "tokens"
IN_RESULT = "classifier"  # where ``zici classify train`` puts the folder, beside run.json
LEFT_OUT = (
    "vectors",
    "workers",
    "progress",
)  # the model has learned from the first; the rest is of a machine
REMEDY = "save the classifier again"
KIND = Kind("a classifier", FORMAT, VERSION, REMEDY)
BROKEN = (  # what values of another kind than ours raise
    ZiciError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    OSError,
)


def save(classifier: Any, folder: str | os.PathLike[str]) -> None:
    """Write a fitted classifier so that the folder appears complete or not at all."""
    params = classifier.get_params(deep=False)
    if params["options"] is not None:  # as they were then: they may have named a file
        params["options"] = classifier.model_.options
    packed = {key: _pack(key, value) for key, value in params.items() if key not in LEFT_OUT}
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "classes": classifier.classes_.tolist(),
        "temperature": classifier.temperature_,
        "threshold": classifier.threshold_,
        "zone": None if classifier.zone_ is None else asdict(classifier.zone_),
        "parameters": packed,
    }
    try:
        json.dumps(meta, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise OptionError(f"parameters: one of them can't be written as JSON ({error})") from error
    _check_place(Path(folder))
    with atomic_folder(folder) as part:
        if isinstance(packed["tokens"], dict):
            (part / TOKENS).mkdir()
            save_tokenizer(make_tokenizer(params["tokens"]), part / TOKENS)
        (part / MODEL).mkdir()
        classifier.model_.save(part / MODEL)
        meta["files"] = {name: _about(part / name) for name in _files(part)}
        write_meta(part, meta)


def _check_place(path: Path) -> None:
    """Keep a folder of other things from being replaced."""
    if path.is_dir() and not (path / META).is_file() and any(path.iterdir()):
        raise OutputError(
            f"{path}: expected a new folder or that of a classifier, found other files; name another folder"
        )


def load(kind: Any, folder: str | os.PathLike[str]) -> Any:
    """Read a classifier of the class ``kind``, from its folder or a result of ``zici classify train``."""
    path = Path(folder)
    if not (path / META).exists() and (path / IN_RESULT).is_dir():
        path /= IN_RESULT
    meta = read_meta(path, KIND)
    try:
        _compare(path, meta["files"])
        names = _classes(meta["classes"])
        decision = _decision(meta, names.size)
        params = _unpack(path, meta["parameters"])
        found = kind(**params)
        check(found.get_params(deep=False))
        model = model_class(params["model"]).load(path / MODEL)
        outputs = model.logits([""]).shape[1]
        if outputs != names.size:
            raise ValueError(f"{names.size:,} classes for {outputs:,} outputs")
    except (FormatError, ImportError):  # these say all; a MissingExtraError is an ImportError
        raise
    except BROKEN as error:
        raise FormatError(
            f"{path}: expected a classifier, found damaged parts ({error}); {REMEDY}"
        ) from error
    return found._set(model, decision, names)


def _classes(told: Any) -> Labels:
    names, _ = check_labels(told, len(told))
    if names.tolist() != told:
        raise ValueError("classes that come twice or in another order")
    return names


def _decision(meta: Mapping[str, Any], classes: int) -> Decision:
    temperature, threshold = float(meta["temperature"]), meta["threshold"]
    good = threshold is None or (type(threshold) in (int, float) and 0 <= threshold <= 2)
    if not 0 < temperature < math.inf or not good:
        raise ValueError(f"the temperature {temperature} and the threshold {threshold!r:.40}")
    zone = None if meta["zone"] is None else Zone(**meta["zone"])
    if classes > 2 and (threshold is not None or (zone is not None and zone.confidence is None)):
        raise ValueError(f"what two classes have, for {classes:,}")
    return Decision(temperature, threshold, zone)


def _pack(name: str, value: Any) -> Any:
    """A parameter as JSON has it."""
    if name == "tokens" and not isinstance(value, str):
        words = make_tokenizer(value).words
        if not isinstance(words, Segmenter | None):
            raise OptionError(
                f"tokens: {words!r:.60} can't be saved in a file; use a Segmenter or the name of a "
                "tokenizer, or keep the classifier itself with joblib"
            )
        return {"folder": TOKENS}
    if isinstance(value, Loss):
        return value.to_dict()
    if isinstance(value, Zone):
        return {key: number for key, number in asdict(value).items() if number is not None}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if name == "class_weight" and isinstance(value, Mapping):  # its keys may be integers
        return [[_plain(key), float(number)] for key, number in value.items()]
    return _plain(value)


def _plain(value: Any) -> Any:
    """NumPy's numbers as Python's, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.item() if hasattr(value, "item") and not getattr(value, "shape", ()) else value


def _unpack(path: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    params = dict(told)
    if params["tokens"] == {"folder": TOKENS}:
        params["tokens"] = load_tokenizer(path / TOKENS)
    elif not isinstance(params["tokens"], str):
        raise ValueError(f"the tokens {params['tokens']!r:.40}")
    if isinstance(params["loss"], dict):
        params["loss"] = parse(params["loss"])
    if isinstance(params["class_weight"], list):
        params["class_weight"] = dict(map(tuple, params["class_weight"]))
    if params["options"] is not None:
        fixed = find_kind(params["model"]).fixed  # the model's name stands for these
        params["options"] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in params["options"].items()
            if key not in fixed
        }
    make_options(params["model"], params["options"], epochs=params["epochs"])
    params["costs"] = tuple(params["costs"])
    return params


def _compare(path: Path, told: Mapping[str, Any]) -> None:
    """Refuse a folder whose files are not those that were written."""
    found = set(_files(path))
    for name in sorted(found ^ set(told)):
        state = "one that doesn't belong there" if name in found else "none"
        raise FormatError(
            f"{path}: expected the files that zici wrote, found {state} as {name!r:.80}; {REMEDY}"
        )
    for name, about in told.items():
        if (path / name).stat().st_size != about["bytes"] or _about(path / name) != about:
            raise FormatError(f"{path / name}: expected the file that zici wrote, found it changed; {REMEDY}")


def _files(folder: Path) -> list[str]:
    """All files but meta.json and hidden ones, as paths with slashes inside the folder, in order.

    Raises:
        FormatError: there is a link, a pipe or a device.
    """
    names = []
    for path in folder.rglob("*"):
        inside, mode = path.relative_to(folder), path.lstat().st_mode
        if any(part.startswith(".") for part in inside.parts) or stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            raise FormatError(f"{path}: expected a plain file, found a link or a device; copy what it names")
        names.append(inside.as_posix())
    return sorted(name for name in names if name != META)


def _about(file: Path) -> dict[str, Any]:
    return {"bytes": file.stat().st_size, "sha256": digest(file)}
