"""Short answers from noisy passages."""

from zici.qa._example import Answer as Answer
from zici.qa._example import Passage as Passage
from zici.qa._example import QAExample as QAExample
from zici.qa._example import Span as Span
from zici.qa.formats import load_examples as load_examples
from zici.qa.formats import save_examples as save_examples

__all__ = ["Answer", "Passage", "QAExample", "Span", "load_examples", "save_examples"]
