"""Networks in files: network.json (options, sizes), network.keras (weights), units.npy and the tokenizer."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from zici._arrays import read_array
from zici._keras import as_array, old_copies
from zici._plain import read_json
from zici.classify.features import load_tokenizer, save_tokenizer
from zici.classify.networks._architectures import Shape, count_weights, make_network
from zici.classify.networks._options import MOST, NetworkOptions
from zici.classify.networks._vocabulary import FIRST, UInt64, make_vocabulary
from zici.errors import FormatError, MissingExtraError

FORMAT, VERSION = "zici network", 1
META, MODEL, UNITS = "network.json", "network.keras", "units.npy"
REMEDY = "save the model again"
HEADERS = 1 << 20  # bytes that files may have beside their numbers

Kind = TypeVar("Kind")


def write_model(model: Any, folder: Path) -> None:
    """Write a trained model."""
    vocabulary, shape, network = model._fitted()
    meta = {"format": FORMAT, "version": VERSION, **shape._asdict(), "options": asdict(model.options)}
    (folder / META).write_text(json.dumps(meta), encoding="utf-8")
    np.save(folder / UNITS, vocabulary.keys.astype("<u8"))
    with old_copies():
        network.model.save(folder / MODEL)
    _without_chance(folder / MODEL)
    save_tokenizer(model.tokenizer, folder)


def _without_address(told: dict[str, Any]) -> dict[str, Any]:
    """Without the number of an object, which is its place in memory."""
    return {key: value for key, value in told.items() if key != "shared_object_id"}


def _without_chance(path: Path) -> None:
    """Rewrite a Keras file so that the same model has the same bytes: no dates, no places in memory."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    told = json.loads(parts["metadata.json"])
    config = json.loads(parts["config.json"], object_hook=_without_address)
    parts["config.json"] = json.dumps(config).encode("ascii")
    parts["metadata.json"] = json.dumps({"keras_version": told["keras_version"]}).encode("ascii")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # of the year 1980


def read_model(kind: Callable[..., Kind], folder: Path, words: Any) -> Kind:
    """A trained model of the class ``kind``.

    Its layers are made from the options, which are checked; of the Keras file the weights alone are read, so
    nothing that it says of layers, classes and functions is ever run.

    Raises:
        FormatError: the files are missing, damaged or don't fit together.
        OptionError: the tokenizer had a function, and none is given.
    """
    folder = Path(folder)
    tokenizer = load_tokenizer(folder, words)
    try:
        options, shape = _read_meta(folder / META)
        keys = _read_units(folder / UNITS, shape.units - FIRST)
        weights = _read_weights(folder / MODEL, options, shape)
    except MissingExtraError:
        raise
    except Exception as error:  # json, numpy, zipfile, h5py and Keras raise all kinds at damaged bytes
        told = " ".join(str(error).split())
        raise FormatError(
            f"{folder}: expected {FORMAT} of version {VERSION}, found something else ({told:.200}); {REMEDY}"
        ) from error
    model: Any = kind(options, tokenizer)
    model._set(make_vocabulary(keys, options), shape, weights)
    found: Kind = model
    return found


def _read_meta(path: Path) -> tuple[NetworkOptions, Shape]:
    meta = read_json(path)
    if (meta["format"], meta["version"]) != (FORMAT, VERSION):
        raise ValueError(f"{meta['format']!r} of version {meta['version']!r}")
    shape = Shape(*(meta[name] for name in Shape._fields))
    if not all(type(size) is int and 0 < size <= MOST + FIRST for size in shape):
        raise ValueError("sizes outside their range")
    if shape.units <= FIRST or shape.classes < 2:
        raise ValueError("no units or no classes")
    return NetworkOptions(**meta["options"]), shape


def _read_units(path: Path, count: int) -> UInt64:
    keys = read_array(path)
    if keys.shape != (count,) or keys.dtype != np.dtype("<u8") or not (keys[1:] > keys[:-1]).all():
        raise ValueError("units that are none")
    found: UInt64 = keys.astype(np.uint64)
    return found


def _read_weights(path: Path, options: NetworkOptions, shape: Shape) -> list[Any]:
    _check_size(path, count_weights(options, shape))
    model = make_network(options, shape, seed=0).model
    with old_copies():
        model.load_weights(path)
    weights = [as_array(weight.value) for weight in model.weights]
    if not all(np.isfinite(weight).all() for weight in weights):
        raise ValueError("weights that are no numbers")
    return weights


def _check_size(path: Path, weights: int) -> None:
    """Refuse a file that holds more or fewer numbers than told, before there is room for either."""
    with zipfile.ZipFile(path) as archive:
        told = archive.getinfo("model.weights.h5")
    if not 4 * weights <= told.file_size <= 4 * weights + HEADERS:
        raise ValueError("weights: another number than told")
