"""Questions with their passages, in the forms in which they are passed on."""

from zici.qa.formats._check import Checked as Checked
from zici.qa.formats._check import check_examples as check_examples
from zici.qa.formats._entry import Problem as Problem
from zici.qa.formats._files import FORMATS as FORMATS
from zici.qa.formats._files import load_examples as load_examples
from zici.qa.formats._files import save_examples as save_examples
from zici.qa.formats._predictions import Predictions as Predictions
from zici.qa.formats._predictions import load_predictions as load_predictions
from zici.qa.formats._predictions import save_predictions as save_predictions
from zici.qa.formats._statistics import Statistics as Statistics
from zici.qa.formats._statistics import statistics as statistics

__all__ = [
    "FORMATS",
    "Checked",
    "Predictions",
    "Problem",
    "Statistics",
    "check_examples",
    "load_examples",
    "load_predictions",
    "save_examples",
    "save_predictions",
    "statistics",
]
