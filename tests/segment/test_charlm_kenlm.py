"""The estimates are KenLM's: run where its program ``lmplz`` is on the path."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path

import pytest

from reference import ref_charlm as ref
from zici import CharLM, Corpus


@pytest.mark.data
@pytest.mark.parametrize(("order", "prune"), [(2, []), (4, []), (4, [0, 1, 2, 3]), (6, [])])
def test_the_probabilities_of_lmplz(order: int, prune: list[int], data_dir: Path, tmp_path: Path) -> None:
    program = shutil.which("lmplz")
    if program is None:
        pytest.skip("KenLM's lmplz is not on the path")
    with (data_dir / "seg" / "pku_test.utf8").open(encoding="utf-8-sig") as file:
        texts = file.read().splitlines()
    spaced = "".join(" ".join(run[1:-1]) + "\n" for run in ref.sentences(texts))
    command = [program, "-o", str(order), "-S", "500M", "-T", str(tmp_path)]
    command += ["--prune", *map(str, prune)] if prune else []
    made = subprocess.run(command, input=spaced.encode(), capture_output=True, check=True)
    least = [1, *(threshold + 1 for threshold in prune[1:])]
    model = CharLM.train(Corpus.from_texts(texts), order=order, min_count=least)
    probs, backoffs = ref.tables(model.trie, model.alphabet)
    rows = [line.split("\t") for line in made.stdout.decode().splitlines()]
    rows = [row for row in rows if len(row) > 1]
    assert len(rows) == len(probs)
    for prob, text, *backoff in rows:
        gram = tuple(text.split(" "))
        if gram != (ref.BOS,):  # never predicted; lmplz writes 0
            assert probs[gram] == pytest.approx(float(prob) * math.log(10), abs=1e-5)
        if backoff:
            assert backoffs[gram] == pytest.approx(float(backoff[0]) * math.log(10), abs=1e-5)
