"""GANs on disk: a folder with meta.json and weights.npz.

The networks are built anew from their options, one's own from what Keras says of them, in its safe mode, and
filled with numbers. meta.json names the other file with its SHA-256 and carries a checksum of itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from zici._arrays import read_arrays
from zici._files import atomic_folder
from zici._keras import get_values, load_keras, set_values
from zici._meta import Kind, digest, read_meta, write_meta
from zici._plain import is_plain
from zici._training_state import Arrays
from zici.errors import FormatError, MissingExtraError
from zici.gan._architectures import Networks, make_networks, pick_architecture
from zici.gan._data import FORMS
from zici.gan._options import GanOptions
from zici.gan._own import check_pair, check_samples
from zici.gan._record import GanRecord
from zici.gan._settings import Settings

FORMAT, VERSION = "zici gan", 1
WEIGHTS = "weights.npz"
REMEDY = "save the GAN again"
KIND = Kind("a GAN", FORMAT, VERSION, REMEDY)


def save(gan: Any, folder: str | os.PathLike[str]) -> None:
    """Write a trained GAN so that the folder appears complete or not at all."""
    form, networks = gan._fitted()
    own = gan.architecture == "own"
    meta: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "kind": gan.kind,
        "architecture": gan.architecture,
        "options": asdict(gan.options),
        "seed": gan.seed,
        "form": form.told(),
        "history": [list(record) for record in gan.history],
        "models": [described(model) for model in networks] if own else None,
    }
    with atomic_folder(folder) as part:
        with (part / WEIGHTS).open("wb") as file:
            arrays = {
                f"{name}-{k}": value
                for name, model in zip(Networks._fields, networks, strict=True)
                for k, value in enumerate(get_values(model.variables))
            }
            np.savez(file, **arrays)  # type: ignore[arg-type]  # names of arrays, no options
        write_meta(part, meta | {"weights": digest(part / WEIGHTS)})


def load(kind: Any, folder: str | os.PathLike[str]) -> Any:
    """Read a GAN of the class ``kind``."""
    path = Path(folder)
    meta = read_meta(path, KIND)
    file = path / WEIGHTS
    if not is_plain(file) or digest(file) != meta.get("weights"):
        raise FormatError(f"{file}: expected the file that zici wrote, found it changed; {REMEDY}")
    try:
        return _rebuilt(kind, meta, file)
    except MissingExtraError:
        raise
    except Exception as error:  # numpy, zipfile and Keras raise all kinds at damaged parts
        told = " ".join(str(error).split())
        raise FormatError(f"{path}: expected a GAN, found damaged parts ({told:.200}); {REMEDY}") from error


def _rebuilt(kind: Any, meta: Mapping[str, Any], file: Path) -> Any:
    options, seed = GanOptions(**meta["options"]), meta["seed"]
    form = FORMS[meta["kind"]].from_told(meta["form"])
    if meta["models"] is not None:
        models = Networks(*(load_keras().models.model_from_json(text) for text in meta["models"]))
        gan = kind(meta["kind"], options=options, generator=models.generator, critic=models.critic, seed=seed)
        check_samples(models, form.shape, options.latent)
    else:
        architecture = pick_architecture(meta["kind"], meta["architecture"])
        gan = kind(meta["kind"], architecture=architecture, options=options, seed=seed)
        settings = Settings.of(options, meta["kind"], architecture, form.shape)
        models = make_networks(meta["kind"], architecture, form.shape, settings, seed=seed)
    check_pair(*models)
    arrays = read_arrays(file, inside=True)
    for name, model in zip(Networks._fields, models, strict=True):
        set_values(model.variables, _weights(arrays, name, model))
    gan._form, gan._networks = form, models
    gan.history = tuple(GanRecord(int(row[0]), *map(float, row[1:])) for row in meta["history"])
    return gan


def _weights(arrays: Mapping[str, Any], name: str, model: Any) -> Arrays:
    values: Arrays = [arrays[f"{name}-{k}"] for k in range(len(model.variables))]
    for value, variable in zip(values, model.variables, strict=True):
        if value.shape != tuple(variable.shape) or not np.isfinite(value).all():
            raise ValueError("weights of another shape, or that are no numbers")
    return values


def described(model: Any) -> str:
    """What Keras says of a model's layers, as JSON without places in memory."""
    return json.dumps(json.loads(model.to_json(), object_hook=_without_address))


def _without_address(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != "shared_object_id"}
