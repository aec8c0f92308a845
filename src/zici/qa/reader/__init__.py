"""A network that reads: a question and a passage in, the answer's place out."""

from zici.qa.reader._options import FEATURES as FEATURES
from zici.qa.reader._options import Decoding as Decoding
from zici.qa.reader._options import ReaderOptions as ReaderOptions
from zici.qa.reader._reader import Reader as Reader
from zici.qa.reader._threshold import choose_threshold as choose_threshold

__all__ = ["FEATURES", "Decoding", "Reader", "ReaderOptions", "choose_threshold"]
