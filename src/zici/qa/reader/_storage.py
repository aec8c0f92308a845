"""Readers on disk: a folder with meta.json, weights.npz and, of words, vectors.npy and segmenter.npz.

It holds numbers and text: no code comes from it, and nothing is unpickled. meta.json names the other files
with their SHA-256 and carries a checksum of itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from zici._arrays import map_array, read_arrays
from zici._files import atomic_folder
from zici._meta import META, Kind, digest, read_meta, write_meta
from zici._plain import is_plain
from zici.errors import FormatError, ZiciError
from zici.qa.reader._forward import Float32
from zici.qa.reader._network import Network
from zici.qa.reader._options import Decoding, ReaderOptions
from zici.qa.reader._rows import Encoder
from zici.qa.reader._vocabulary import Vocabulary
from zici.qa.reader._words import NO_VECTORS, Words
from zici.segment import Segmenter

FORMAT, VERSION = "zici reader", 2
WEIGHTS, VECTORS, SEGMENTER = "weights.npz", "vectors.npy", "segmenter.npz"
REMEDY = "save the reader again"
KIND = Kind("a reader", FORMAT, VERSION, REMEDY)


def save(reader: Any, folder: str | os.PathLike[str]) -> None:
    """Write a reader so that the folder appears complete or not at all."""
    encoder, networks = reader._encoder, reader._networks
    vectors = networks[0].vectors
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "options": asdict(encoder.options),
        "decoding": asdict(reader.decoding),
        "info": reader.info,
        "chars": encoder.vocabulary.chars,
        "words": "\n".join(encoder.words.words),
    }
    with atomic_folder(folder) as part:
        with (part / WEIGHTS).open("wb") as file:
            np.savez(
                file, **{f"{k}/{name}": v for k, n in enumerate(networks) for name, v in n.weights.items()}
            )
        if vectors.size:
            np.save(part / VECTORS, vectors, allow_pickle=False)
        if encoder.words.segmenter is not None:
            encoder.words.segmenter.save(part / SEGMENTER)
        meta["files"] = {path.name: digest(path) for path in sorted(part.iterdir()) if path.is_file()}
        write_meta(part, meta)


def load(kind: Any, folder: str | os.PathLike[str]) -> Any:
    """Read a reader of the class ``kind``."""
    path = Path(folder)
    meta = read_meta(path, KIND)
    files = meta.get("files")
    if not isinstance(files, dict) or WEIGHTS not in files:
        raise FormatError(f"{path / META}: expected what zici wrote, found it changed; {REMEDY}")
    for name, written in files.items():
        file = path / Path(name).name  # never a file elsewhere
        if not is_plain(file) or digest(file) != written:
            raise FormatError(f"{file}: expected the file that zici wrote, found it changed; {REMEDY}")
    try:
        options = ReaderOptions(**_tuples(meta["options"]))
        names = meta["words"].split("\n") if meta["words"] else []
        vectors = _read_vectors(path / VECTORS, len(names)) if names else NO_VECTORS
        segmenter = Segmenter.load(path / SEGMENTER) if SEGMENTER in meta["files"] else None
        words = Words(segmenter, names, vectors)
        vocabulary = Vocabulary(meta["chars"])
        networks = [Network(weights, vectors, options) for weights in _read_weights(path / WEIGHTS)]
        for network in networks:
            network.try_out(len(vocabulary), len(names))
        encoder = Encoder(vocabulary, words, options)
        return kind(networks, encoder, Decoding(**meta["decoding"]), dict(meta["info"]))
    except (
        ZiciError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        OSError,
    ) as error:
        raise FormatError(f"{path}: expected a reader, found damaged parts ({error}); {REMEDY}") from error


def _read_weights(path: Path) -> list[dict[str, Float32]]:
    """The weights of every network; their names begin with its number."""
    found: dict[int, dict[str, Float32]] = {0: {}}
    for whole, array in read_arrays(path, inside=True).items():
        number, _, name = whole.partition("/")
        if not np.isfinite(array).all():
            raise ValueError(f"{name}: weights that are no numbers")
        found.setdefault(int(number), {})[name] = np.asarray(array, np.float32)
    return [found[number] for number in sorted(found)]


def _read_vectors(path: Path, words: int) -> Float32:
    """The vectors of so many words, which stay on disk until they are needed."""
    vectors = map_array(path)
    if vectors.dtype != np.float32 or vectors.ndim != 2 or len(vectors) != words:
        raise ValueError(f"{words} vectors expected, {vectors.dtype} of shape {vectors.shape} found")
    return np.asarray(vectors)  # a plain array, which is taken from much faster than a memmap


def _tuples(options: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
