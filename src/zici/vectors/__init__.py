"""Word vectors: counted pairs and their factorisation, word2vec, and what vectors are asked."""

from zici.vectors._bag import bag_of_words as bag_of_words
from zici.vectors._bag import sentence_vectors as sentence_vectors
from zici.vectors._cluster_words import cluster_words as cluster_words
from zici.vectors._count_pairs import count_pairs as count_pairs
from zici.vectors._evaluate import AnalogyScore as AnalogyScore
from zici.vectors._evaluate import SimilarityScore as SimilarityScore
from zici.vectors._evaluate import evaluate_analogies as evaluate_analogies
from zici.vectors._evaluate import evaluate_similarity as evaluate_similarity
from zici.vectors._keras_features import Feature as Feature
from zici.vectors._keras_features import Place as Place
from zici.vectors._keras_options import KerasOptions as KerasOptions
from zici.vectors._keras_word2vec import KerasTrained as KerasTrained
from zici.vectors._keras_word2vec import train_keras as train_keras
from zici.vectors._map import map_words as map_words
from zici.vectors._nearest_words import Nearest as Nearest
from zici.vectors._nearest_words import nearest_words as nearest_words
from zici.vectors._pair_counts import PairCounts as PairCounts
from zici.vectors._ppmi import ppmi as ppmi
from zici.vectors._sentences import BREAK as BREAK
from zici.vectors._sentences import Sentences as Sentences
from zici.vectors._sentences import encode_sentences as encode_sentences
from zici.vectors._sgns_options import SgnsOptions as SgnsOptions
from zici.vectors._subsample import keep_probabilities as keep_probabilities
from zici.vectors._subwords import SubwordOptions as SubwordOptions
from zici.vectors._subwords import Subwords as Subwords
from zici.vectors._svd import Svd as Svd
from zici.vectors._svd import truncated_svd as truncated_svd
from zici.vectors._train import Epoch as Epoch
from zici.vectors._train import train_vectors as train_vectors
from zici.vectors._train_svd import SvdOptions as SvdOptions
from zici.vectors._vocabulary import Vocabulary as Vocabulary
from zici.vectors._word_ngrams import hashed_ngrams as hashed_ngrams
from zici.vectors._word_vectors import WordVectors as WordVectors

__all__ = [
    "BREAK",
    "AnalogyScore",
    "Epoch",
    "Feature",
    "KerasOptions",
    "KerasTrained",
    "Nearest",
    "PairCounts",
    "Place",
    "Sentences",
    "SgnsOptions",
    "SimilarityScore",
    "SubwordOptions",
    "Subwords",
    "Svd",
    "SvdOptions",
    "Vocabulary",
    "WordVectors",
    "bag_of_words",
    "cluster_words",
    "count_pairs",
    "encode_sentences",
    "evaluate_analogies",
    "evaluate_similarity",
    "hashed_ngrams",
    "keep_probabilities",
    "map_words",
    "nearest_words",
    "ppmi",
    "sentence_vectors",
    "train_keras",
    "train_vectors",
    "truncated_svd",
]
