"""Text into words: :class:`Segmenter`, the language model :class:`CharLM`, and :func:`score` against gold."""

from zici.segment._charlm import CharLM as CharLM
from zici.segment._corpus import CutCorpus as CutCorpus
from zici.segment._score import Scores as Scores
from zici.segment._score import score as score
from zici.segment._segmenter import Segmenter as Segmenter

__all__ = ["CharLM", "CutCorpus", "Scores", "Segmenter", "score"]
