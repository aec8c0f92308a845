"""What WGAN-GP reaches on points, pictures and words, by the measures of ``zici.gan.metrics``.

    python benchmarks/study_gan.py gaussians [--steps N] [--seeds 0 1 2]
    python benchmarks/study_gan.py digits -o FOLDER [--data DIR] [--steps N]
    python benchmarks/study_gan.py places -o FOLDER [--data DIR] [--steps N]

``gaussians``: 8 and 25 of them, 20,000 samples against where they lie. ``digits``: MNIST's 20,000 of DIR; a
classifier learns from 18,000 of them and is tested on the rest, then says of as many samples as one half has
which digits they are, and how far they are from that half (Frechet distance), beside the other half.
``places``: names of places of 2 to 4 characters from jieba's dictionary, a fifth held out; divergence of
n-grams beside real names, random characters and copies of the names learned from. FOLDER takes the
generator, and a page to look at.
"""

from __future__ import annotations

import argparse
import lzma
import os
import time
from collections import Counter
from pathlib import Path

import numpy as np

from zici import Corpus
from zici.gan import WGANGP, GanOptions
from zici.gan.metrics import (
    ImageClassifier,
    class_coverage,
    frechet_distance,
    load_idx,
    mode_coverage,
    ngram_divergence,
    ngram_floor,
    novelty,
    sliced_wasserstein,
    train_image_classifier,
    validity,
)
from zici.gan.toys import gaussian_mixture, gaussians
from zici.report import plot_gan
from zici.segment import CharLM

HERE = Path(__file__).resolve().parents[1]
DEFAULT = HERE.parent / "shared" / "data"
SAMPLES = 20_000
RARE = 20  # characters of fewer names than this are left out, with their names


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("part", choices=["gaussians", "digits", "places"])
    arguments.add_argument("-o", "--out", type=Path)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--steps", type=int)
    arguments.add_argument("--seeds", type=int, nargs="+", default=[0])
    options = arguments.parse_args()
    if options.out is None and options.part != "gaussians":
        arguments.error("name a folder with -o")
    {"gaussians": study_points, "digits": study_digits, "places": study_places}[options.part](options)


