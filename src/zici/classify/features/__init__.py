"""Texts as numbers: characters and words, their n-grams as columns, and the weights of these."""

from zici.classify.features._learn import make_tokenizer as make_tokenizer
from zici.classify.features._ngrams import Block as Block
from zici.classify.features._ngrams import Ngrams as Ngrams
from zici.classify.features._ngrams import learn_ngrams as learn_ngrams
from zici.classify.features._options import NgramOptions as NgramOptions
from zici.classify.features._options import check_number as check_number
from zici.classify.features._options import is_whole as is_whole
from zici.classify.features._storage import load_tokenizer as load_tokenizer
from zici.classify.features._storage import save_tokenizer as save_tokenizer
from zici.classify.features._tokens import Tokenizer as Tokenizer
from zici.classify.features._weights import inverse_frequencies as inverse_frequencies
from zici.classify.features._weights import log_count_ratios as log_count_ratios

__all__ = [
    "Block",
    "NgramOptions",
    "Ngrams",
    "Tokenizer",
    "check_number",
    "inverse_frequencies",
    "is_whole",
    "learn_ngrams",
    "load_tokenizer",
    "log_count_ratios",
    "make_tokenizer",
    "save_tokenizer",
]
