"""How good answers are, as WebQA and as CMRC 2018 measure it."""

from zici.qa.scores._evaluate import Evaluation as Evaluation
from zici.qa.scores._evaluate import evaluate as evaluate
from zici.qa.scores._fuzzy import FuzzyMatch as FuzzyMatch
from zici.qa.scores._fuzzy import strict_match as strict_match
from zici.qa.scores._official import Scores as Scores
from zici.qa.scores._official import score_passages as score_passages
from zici.qa.scores._official import score_questions as score_questions
from zici.qa.scores._places import read_places as read_places
from zici.qa.scores._spans import SpanScores as SpanScores
from zici.qa.scores._spans import character_f1 as character_f1
from zici.qa.scores._spans import exact_match as exact_match
from zici.qa.scores._spans import score_spans as score_spans
from zici.qa.scores._synonyms import read_synonyms as read_synonyms

__all__ = [
    "Evaluation",
    "FuzzyMatch",
    "Scores",
    "SpanScores",
    "character_f1",
    "evaluate",
    "exact_match",
    "read_places",
    "read_synonyms",
    "score_passages",
    "score_questions",
    "score_spans",
    "strict_match",
]
