"""Word vectors: counted pairs and their factorisation, word2vec, and what vectors are asked."""

from zici.vectors._options import TrainOptions as TrainOptions
from zici.vectors._sentences import BREAK as BREAK
from zici.vectors._sentences import Sentences as Sentences
from zici.vectors._sentences import encode_sentences as encode_sentences
from zici.vectors._vocabulary import Vocabulary as Vocabulary

__all__ = ["BREAK", "Sentences", "TrainOptions", "Vocabulary", "encode_sentences"]