def study_points(options: argparse.Namespace) -> None:
    print("| Gaussians | seed | steps | minutes | modes | within 3 sd | sliced Wasserstein | real by real |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for modes in (8, 25):
        real, held = gaussians(100_000, modes=modes, seed=0), gaussians(SAMPLES, modes=modes, seed=1)
        floor = sliced_wasserstein(gaussians(SAMPLES, modes=modes, seed=2), held)
        for seed in options.seeds:
            gan, minutes = trained(real, options.steps, seed)
            samples = gan.sample(SAMPLES, seed=seed)
            found = mode_coverage(samples, *gaussian_mixture(modes))
            row = [modes, seed, gan.history[-1].step, f"{minutes:.1f}", f"{found.covered} of {modes}"]
            row += [f"{found.share:.1%}", f"{sliced_wasserstein(samples, held):.4f}", f"{floor:.4f}"]
            print("| " + " | ".join(map(str, row)) + " |", flush=True)


def study_digits(options: argparse.Namespace) -> None:
    folder = options.data / "images"
    names = ("npm10k", "t10k")
    images = [load_idx(folder / f"mnist_{name}-images-idx3-ubyte.gz") for name in names]
    labels = [load_idx(folder / f"mnist_{name}-labels-idx1-ubyte.gz") for name in names]
    classifier = digit_classifier(np.concatenate(images), np.concatenate(labels), options.out)
    gan, minutes = trained(np.concatenate(images), options.steps, options.seeds[0], options.out)
    samples = gan.sample(len(images[0]), seed=0)
    shares = class_coverage(classifier.predict(samples), 10)
    one, two, made = (classifier.features(part) for part in (*images, samples))
    print(f"{gan.history[-1].step:,} steps in {minutes:.1f} minutes")
    print("shares of the digits: " + ", ".join(f"{share:.1%}" for share in shares))
    print(f"Frechet distance of samples and each half: {frechet_distance(made, one):.3f}, "
          f"{frechet_distance(made, two):.3f}; of the halves: {frechet_distance(one, two):.3f}")  # fmt: skip


def digit_classifier(images, labels, out: Path) -> ImageClassifier:
    """Trained on nine tenths, tested on the rest; taken from ``out`` where it is there."""
    file = out.with_name(f"{out.name}.classifier.npz")
    order = np.random.default_rng(0).permutation(len(images))
    learned, held = order[len(order) // 10 :], order[: len(order) // 10]
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        train_image_classifier(images[learned], labels[learned]).save(file)
    classifier = ImageClassifier.load(file)
    right = np.mean(classifier.predict(images[held]) == labels[held])
    print(f"the classifier is right for {right:.2%} of {len(held):,} digits held out", flush=True)
    return classifier


def study_places(options: argparse.Namespace) -> None:
    names = place_names(options.data / "lexicon" / "jieba_dict.txt.xz")
    held, known = names[: len(names) // 5], names[len(names) // 5 :]
    letters = len(set("".join(names)))
    print(f"{len(known):,} names of {letters} characters to learn from, {len(held):,} held out", flush=True)
    gan, minutes = trained(known, options.steps, options.seeds[0], options.out)
    samples = gan.sample(len(held), seed=0)
    print(f"{gan.history[-1].step:,} steps in {minutes:.1f} minutes")
    compared = {
        "samples": samples,
        "random characters": at_random(known, len(held)),
        "names learned from": known,
    }
    print("| JS divergence from the names held out | n = 1 | 2 | 3 | 4 |\n|---|---|---|---|---|")
    for name, strings in compared.items():
        print_row(name, [ngram_divergence(strings[: len(held)], held, n) for n in range(1, 5)])
    print_row("real by real", [ngram_floor(names, n, sizes=(len(held), len(held))) for n in range(1, 5)])
    new = novelty(samples, set(known))
    found = validity(samples, CharLM.train(Corpus.from_texts(known), order=3), held_out=held)
    print(
        f"new: {new.novel:.1%}, different: {new.distinct:.1%}, of the names held out: "
        f"{len(set(samples) & set(held))} of {len(held)}; ln of the probability of a character: "
        f"samples {found.samples:.2f}, held out {found.held_out:.2f}, shuffled {found.shuffled:.2f}"
    )
    print(" ".join(new.words[:60]))


def place_names(path: Path) -> list[str]:
    """The names of places of 2 to 4 frequent characters, in an order by chance."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.split() for line in lines]
    names = [word for word, _, tag in rows if tag == "ns" and 2 <= len(word) <= 4]
    counts = Counter(char for name in names for char in set(name))
    kept = [name for name in names if min(counts[char] for char in name) >= RARE]
    return [kept[k] for k in np.random.default_rng(0).permutation(len(kept)).tolist()]


def at_random(names: list[str], number: int) -> list[str]:
    """Characters as frequent as those of the names, in strings as long as they are."""
    random = np.random.default_rng(0)
    letters = np.array(list("".join(names)))
    lengths = random.choice([len(name) for name in names], number).tolist()
    return ["".join(random.choice(letters, length)) for length in lengths]


def print_row(name: str, figures: list[float]) -> None:
    print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |", flush=True)


def trained(data, steps: int | None, seed: int, out: Path | None = None) -> tuple[WGANGP, float]:
    """A generator with the options of its kind, and the minutes that it took; one in ``out`` goes on."""
    gan = WGANGP(seed=seed, options=GanOptions(steps=steps))
    begin = time.perf_counter()
    gan.fit(data, checkpoint=out and out.with_name(f"{out.name}.training"))
    minutes = (time.perf_counter() - begin) / 60
    if out is not None:
        gan.save(out)
        plot_gan(gan, out.with_suffix(".html"))
    return gan, minutes


if __name__ == "__main__":
    main()
