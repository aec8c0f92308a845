"""What the losses do to networks (kexue.fm/archives/4293, 4733): accuracy, and how steady it is.

    python benchmarks/study_networks.py --out FILE [--data DIR] [--seeds 5] [--epochs 6] [--length 100]
    python benchmarks/study_networks.py --out FILE --table

LSTM and CNN are trained with each loss on comments20k and ChnSentiCorp without duplicates (see splits.py).
The seed gives the split of the comments, the first weights, the order and the dropout; it is the same for
all losses, so they differ in nothing else. Nothing is chosen by the test texts: it is the last epoch that
counts, and all losses have the numbers of their source (margin .6, K 5, gamma 2).

Every run is a line of JSON in FILE, written when it is done; runs that stand there are not done again, so the
study can be stopped at any time. One seed of everything is done before the next seed begins. ``--table``
prints tables of what stands in FILE, and trains nothing.

"spread" is the standard deviation of the test accuracy over the last three epochs of a run, mean over seeds.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import itertools
import json
import os
import statistics
import time
from pathlib import Path

import numpy as np
from splits import READERS, Split

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
KINDS = ("lstm", "cnn")
LOSSES = ("cross_entropy", "hard_margin", "softened_margin", "focal")
LAST = 3  # epochs whose spread is told


def main() -> None:
    options = parse()
    if options.table:
        print_tables(read_runs(options.out), options)
        return
    done = {key(run) for run in read_runs(options.out)}
    splits = {name: read(options.data / "sentiment") for name, read in READERS.items()}
    for seed, name, kind, loss in itertools.product(range(options.seeds), READERS, KINDS, LOSSES):
        run = {"set": name, "kind": kind, "loss": loss, "seed": seed}
        run |= {"epochs": options.epochs, "length": options.length}
        if key(run) in done:
            continue
        run |= train(splits[name](seed), run)
        with options.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(run) + "\n")
        print(*(run[part] for part in ("set", "kind", "loss", "seed", "train", "test")), flush=True)
    print_tables(read_runs(options.out), options)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a file for JSON lines")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--length", type=int, default=100, help="characters of a text that are read")
    parser.add_argument("--table", action="store_true", help="print the tables of FILE")
    return parser.parse_args()


def train(split: Split, run: dict) -> dict:
    """Accuracy on both parts after the last epoch, and on the test part after each."""
    from zici.classify import Loss, Run
    from zici.classify.networks import NetworkModel, NetworkOptions

    (texts, targets), (test, right) = (
        ([text for text, _ in part], np.array([label for _, label in part], np.int32)) for part in split
    )
    model = NetworkModel(NetworkOptions(kind=run["kind"], epochs=run["epochs"], length=run["length"]))
    begin = time.perf_counter()
    model.fit(
        texts,
        targets,
        classes=2,
        weights=np.ones(len(texts), np.float32),
        validation=(test, right),
        run=Run(Loss(run["loss"]), seed=run["seed"]),
    )
    seconds = time.perf_counter() - begin
    return {
        "train": float((model.logits(texts).argmax(axis=1) == targets).mean()),
        "test": model.history[-1].validation,
        "test_by_epoch": [epoch.validation for epoch in model.history],
        "train_by_epoch": [epoch.accuracy for epoch in model.history],
        "loss_by_epoch": [epoch.loss for epoch in model.history],
        "texts": [len(texts), len(test)],
        "seconds": round(seconds, 1),
        "keras": importlib.metadata.version("keras"),
    }


def key(run: dict) -> tuple:
    return tuple(run[part] for part in ("set", "kind", "loss", "seed", "epochs", "length"))


def read_runs(path: Path) -> list[dict]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def print_tables(runs: list[dict], options: argparse.Namespace) -> None:
    runs = [run for run in runs if (run["epochs"], run["length"]) == (options.epochs, options.length)]
    for name, kind in itertools.product(READERS, KINDS):
        some = [run for run in runs if (run["set"], run["kind"]) == (name, kind)]
        if some:
            print_table(name, kind, some)


def print_table(name: str, kind: str, runs: list[dict]) -> None:
    """Of the seeds that all losses have, so that differences are paired."""
    by_loss = {loss: {run["seed"]: run for run in runs if run["loss"] == loss} for loss in LOSSES}
    seeds = sorted(set.intersection(*(set(found) for found in by_loss.values())))
    if not seeds:
        return
    first = runs[0]
    train_size, test_size = first["texts"]
    print(f"\n{name}, {kind}: {train_size:,} to train, {test_size:,} to test, {len(seeds)} seeds,", end=" ")
    print(f"{first['epochs']} epochs, {first['length']} characters\n")
    print("| loss | train | test | sd over seeds | test less cross entropy | spread of the last epochs |")
    print("|---|---|---|---|---|---|")
    plain = [by_loss["cross_entropy"][seed]["test"] for seed in seeds]
    for loss, found in by_loss.items():
        some = [found[seed] for seed in seeds]
        test = [run["test"] for run in some]
        gaps = [100 * (ours - theirs) for ours, theirs in zip(test, plain, strict=True)]
        spread = statistics.mean(statistics.pstdev(run["test_by_epoch"][-LAST:]) for run in some)
        mean = statistics.mean(run["train"] for run in some)
        print(
            f"| {loss} | {100 * mean:.2f} | {100 * statistics.mean(test):.2f} | {100 * deviation(test):.2f} "
            f"| {statistics.mean(gaps):+.2f} (sd {deviation(gaps):.2f}) | {100 * spread:.2f} |"
        )


def deviation(values: list[float]) -> float:
    return statistics.stdev(values) if len(values) > 1 else 0.0


if __name__ == "__main__":
    main()
