"""Vectors for TensorBoard's embedding projector: two tables and a file that names them."""

from __future__ import annotations

import os

from zici._files import atomic_folder
from zici.vectors._word_vectors import WordVectors

TENSORS, METADATA, CONFIG = "tensors.tsv", "metadata.tsv", "projector_config.pbtxt"
ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write_projector(vectors: WordVectors, folder: str | os.PathLike[str]) -> None:
    """Write the folder complete or not at all.

    The table of one column has no header, that of words and counts has one: so the projector wants it.
    """
    labels = [word.translate(ESCAPES) for word in vectors.words]
    if vectors.counts is not None:
        counts = vectors.counts.tolist()
        labels = ["word\tcount"] + [f"{word}\t{count}" for word, count in zip(labels, counts, strict=True)]
    line = "\t".join(["%.9g"] * vectors.dim) + "\n"
    with atomic_folder(folder) as part:
        with (part / TENSORS).open("w", encoding="ascii", newline="\n") as file:
            file.writelines(line % tuple(row.tolist()) for row in vectors.matrix)
        with (part / METADATA).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(label + "\n" for label in labels)
        (part / CONFIG).write_text(
            f'embeddings {{\n  tensor_name: "words"\n  tensor_path: "{TENSORS}"\n'
            f'  metadata_path: "{METADATA}"\n}}\n',
            encoding="ascii",
            newline="\n",
        )
