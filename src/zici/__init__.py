"""zici 字词: Chinese text mining without labels.

The whole public API stands here and is loaded on first use, so that ``import zici`` stays cheap.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from zici._version import __version__ as __version__

if TYPE_CHECKING:
    from zici.classify import TextClassifier as TextClassifier
    from zici.corpus import Corpus as Corpus
    from zici.discovery import discover as discover
    from zici.gan import WGANGP as WGANGP
    from zici.lexicon import Lexicon as Lexicon
    from zici.mining import MiningOptions as MiningOptions
    from zici.mining import mine as mine
    from zici.ngrams import NgramCounts as NgramCounts
    from zici.ngrams import count_ngrams as count_ngrams
    from zici.parallel import parallel_imap as parallel_imap
    from zici.parallel import parallel_map as parallel_map
    from zici.qa.reader import Reader as Reader
    from zici.segment import CharLM as CharLM
    from zici.segment import Segmenter as Segmenter
    from zici.vectors import WordVectors as WordVectors
    from zici.vectors import train_vectors as train_vectors

_HOME = {
    "CharLM": "zici.segment",
    "Corpus": "zici.corpus",
    "Lexicon": "zici.lexicon",
    "MiningOptions": "zici.mining",
    "NgramCounts": "zici.ngrams",
    "Reader": "zici.qa.reader",
    "Segmenter": "zici.segment",
    "TextClassifier": "zici.classify",
    "WGANGP": "zici.gan",
    "WordVectors": "zici.vectors",
    "count_ngrams": "zici.ngrams",
    "discover": "zici.discovery",
    "mine": "zici.mining",
    "parallel_imap": "zici.parallel",
    "parallel_map": "zici.parallel",
    "train_vectors": "zici.vectors",
}

# What needs an extra stands in _HOME alone: "from zici import *" works without extras.
__all__ = [
    "WGANGP",
    "CharLM",
    "Corpus",
    "Lexicon",
    "MiningOptions",
    "NgramCounts",
    "Reader",
    "Segmenter",
    "WordVectors",
    "__version__",
    "count_ngrams",
    "discover",
    "mine",
    "parallel_imap",
    "parallel_map",
    "train_vectors",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'zici' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_HOME})
