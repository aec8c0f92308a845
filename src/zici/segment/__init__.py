"""Text into words: :class:`Segmenter`, the language model :class:`CharLM`, :func:`score` against gold.

Also the :func:`keywords` of a document. ``jieba_api`` answers the calls of jieba; ``spacy`` and
``huggingface`` put segmenters into other libraries.
"""

from zici.segment._background import Background as Background
from zici.segment._charlm import CharLM as CharLM
from zici.segment._corpus import CutCorpus as CutCorpus
from zici.segment._keywords import keywords as keywords
from zici.segment._score import Scores as Scores
from zici.segment._score import score as score
from zici.segment._segmenter import Segmenter as Segmenter

__all__ = ["Background", "CharLM", "CutCorpus", "Scores", "Segmenter", "keywords", "score"]
