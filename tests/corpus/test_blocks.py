from __future__ import annotations

import errno
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.corpus import Blocks, whole_runs
from zici.errors import OutputError

arrays = st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=8)


@given(arrays, st.sampled_from([None, 0, 20]))
def test_what_goes_in_comes_out(lists, limit):
    blocks = Blocks(limit=limit)
    for items in lists:
        blocks.append(np.array(items, np.int32))
    assert [block.tolist() for block in blocks] == lists
    assert blocks.items == sum(blocks.sizes) == sum(map(len, lists))
    if lists:
        assert blocks[-1].tolist() == lists[-1]
        blocks[0] = blocks[0] + 1
        assert [block.tolist() for block in blocks][1:] == lists[1:]
    assert blocks.on_disk == (limit is not None and blocks.items * 4 > limit)


def test_threads_read_and_write_side_by_side():
    blocks = Blocks(limit=0)
    for k in range(64):
        blocks.append(np.full(1000 + k, k, np.int32))

    def raised(k):
        block = blocks[k]
        assert block.size == 1000 + k and (block == k).all()
        blocks[k] = block + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(raised, range(64)))
    assert all((blocks[k] == k + 1).all() for k in range(64))


def test_no_file_is_left_or_seen(tmp_path):
    blocks = Blocks(limit=0, folder=tmp_path)
    blocks.append(np.arange(9, dtype=np.int32))
    del blocks
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(OutputError, match=r"nowhere: the temporary file .* TMPDIR"):
        Blocks(limit=0, folder=tmp_path / "nowhere").append(np.zeros(3, np.int32))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_line_that_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **options: FileIO("/dev/full", "r+"))
    with pytest.raises(OutputError, match=os.strerror(errno.ENOSPC)) as caught:
        Blocks(limit=0, folder=tmp_path).append(np.zeros(3, np.int32))
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.lists(st.lists(st.integers(0, 2), max_size=5), max_size=12))
def test_no_run_crosses_from_one_array_into_the_next(lists):
    gap = np.zeros(1, np.int32)
    cut = list(whole_runs(np.concatenate([gap, np.array(items, np.int32), gap]) for items in lists))
    assert all(block[0] == 0 == block[-1] for block in cut)
    text = "".join(str(code) for items in lists for code in items)
    assert [run for block in cut for run in "".join(map(str, block)).split("0") if run] == [
        run for run in text.split("0") if run
    ]
