"""How good generated points, images and strings are, beside real ones."""

from zici.gan.metrics._frechet import frechet_distance as frechet_distance
from zici.gan.metrics._idx import load_idx as load_idx
from zici.gan.metrics._image_classifier import ImageClassifier as ImageClassifier
from zici.gan.metrics._image_classifier import class_coverage as class_coverage
from zici.gan.metrics._image_training import train_image_classifier as train_image_classifier
from zici.gan.metrics._modes import ModeCoverage as ModeCoverage
from zici.gan.metrics._modes import mode_coverage as mode_coverage
from zici.gan.metrics._ngrams import ngram_divergence as ngram_divergence
from zici.gan.metrics._ngrams import ngram_floor as ngram_floor
from zici.gan.metrics._sliced import sliced_wasserstein as sliced_wasserstein
from zici.gan.metrics._words import Novelty as Novelty
from zici.gan.metrics._words import Validity as Validity
from zici.gan.metrics._words import novelty as novelty
from zici.gan.metrics._words import validity as validity

__all__ = [
    "ImageClassifier",
    "ModeCoverage",
    "Novelty",
    "Validity",
    "class_coverage",
    "frechet_distance",
    "load_idx",
    "mode_coverage",
    "ngram_divergence",
    "ngram_floor",
    "novelty",
    "sliced_wasserstein",
    "train_image_classifier",
    "validity",
]
