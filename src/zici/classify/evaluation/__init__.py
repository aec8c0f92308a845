"""How good a classifier is, how far that can be believed, and whether another is better."""

from zici.classify.evaluation._confusion import ClassScore as ClassScore
from zici.classify.evaluation._confusion import Confusion as Confusion
from zici.classify.evaluation._confusion import accuracy_interval as accuracy_interval
from zici.classify.evaluation._confusion import class_scores as class_scores
from zici.classify.evaluation._confusion import confusion as confusion
from zici.classify.evaluation._confusion import macro_f1 as macro_f1
from zici.classify.evaluation._coverage import Abstention as Abstention
from zici.classify.evaluation._coverage import Covered as Covered
from zici.classify.evaluation._coverage import abstention as abstention
from zici.classify.evaluation._coverage import coverage_curve as coverage_curve
from zici.classify.evaluation._duplicates import Conflict as Conflict
from zici.classify.evaluation._duplicates import Duplicates as Duplicates
from zici.classify.evaluation._duplicates import Overlap as Overlap
from zici.classify.evaluation._duplicates import find_duplicates as find_duplicates
from zici.classify.evaluation._duplicates import find_overlap as find_overlap
from zici.classify.evaluation._duplicates import text_key as text_key
from zici.classify.evaluation._evaluate import Evaluation as Evaluation
from zici.classify.evaluation._evaluate import evaluate as evaluate
from zici.classify.evaluation._experiment import Comparison as Comparison
from zici.classify.evaluation._experiment import Result as Result
from zici.classify.evaluation._experiment import compare as compare
from zici.classify.evaluation._experiment import split_texts as split_texts
from zici.classify.evaluation._judge import Answers as Answers
from zici.classify.evaluation._judge import answer as answer
from zici.classify.evaluation._mistakes import Mistake as Mistake
from zici.classify.evaluation._mistakes import worst_mistakes as worst_mistakes
from zici.classify.evaluation._paired import McNemar as McNemar
from zici.classify.evaluation._paired import PairedT as PairedT
from zici.classify.evaluation._paired import Summary as Summary
from zici.classify.evaluation._paired import mcnemar as mcnemar
from zici.classify.evaluation._paired import paired_t as paired_t
from zici.classify.evaluation._paired import summarise as summarise
from zici.classify.evaluation._reliability import Bin as Bin
from zici.classify.evaluation._reliability import expected_error as expected_error
from zici.classify.evaluation._reliability import log_loss as log_loss
from zici.classify.evaluation._reliability import reliability as reliability

__all__ = [
    "Abstention",
    "Answers",
    "Bin",
    "ClassScore",
    "Comparison",
    "Conflict",
    "Confusion",
    "Covered",
    "Duplicates",
    "Evaluation",
    "McNemar",
    "Mistake",
    "Overlap",
    "PairedT",
    "Result",
    "Summary",
    "abstention",
    "accuracy_interval",
    "answer",
    "class_scores",
    "compare",
    "confusion",
    "coverage_curve",
    "evaluate",
    "expected_error",
    "find_duplicates",
    "find_overlap",
    "log_loss",
    "macro_f1",
    "mcnemar",
    "paired_t",
    "reliability",
    "split_texts",
    "summarise",
    "text_key",
    "worst_mistakes",
]
