"""An epoch of the LSTM with JAX against Keras on PyTorch: the same model, texts, order and batches.

    python benchmarks/bench_networks.py --torch PYTHON [--kind lstm] [--texts 2000] [--epochs 2] [--rounds 1]

This Python needs jax, PYTHON torch and zici (``pip install torch zici[neural]``). Each runs in a process of
its own, in turns; an epoch of texts made up by chance, as long as reviews are, is timed after one that
compiles. The least of all epochs counts. On a machine that does other things too, look at the time of
processors.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

MEAN, SPREAD = 4.1, 0.8  # of the logarithm of a text's length: a median of 60 characters
CHARACTERS = 3000


def main() -> None:
    options = parse()
    if options.worker:
        print(json.dumps(measure(options)))
        return
    found: dict[str, list[dict]] = {"jax": [], "torch": []}
    for _ in range(options.rounds):
        for backend, python in (("jax", sys.executable), ("torch", options.torch)):
            found[backend].append(ask(backend, str(python), options))
    print(f"{options.kind}, {options.texts:,} texts, {os.cpu_count()} processors")
    least, busy = (
        {backend: min(min(run[what]) for run in runs) for backend, runs in found.items()}
        for what in ("seconds", "busy")
    )
    for backend, runs in found.items():
        rest = runs[0]
        print(
            f"  {backend:6} {least[backend]:8.2f} s an epoch, {options.texts / least[backend]:7,.0f} texts/s,"
            f" {busy[backend]:.2f} s of processors, the first epoch {rest['first']:.1f} s;"
            f" {rest['versions']}, loss {rest['loss']:.4f}"
        )
    times = [part["torch"] / part["jax"] for part in (least, busy)]
    print(f"  torch takes {times[0]:.1f} times as long, {times[1]:.1f} times the time of processors")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--torch", type=Path, help="a Python that has torch, Keras and zici")
    parser.add_argument("--kind", default="lstm", choices=("lstm", "cnn", "dgcnn"))
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--epochs", type=int, default=2, help="to be timed, after the first")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.worker and options.torch is None:
        parser.error("--torch is needed")
    return options


def ask(backend: str, python: str, options: argparse.Namespace) -> dict:
    command = [python, __file__, "--worker", "--kind", options.kind]
    command += ["--texts", str(options.texts), "--epochs", str(options.epochs)]
    environment = {**os.environ, "KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(options: argparse.Namespace) -> dict:
    """Seconds of each epoch, the first apart: it compiles."""
    import importlib.metadata

    from zici.classify.networks import NetworkModel, NetworkOptions

    marks = [(time.perf_counter(), time.process_time())]
    model = NetworkModel(
        NetworkOptions(kind=options.kind, epochs=options.epochs + 1),
        on_epoch=lambda epoch: marks.append((time.perf_counter(), time.process_time())),
    )
    texts, targets = make_texts(options.texts)
    model.fit(texts, targets, classes=2, weights=np.ones(len(texts), np.float32))
    (first, *seconds), (_, *busy) = np.diff(marks, axis=0).T.tolist()
    names = ("keras", os.environ["KERAS_BACKEND"])
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    loss = model.history[-1].loss
    return {"first": first, "seconds": seconds, "busy": busy, "versions": versions, "loss": loss}


def make_texts(count: int) -> tuple[list[str], np.ndarray]:
    """Texts with the lengths of reviews; the class is that of the first character."""
    random = np.random.default_rng(0)
    sizes = np.exp(random.normal(MEAN, SPREAD, count)).astype(int) + 1
    shares = 1.0 / np.arange(1, CHARACTERS + 1)
    codes = random.choice(CHARACTERS, sizes.sum(), p=shares / shares.sum())
    starts = np.append(0, np.cumsum(sizes))
    texts = ["".join(map(chr, 0x4E00 + codes[begin:end])) for begin, end in itertools.pairwise(starts)]
    return texts, (codes[starts[:-1]] % 2).astype(np.int32)


if __name__ == "__main__":
    main()
