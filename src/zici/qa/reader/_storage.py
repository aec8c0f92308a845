"""Readers on disk: a folder with meta.json, weights.npz and, where there are words, segmenter.npz.

The network is built anew from its options and filled with numbers: no code comes from the folder, and nothing
is unpickled. meta.json names the other files with their SHA-256 and carries a checksum of itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from zici._files import atomic_folder
from zici.errors import FormatError, InputError, ZiciError
from zici.qa.reader._model import VECTORS, make_model
from zici.qa.reader._options import Decoding, ReaderOptions
from zici.qa.reader._rows import Encoder
from zici.qa.reader._vocabulary import Vocabulary
from zici.qa.reader._weights import Arrays, get_values, set_values
from zici.qa.reader._words import Words
from zici.segment import Segmenter

FORMAT, VERSION = "zici reader", 1
META, WEIGHTS, SEGMENTER = "meta.json", "weights.npz", "segmenter.npz"
REMEDY = "save the reader again"


def save(reader: Any, folder: str | os.PathLike[str]) -> None:
    """Write a reader so that the folder appears complete or not at all."""
    encoder = reader._encoder
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "options": asdict(encoder.options),
        "decoding": asdict(reader.decoding),
        "info": reader.info,
        "chars": encoder.vocabulary.chars,
        "words": "\n".join(encoder.words.words),
    }
    values = get_values(weights(reader._model))
    with atomic_folder(folder) as part:
        with (part / WEIGHTS).open("wb") as file:
            arrays = {f"weight-{k}": value for k, value in enumerate(values)}
            np.savez(file, vectors=encoder.words.matrix, **arrays)  # type: ignore[arg-type]  # names of arrays
        if encoder.words.segmenter is not None:
            encoder.words.segmenter.save(part / SEGMENTER)
        meta["files"] = {path.name: _digest(path) for path in sorted(part.iterdir()) if path.is_file()}
        meta["checksum"] = _checksum(meta)
        text = json.dumps(meta, ensure_ascii=False, indent=1, allow_nan=False)
        (part / META).write_text(text, encoding="utf-8")


def load(kind: Any, folder: str | os.PathLike[str]) -> Any:
    """Read a reader of the class ``kind``."""
    path = Path(folder)
    meta = _read_meta(path)
    for name, digest in meta["files"].items():
        file = path / Path(name).name  # never a file elsewhere
        if not file.is_file() or _digest(file) != digest:
            raise FormatError(f"{file}: expected the file that zici wrote, found it changed; {REMEDY}")
    try:
        options = ReaderOptions(**_tuples(meta["options"]))
        matrix, values = _read_weights(path / WEIGHTS)
        segmenter = Segmenter.load(path / SEGMENTER) if SEGMENTER in meta["files"] else None
        words = Words(segmenter, meta["words"].split("\n") if meta["words"] else (), matrix)
        vocabulary = Vocabulary(meta["chars"])
        model = make_model(len(vocabulary), matrix, options, seed=0)
        set_values(weights(model), values)
        return kind(
            model, Encoder(vocabulary, words, options), Decoding(**meta["decoding"]), dict(meta["info"])
        )
    except ImportError:  # a MissingExtraError too: it says what to install
        raise
    except (
        ZiciError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
    ) as error:
        raise FormatError(f"{path}: expected a reader, found damaged parts ({error}); {REMEDY}") from error


def weights(model: Any) -> list[Any]:
    """All weights but the vectors of words, which are kept once, as they came."""
    return [weight for layer in model.layers if layer.name != VECTORS for weight in layer.weights]


def _read_weights(path: Path) -> tuple[Any, Arrays]:
    with np.load(path, allow_pickle=False) as file:
        count = sum(name.startswith("weight-") for name in file.files)
        values = [np.asarray(file[f"weight-{k}"]) for k in range(count)]
        return np.asarray(file["vectors"], np.float32), values


def _tuples(options: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}


def _read_meta(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        found = "a file" if path.exists() else "nothing"
        raise InputError(f"{path}: expected the folder of a reader, found {found}")
    try:
        meta = json.loads((path / META).read_text(encoding="utf-8"))
        known, version = meta["format"] == FORMAT, meta["version"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise FormatError(f"{path}: expected a reader ({META}), found something else; {REMEDY}") from error
    if not known:
        raise FormatError(f"{path / META}: expected the format {FORMAT!r}, found {meta['format']!r:.40}")
    if version != VERSION:
        raise FormatError(
            f"{path}: expected version {VERSION}, found {version!r:.40}; use the zici that wrote it, "
            "or train again"
        )
    files = meta.get("files")
    if not isinstance(files, dict) or WEIGHTS not in files or meta.get("checksum") != _checksum(meta):
        raise FormatError(f"{path / META}: expected what zici wrote, found it changed; {REMEDY}")
    return dict(meta)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checksum(meta: Mapping[str, Any]) -> str:
    """The checksum of all else in meta.json."""
    rest = {key: value for key, value in meta.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode("ascii")).hexdigest()
