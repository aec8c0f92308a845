"""Worker processes however the program starts its own, and from a process that is a fork itself."""

from __future__ import annotations

import subprocess
import sys
from multiprocessing import get_all_start_methods

import pytest

METHODS = get_all_start_methods()

SCRIPT = """
import multiprocessing, sys
multiprocessing.set_start_method(sys.argv[1])
from zici.parallel import parallel_map
print(parallel_map(lambda number: number * 2, range(6), workers=2))
"""

EXECUTORS = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from zici.parallel import parallel_map
with ProcessPoolExecutor(2, mp_context=get_context(sys.argv[1])) as executor:
    print(parallel_map(lambda number: number * 2, range(20), executor=executor))
"""

FORKS = """
import multiprocessing
from zici import Corpus, Segmenter, discover
from zici.parallel import parallel_map
text = "我爱北京。北京人在北京。去北京吧。" * 20
segmenter = Segmenter(discover(Corpus.from_texts([text])))
def work(queue):
    cut = parallel_map(segmenter.cut, [text] * 4, workers=2)
    same = list(segmenter.cut_many([text] * 4, workers=2))
    queue.put((cut == same, parallel_map(abs, range(-4, 0), workers=2)))
parallel_map(abs, range(4), workers=2)  # leaves a pool behind that the child must not use
list(segmenter.cut_many([text] * 4, workers=2))
context = multiprocessing.get_context("fork")
queue = context.Queue()
child = context.Process(target=work, args=(queue,))
child.start()
print(queue.get(timeout=60))
child.join()
"""


def output(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.mark.parametrize("method", METHODS)
def test_whatever_the_program_has_set(method: str) -> None:
    assert output(SCRIPT, method) == "[0, 2, 4, 6, 8, 10]"


@pytest.mark.parametrize("method", METHODS)
def test_executors_of_every_kind(method: str) -> None:
    # In a process of its own: what other tests have loaded here may not like to be forked.
    assert output(EXECUTORS, method) == str(list(range(0, 40, 2)))


@pytest.mark.skipif("fork" not in METHODS, reason="this system has no fork")
def test_in_a_fork_of_a_process_that_had_workers_and_threads() -> None:
    assert output(FORKS) == "(True, [4, 3, 2, 1])"
