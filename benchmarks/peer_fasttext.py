"""Trains fastText's classifier for bench_classify.py, in a Python of its own; see there."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import fasttext


def grams(tokens: str, text: str) -> str:
    """Characters 1 to 3, or the words that stand between blanks with their pairs left to fastText."""
    if tokens == "word":
        return text
    text = "".join(text.split())
    return " ".join(text[k : k + n] for n in (1, 2, 3) for k in range(len(text) - n + 1))


def run(task: dict, settings: dict) -> dict:
    """Accuracy and CPU seconds of one training; an accuracy of 0 where fastText gave up."""
    tokens = settings["tokens"]
    options = {"dim": settings["dim"], "lr": settings["lr"], "epoch": settings["epoch"], "thread": 1}
    options |= {"minCount": 2, "wordNgrams": 2 if tokens == "word" else 1, "verbose": 0}
    options["seed"] = task["seed"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "train.txt"
        start = time.process_time()
        lines = [
            f"__label__{label} {grams(tokens, text)}"
            for text, label in zip(task["train"][tokens], task["train_labels"], strict=True)
        ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        try:
            model = fasttext.train_supervised(str(file), **options)
        except RuntimeError:  # "Encountered NaN": too high a rate for these texts
            return {"accuracy": 0.0, "train": time.process_time() - start, "predict": 1.0}
        train = time.process_time() - start
    start = time.process_time()
    found, _ = model.predict([grams(tokens, text) for text in task["test"][tokens]])
    predict = time.process_time() - start
    right = sum(one[0] == f"__label__{label}" for one, label in zip(found, task["test_labels"], strict=True))
    return {"accuracy": right / len(found), "train": train, "predict": predict}


def main() -> None:
    source, out = map(Path, sys.argv[1:])
    jobs = json.loads(source.read_text(encoding="utf-8"))
    found = [run(jobs["task"], settings) for settings in jobs["settings"]]
    out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
