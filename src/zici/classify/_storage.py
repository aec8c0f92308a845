"""Classifiers on disk: a folder with meta.json, the model's own files in model/, and tokens.npz.

meta.json names every file with its size and SHA-256, and carries a checksum of itself. All is compared before
anything is read. Classes are found by name in a list, never by what a file says, and nothing is unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from zici._files import atomic_folder
from zici.classify._inputs import class_array
from zici.classify._models import KNOWN, make_options, model_class
from zici.classify._training import Decision
from zici.classify.calibration import Zone
from zici.classify.losses import Loss, parse
from zici.errors import FormatError, InputError, OptionError, ZiciError
from zici.segment import Segmenter

FORMAT, VERSION = "zici classifier", 1
META, MODEL, TOKENS = "meta.json", "model", "tokens.npz"
LEFT_OUT = ("vectors", "progress")
REMEDY = "save the classifier again"


def save(classifier: Any, folder: str | os.PathLike[str]) -> None:
    """Write a fitted classifier so that the folder appears complete or not at all."""
    params = classifier.get_params(deep=False)
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "classes": classifier.classes_.tolist(),
        "temperature": classifier.temperature_,
        "threshold": classifier.threshold_,
        "zone": None if classifier.zone_ is None else asdict(classifier.zone_),
        "parameters": {key: _pack(key, value) for key, value in params.items() if key not in LEFT_OUT},
    }
    try:
        json.dumps(meta, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise OptionError(f"parameters: one of them can't be written as JSON ({error})") from error
    with atomic_folder(folder) as part:
        if isinstance(params["tokens"], Segmenter):
            params["tokens"].save(part / TOKENS)
        (part / MODEL).mkdir()
        classifier.model_.save(part / MODEL)
        meta["files"] = {name: _about(part / name) for name in _files(part)}
        meta["checksum"] = _checksum(meta)
        text = json.dumps(meta, ensure_ascii=False, indent=1, allow_nan=False)
        (part / META).write_text(text, encoding="utf-8")


def load(kind: Any, folder: str | os.PathLike[str]) -> Any:
    """Read a classifier of the class ``kind``."""
    path = Path(folder)
    meta = _read_meta(path)
    _compare(path, meta["files"])
    try:
        params = _unpack(path, meta["parameters"])
        zone = None if meta["zone"] is None else Zone(**meta["zone"])
        decision = Decision(meta["temperature"], meta["threshold"], zone)
        found = kind(**params)
        found._set(model_class(params["model"]).load(path / MODEL), decision, class_array(meta["classes"]))
    except ImportError:  # a MissingExtraError too: it says what to install
        raise
    except (ZiciError, LookupError, TypeError, ValueError, OSError) as error:
        raise FormatError(
            f"{path}: expected a classifier, found damaged parts ({error}); {REMEDY}"
        ) from error
    return found


def _pack(name: str, value: Any) -> Any:
    """A parameter as JSON has it."""
    if name == "tokens" and not isinstance(value, str):
        if not isinstance(value, Segmenter):
            raise OptionError(
                f"tokens: {value!r:.60} can't be saved in a file; use a Segmenter or the name of a "
                "tokenizer, or keep the classifier itself with joblib"
            )
        return {"segmenter": TOKENS}
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
    if params["model"] not in KNOWN:
        raise FormatError(f"no model is called {params['model']!r}")
    if isinstance(params["tokens"], dict):
        params["tokens"] = Segmenter.load(path / TOKENS)
    if isinstance(params["loss"], dict):
        params["loss"] = parse(params["loss"])
    if isinstance(params["class_weight"], list):
        params["class_weight"] = dict(map(tuple, params["class_weight"]))
    if params["options"] is not None:
        fixed = KNOWN[params["model"]].fixed  # the model's name stands for these
        params["options"] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in params["options"].items()
            if key not in fixed
        }
    make_options(params["model"], params["options"], epochs=params["epochs"])
    params["costs"] = tuple(params["costs"])
    return params


def _read_meta(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        found = "a file" if path.exists() else "nothing"
        raise InputError(f"{path}: expected the folder of a classifier, found {found}")
    try:
        meta = json.loads((path / META).read_text(encoding="utf-8"))
        known, version = meta["format"] == FORMAT, meta["version"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise FormatError(
            f"{path}: expected a classifier ({META}), found something else; {REMEDY}"
        ) from error
    if not known:
        raise FormatError(f"{path / META}: expected the format {FORMAT!r}, found {meta['format']!r:.40}")
    if version != VERSION:
        raise FormatError(
            f"{path}: expected version {VERSION}, found {version!r:.40}; use the zici that wrote it, "
            "or train again"
        )
    if meta.get("checksum") != _checksum(meta):
        raise FormatError(f"{path / META}: expected what zici wrote, found it changed; {REMEDY}")
    return dict(meta)


def _compare(path: Path, told: Mapping[str, Any]) -> None:
    """Refuse a folder whose files are not those that were written."""
    found = set(_files(path))
    for name in sorted(found ^ set(told)):
        state = "one that doesn't belong there" if name in found else "none"
        raise FormatError(f"{path}: expected the files that zici wrote, found {state} as {name}; {REMEDY}")
    for name, about in told.items():
        if _about(path / name) != about:
            raise FormatError(f"{path / name}: expected the file that zici wrote, found it changed; {REMEDY}")


def _files(folder: Path) -> list[str]:
    """All files but meta.json and hidden ones, as paths with slashes inside the folder, in order."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return sorted(name for name in names if name != META and not Path(name).name.startswith("."))


def _about(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": file.stat().st_size, "sha256": digest}


def _checksum(meta: Mapping[str, Any]) -> str:
    """The checksum of all else in meta.json."""
    rest = {key: value for key, value in meta.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode("ascii")).hexdigest()
