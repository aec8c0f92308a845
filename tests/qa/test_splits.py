"""What teaches and what tests: always the same, and never a question in both."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

import pytest

from zici.qa import QAExample

HELD_OUT = "47e78bf3807fd2b4"  # of the ids, joined by commas
PATH = Path(__file__).parents[2] / "benchmarks" / "qa_splits.py"


@pytest.fixture(scope="module")
def splits():
    spec = importlib.util.spec_from_file_location("qa_splits", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def asked(question, *answers, name="q"):
    return QAExample(name, question, (), answers)


@pytest.mark.parametrize(
    ("own", "test", "one"),
    [
        (asked("音乐家舒伯特是哪国人?"), asked("音乐家舒伯特是哪国人？"), True),
        (asked("誰是李白"), asked("谁是 李白！"), True),
        (asked("ＡＢＣ是什么"), asked("abc是什么？"), True),
        (asked("《包法利夫人》的作者是：", "福楼拜"), asked("小说《包法利夫人》的作者是", "福楼拜"), True),
        # Nearly the same words, but not the same answer.
        (asked("“奥迪”是哪国的汽车", "德国"), asked("“富豪”是哪国的汽车", "瑞典"), False),
        (asked("李白是哪个朝代的人", "唐"), asked("杜牧字什么", "唐"), False),
        (asked("啊"), asked("啊？"), True),
    ],
)
def test_questions_that_are_one(splits, own, test, one):
    assert bool(splits.overlap([own], [test])) is one
    if one:
        with pytest.raises(ValueError, match="expected no question of the tests in training, found 1"):
            splits.refuse_overlap([own], [test])
    else:
        splits.refuse_overlap([own], [test])


@pytest.mark.data
def test_the_splits_of_webqa(splits, data_dir):
    found = splits.webqa_splits(data_dir)
    assert [len(part) for part in found] == [1463, 390, 130, 200, 7]
    names = [example.id for part in found for example in part]
    assert len(set(names)) == len(names)
    splits.refuse_overlap(found.train, found.tests)
    # A fixed hash: the same questions whatever the machine.
    held_out = ",".join(example.id for example in found.held_out)
    assert hashlib.sha256(held_out.encode()).hexdigest()[:16] == HELD_OUT
    asked_ = {example.question for example in found.retrieved}
    assert all(example.question in asked_ for example in found.shared)
