"""Does a generator help where one class is rare? Reviews at 1:20, sentence vectors, a logistic regression.

    python benchmarks/study_thin.py [--data DIR] [--seeds 0 1 2 3 4] [--rare 200] [--steps 4000]

Of comments20k without duplicates ``--rare`` negative and 20 times as many positive ones are learned from; the
test part, a fifth, has both classes as they come. Words and vectors come from the texts of the training part
without their labels. The rare class is learned from as it is, copied 20 times (the plain oversampling), with
copies shaken by Gaussian noise, or filled up to the other class with points that a WGAN-GP made, which was
trained on the rare class alone. Prints Markdown: mean and standard deviation over the seeds.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, recall_score, roc_auc_score
from splits import read_comments

from zici import Corpus, Segmenter, discover, train_vectors
from zici.gan import WGANGP, GanOptions
from zici.vectors import sentence_vectors

HERE = Path(__file__).resolve().parents[1]
DEFAULT = HERE.parent / "shared" / "data"
TIMES = 20
NOISE = 0.3  # of the standard deviation of every number


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    arguments.add_argument("--rare", type=int, default=200)
    arguments.add_argument("--steps", type=int, default=4000)
    options = arguments.parse_args()
    split = read_comments(options.data / "sentiment")
    ways: dict[str, Callable] = {
        "as it is": lambda rare, number, seed: rare,
        "copied": copied,
        "copied and shaken": shaken,
        "WGAN-GP": lambda rare, number, seed: generated(rare, number, seed, options.steps),
    }
    figures: dict[str, list[list[float]]] = {way: [] for way in ways}
    for seed in options.seeds:
        parts, labels, held, truth = thin(split(seed), options.rare, seed)
        rare, common = parts[labels == 0], parts[labels == 1]
        for way, more in ways.items():
            filled = more(rare, len(common), seed)
            figures[way].append(measure(filled, common, held, truth))
        print(f"seed {seed}: " + ", ".join(f"{w} {f[-1][0]:.4f}" for w, f in figures.items()), flush=True)
    print("\n| the rare class | macro F1 | recall of the rare class | AUC |\n|---|---|---|---|")
    for way, rows in figures.items():
        means, spreads = np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1 if rows[1:] else 0)
        cells = (f"{mean:.3f} ± {sd:.3f}" for mean, sd in zip(means, spreads, strict=True))
        print(f"| {way} | " + " | ".join(cells) + " |")


def thin(split, rare: int, seed: int):
    """Vectors and labels of the thinned training part, and of the test part."""
    order = np.random.default_rng([seed, 20]).permutation(len(split.train))
    rows = [split.train[k] for k in order]
    kept = [row for row in rows if row[1] == 0][:rare] + [row for row in rows if row[1]][: TIMES * rare]
    lexicon = discover(Corpus.from_texts([text for text, _ in kept]), method="best")
    cut = Segmenter(lexicon)
    vectors = train_vectors(cut.cut_corpus([text for text, _ in kept]), method="svd", dim=100, seed=seed)
    as_points = [
        sentence_vectors(vectors, [cut.cut(text) for text, _ in part]) for part in (kept, split.test)
    ]
    labels = [np.array([label for _, label in part]) for part in (kept, split.test)]
    mean, sd = as_points[0].mean(axis=0), as_points[0].std(axis=0) + 1e-6
    learned, held = ((points - mean) / sd for points in as_points)
    return learned, labels[0], held, labels[1]


def copied(rare, number: int, seed: int):
    return rare[np.random.default_rng([seed, 1]).integers(len(rare), size=number)]


def shaken(rare, number: int, seed: int):
    noise = np.random.default_rng([seed, 2]).normal(0, NOISE, (number, rare.shape[1]))
    return copied(rare, number, seed) + noise * rare.std(axis=0)


def generated(rare, number: int, seed: int, steps: int):
    """The real ones, and as many of the generator's as are missing."""
    gan = WGANGP(seed=seed, options=GanOptions(steps=steps, batch_size=64, latent=32))
    return np.concatenate([rare, gan.fit(rare).sample(number - len(rare), seed=seed)])


def measure(rare, common, held, truth) -> list[float]:
    points = np.concatenate([rare, common])
    labels = np.repeat([0, 1], [len(rare), len(common)])
    model = LogisticRegression(C=0.1, max_iter=2000).fit(points, labels)
    said = model.predict(held)
    return [
        f1_score(truth, said, average="macro"),
        recall_score(truth, said, pos_label=0),
        roc_auc_score(truth, model.predict_proba(held)[:, 1]),
    ]


if __name__ == "__main__":
    main()
