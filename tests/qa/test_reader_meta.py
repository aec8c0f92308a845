"""A reader's meta.json that is sound by its checksum, but not a reader's."""

from __future__ import annotations

import json

import pytest

from zici._meta import META, checksum, digest
from zici.errors import FormatError
from zici.qa.reader import Reader
from zici.qa.reader._storage import FORMAT, VERSION, WEIGHTS

HEAD = {"format": FORMAT, "version": VERSION}


def refused(folder, meta):
    (folder / META).write_text(json.dumps(meta | {"checksum": checksum(meta)}), encoding="utf-8")
    with pytest.raises(FormatError) as error:
        Reader.load(folder)
    assert str(error.value).startswith(str(folder)) and "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("more", [{}, {"files": None}, {"files": [WEIGHTS]}, {"files": {"words": "1"}}])
def test_it_names_no_weights(tmp_path, more):
    assert f"{META}: expected what zici wrote, found it changed" in refused(tmp_path, HEAD | more)


@pytest.mark.parametrize("change", [{"options": []}, {"options": None}, {"words": 7}, {"info": 3}, {}])
def test_its_parts_are_something_else(tmp_path, change):
    (tmp_path / WEIGHTS).write_bytes(b"")
    whole = {"options": {}, "words": "", "chars": "山", "decoding": {}, "info": {}}
    meta = HEAD | whole | change | {"files": {WEIGHTS: digest(tmp_path / WEIGHTS)}}
    assert "expected a reader, found damaged parts" in refused(tmp_path, meta)


def test_its_list_of_files_is_something_else(tmp_path):
    assert "expected the file that zici wrote" in refused(tmp_path, HEAD | {"files": {WEIGHTS: None}})
