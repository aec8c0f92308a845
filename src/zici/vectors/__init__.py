"""Word vectors: counted pairs and their factorisation, word2vec, and what vectors are asked."""

from zici.vectors._count_pairs import count_pairs as count_pairs
from zici.vectors._options import TrainOptions as TrainOptions
from zici.vectors._pair_counts import PairCounts as PairCounts
from zici.vectors._sentences import BREAK as BREAK
from zici.vectors._sentences import Sentences as Sentences
from zici.vectors._sentences import encode_sentences as encode_sentences
from zici.vectors._subsample import keep_probabilities as keep_probabilities
from zici.vectors._vocabulary import Vocabulary as Vocabulary

__all__ = [
    "BREAK",
    "PairCounts",
    "Sentences",
    "TrainOptions",
    "Vocabulary",
    "count_pairs",
    "encode_sentences",
    "keep_probabilities",
]
