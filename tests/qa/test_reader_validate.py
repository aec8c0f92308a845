"""By what a reader's epochs are compared."""

from __future__ import annotations

from zici.qa import Answer, QAExample
from zici.qa.reader._validate import fuzzy_f1


def test_examples_of_two_files_may_share_an_id():
    examples = [QAExample("1", "山高多少", (), ("382米",)), QAExample("1", "谁写的", (), ("李白",))]
    assert fuzzy_f1(examples, [[Answer("382米", 0.9)], [Answer("李白", 0.8)]]) == 1
    assert fuzzy_f1(examples, [[Answer("382米", 0.9)], [Answer("杜甫", 0.8)]]) == 0.5
