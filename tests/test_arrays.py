"""Arrays and JSON of saved folders: what NumPy writes comes back, and nothing else is believed."""

from __future__ import annotations

import io
import os
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zici._arrays import map_array, read_array, read_arrays
from zici._plain import is_plain, open_plain, read_json

KINDS = ["|u1", "|i1", "|b1", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", ">i4"]
arrays = hnp.arrays(st.sampled_from(KINDS), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))


def npy(array, **more):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, **more)
    return out.getvalue()


def header(text, body=b""):
    head = text.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + body


@given(arrays, st.booleans())
def test_arrays_come_back(tmp_path_factory, array, turned):
    array = array.T if turned else array
    path = tmp_path_factory.mktemp("arrays") / "a.npy"
    np.save(path, array)
    for read in (map_array, read_array):
        found = read(path)
        assert (found.dtype, found.shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(found, array)
    if array.size:
        read_array(path).flat[0] = 1
        with pytest.raises(ValueError, match="read-only"):
            map_array(path).flat[0] = 1


@given(st.dictionaries(st.text("ab-_1", min_size=1, max_size=5), arrays, max_size=3), st.booleans())
def test_archives_come_back(tmp_path_factory, given, packed):
    path = tmp_path_factory.mktemp("arrays") / "a.npz"
    (np.savez_compressed if packed else np.savez)(path, **given)
    found = read_arrays(path, packed=packed)
    assert found.keys() == given.keys()
    for name, array in given.items():
        np.testing.assert_array_equal(found[name], array)
    if packed and given:
        with pytest.raises(ValueError, match="packed in another way"):
            read_arrays(path)


THREE = np.arange(3, dtype="<i4")
PLAIN = "{{'descr': '<i4', 'fortran_order': False, 'shape': {}, }}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        npy(THREE)[:-1],
        npy(THREE) + b"\0",
        npy(THREE, version=(2, 0)),
        npy(np.array(["a"])),
        npy(np.array([{}], dtype=object), allow_pickle=True),
        npy(np.array([1j])),
        npy(np.array([(1, 2.0)], [("a", "<i4"), ("b", "<f4")])),
        header(PLAIN.format("(4611686018427387904,)"), bytes(12)),
        header(PLAIN.format("(4294967296, 4294967296)")),  # overflows 64 bits to 0
        header(PLAIN.format("(1" + "0" * 5000 + ",)")),
        header(PLAIN.format("(-1,)"), bytes(12)),
        header(PLAIN.format("(3.0,)"), bytes(12)),
        header(PLAIN.format("(True,)"), bytes(4)),
        header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", pickle.dumps([1])),
        header("__import__('os').system('true')"),
        header("(" * 60000),
        b"\x93NUMPY\x01\x00\xff\xff{",
    ],
)
def test_other_headers_are_refused(tmp_path, content):
    path = tmp_path / "a.npy"
    path.write_bytes(content)
    for read in (map_array, read_array):
        with pytest.raises(ValueError, match=r"^[^\n]{1,200}$"):
            read(path)


def archive(path, entries, packing=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", packing) as file:
        for name, content in entries:
            file.writestr(name, content)


@pytest.mark.parametrize(
    "names",
    [
        ["../a.npy"],
        ["/a.npy"],
        ["a/../b.npy"],
        ["a\\b.npy"],
        ["C:a.npy"],
        ["a.npz"],
        ["a"],
        ["a.npy/"],
        ["\n.npy"],
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, names):
    archive(tmp_path / "a.npz", [(name, npy(THREE)) for name in names])
    with pytest.raises(ValueError, match="a name that zici doesn't write"):
        read_arrays(tmp_path / "a.npz")
    assert {path.name for path in tmp_path.rglob("*")} == {"a.npz"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(tmp_path):
    archive(tmp_path / "a.npz", [("a.npy", npy(THREE)), ("a.npy", npy(THREE + 1))])
    with pytest.raises(ValueError, match="or twice"):
        read_arrays(tmp_path / "a.npz")


def test_a_bomb_is_not_unpacked(tmp_path):
    big = npy(np.zeros(1 << 25, np.uint8))
    archive(tmp_path / "a.npz", [("a.npy", big)], zipfile.ZIP_DEFLATED)
    assert (tmp_path / "a.npz").stat().st_size < 1 << 16
    for packed, message in ((False, "packed in another way"), (True, "more bytes than can be in it")):
        with pytest.raises(ValueError, match=message):
            read_arrays(tmp_path / "a.npz", packed=packed)


def test_sizes_that_are_lies_are_refused(tmp_path):
    archive(tmp_path / "a.npz", [("a.npy", npy(THREE))])
    content = bytearray((tmp_path / "a.npz").read_bytes())
    size = len(npy(THREE)).to_bytes(4, "little")
    place = content.rindex(size)  # in the central directory: the size of the entry when it is unpacked
    for told in (0x7FFFFFFF, len(npy(THREE)) + 4, 1):
        content[place : place + 4] = told.to_bytes(4, "little")
        (tmp_path / "a.npz").write_bytes(content)
        with pytest.raises(ValueError, match=r"^[^\n]{1,220}$"):
            read_arrays(tmp_path / "a.npz")


@pytest.mark.parametrize("names", [["b"], ["a", "b"]])
def test_missing_arrays_are_told(tmp_path, names):
    np.savez(tmp_path / "a.npz", a=THREE)
    with pytest.raises(ValueError, match="damaged"):
        read_arrays(tmp_path / "a.npz", names)


def test_only_plain_files_are_opened(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    assert (is_plain(path), read_json(path)) == (True, {})
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "device").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "device", "pipe"):
        assert not is_plain(tmp_path / name)
        for read in (open_plain, read_json, map_array, read_array):
            with pytest.raises(ValueError, match="a link or a device"):
                read(tmp_path / name)
    assert not is_plain(tmp_path / "none") and not is_plain(tmp_path) and not is_plain(Path("a\0b"))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 5000, b'{"a":' * 100_000])
def test_json_that_is_none(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        read_json(tmp_path / "a.json")


def test_json_of_a_size_that_none_has(tmp_path):
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate((1 << 26) + 1)
    with pytest.raises(ValueError, match="more than 67,108,864 bytes"):
        read_json(tmp_path / "a.json")
