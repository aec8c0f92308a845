"""What ``zici gan evaluate`` measures: for each kind, samples beside real ones and beside chance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zici.errors import EmptyError, InputError, OptionError
from zici.gan import metrics

if TYPE_CHECKING:
    from zici.gan import WGANGP

MOST = 10_000  # samples, where no number is given
ORDERS = (1, 2, 3, 4)
Table = list[dict[str, Any]]
Found = dict[str, Table]

TITLES = {
    "divergence": "n-gram divergence, bits",
    "novelty": "new, different",
    "validity": "ln p a character",
    "distance": "sliced Wasserstein",
    "frechet": "Frechet distance",
    "classes": "share of each class",
}
"""Of the tables; none is wider than its table."""


class Sides(NamedTuple):
    """What is compared.

    Attributes:
        samples: of the GAN.
        held: real samples to compare with.
        learned: the other real samples, of which the floor takes as many as there are samples.
        known: all that may have been seen.
    """

    samples: Any
    held: Any
    learned: Any
    known: Any


def sides(gan: WGANGP, known: Any, held: Any, number: int | None, *, seed: int) -> Sides:
    """Samples, as many as real ones can be set against; without ``held``, half of what is known is it.

    Raises:
        EmptyError: too few real samples.
        InputError: samples of another shape than the GAN's.
        OptionError: more samples than there are real ones for the floor.
    """
    # In a random order: files are often sorted, and the floor takes the first.
    learned = _rows(known, np.random.default_rng([seed, 7]).permutation(len(known)).tolist())
    if held is None:
        half = len(known) // 2
        learned, held = learned[:half], learned[half:]
    if len(held) < 2 or len(learned) < 2:
        raise EmptyError(f"expected at least 2 real samples on either side, got {len(learned)}, {len(held)}")
    size = min(len(held), len(learned), MOST) if number is None else number
    if size > len(learned):
        raise OptionError(
            f"--number {size:,}: expected at most {len(learned):,}, as many real samples as the floor can be "
            "measured with; ask for fewer, or give more"
        )
    samples: Any = gan.sample(size, seed=seed)
    if gan.kind != "strings":
        for some in (learned, held):
            if some.shape[1:] != samples.shape[1:]:
                raise InputError(
                    f"expected real samples of shape {samples.shape[1:]}, as the GAN makes, got "
                    f"{some.shape[1:]}"
                )
    return Sides(samples, held, learned, known)


def _rows(values: Any, rows: list[int]) -> Any:
    return [values[row] for row in rows] if isinstance(values, list) else values[rows]


def of_strings(found: Sides, *, seed: int) -> Found:
    """Divergence by n, beside the floor and beside chance; novelty; validity."""
    chance = random_strings(found.learned, len(found.samples), seed=seed)
    pool, sizes = [*found.learned, *found.held], (len(found.samples), len(found.held))
    divergence = [
        {
            "n": n,
            "samples": metrics.ngram_divergence(found.samples, found.held, n),
            "real": metrics.ngram_floor(pool, n, sizes=sizes, seed=seed),
            "random": metrics.ngram_divergence(chance, found.held, n),
        }
        for n in ORDERS
    ]
    return {
        "divergence": divergence,
        "novelty": [
            _novelty("samples", found.samples, found), _novelty("random", chance, found)
        ],
        "validity": _validity(found, chance, seed),
    }  # fmt: skip


def random_strings(real: Sequence[str], number: int, *, seed: int) -> list[str]:
    """Strings of characters drawn one by one, with the lengths and the frequencies of real ones."""
    random = np.random.default_rng([seed, 8])
    letters = np.array(list("".join(real)))
    lengths = random.choice([len(string) for string in real], number)
    return ["".join(random.choice(letters, length).tolist()) for length in lengths.tolist()]


def _novelty(name: str, strings: Sequence[str], found: Sides) -> dict[str, Any]:
    """Shares of new and of different strings; how many of the new ones are real words, held out."""
    seen = metrics.novelty(strings, frozenset(found.known))
    held = frozenset(found.held) - frozenset(found.known)
    row: dict[str, Any] = {"strings": name, "new": seen.novel, "different": seen.distinct}
    if held:
        row["new and held out"] = sum(word in held for word in seen.words)
    return row


def _validity(found: Sides, chance: Sequence[str], seed: int) -> Table:
    """By a language model of the characters of what is not held out."""
    from zici.corpus import Corpus
    from zici.segment import CharLM

    model = CharLM.train(Corpus.from_texts(found.learned), order=3)
    told = metrics.validity([one for one in found.samples if one], model, held_out=found.held, seed=seed)
    random = metrics.validity(chance, model, held_out=found.held, seed=seed).samples
    return [{"samples": told.samples, "real": told.held_out, "random": random}]


def of_vectors(found: Sides, *, seed: int) -> Found:
    """Sliced Wasserstein distance, beside the floor and beside one Gaussian of the same mean and spread."""
    return {"distance": [_sliced(found, _gaussian(found.learned, len(found.samples), seed))]}


def _sliced(found: Sides, chance: Any) -> dict[str, float]:
    held = _flat(found.held)
    return {
        name: metrics.sliced_wasserstein(_flat(some), held)
        for name, some in (
            ("samples", found.samples),
            ("real", found.learned[: len(found.samples)]),
            ("gaussian", chance),
        )
    }


def _flat(values: Any) -> Any:
    """Rows of numbers; pixels of bytes from 0 to 1."""
    flat = np.asarray(values).reshape(len(values), -1)
    return flat / 255 if flat.dtype == np.uint8 else flat


def _gaussian(values: Any, number: int, seed: int) -> Any:
    flat = _flat(values).astype(np.float64)
    middle = flat.mean(axis=0)
    # Rows of noise times the centred data have its covariance: no matrix of numbers by numbers is made.
    noise = np.random.default_rng([seed, 9]).standard_normal((number, len(flat)))
    return middle + noise @ (flat - middle) / np.sqrt(len(flat))


def of_images(found: Sides, classifier: Path | None, *, seed: int) -> Found:
    """Distance of pixels; with a classifier also that of its features, and the share of each class."""
    limited = found._replace(learned=found.learned[:MOST])
    chance = _gaussian(limited.learned[:2000], min(len(found.samples), 2000), seed)
    tables: Found = {"distance": [_sliced(limited, chance)]}
    if classifier is None:
        return tables
    judge = metrics.ImageClassifier.load(classifier)
    shown, held = _shares(found.samples), _shares(found.held)
    features = judge.features(held)
    tables["frechet"] = [
        {
            "samples": metrics.frechet_distance(judge.features(shown), features),
            "real": metrics.frechet_distance(
                judge.features(_shares(found.learned[: len(found.samples)])), features
            ),
        }
    ]
    number = judge.shape.classes
    ours, real = (metrics.class_coverage(judge.predict(some), number) for some in (shown, held))
    tables["classes"] = [
        {"class": k, "samples": float(ours[k]), "real": float(real[k])} for k in range(number)
    ]
    return tables


def _shares(images: Any) -> Any:
    """Images as a classifier takes them: bytes, or from 0 to 1."""
    return (images + 1) / 2 if images.dtype != np.uint8 and images.min() < 0 else images
