"""Short answers from noisy passages."""

from zici.qa._example import Answer as Answer
from zici.qa._example import Passage as Passage
from zici.qa._example import QAExample as QAExample
from zici.qa._example import Span as Span

__all__ = ["Answer", "Passage", "QAExample", "Span"]
