"""Answers without learning: what a reader has to beat."""

from zici.qa.baselines._answer import BASELINES as BASELINES
from zici.qa.baselines._answer import answer_by as answer_by
from zici.qa.baselines._answer import predict_by as predict_by
from zici.qa.baselines._types import question_type as question_type

__all__ = ["BASELINES", "answer_by", "predict_by", "question_type"]
