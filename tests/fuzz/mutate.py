"""Files that are nearly right: bytes changed blindly, and values changed where the format has them."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import warnings
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from random import Random

import numpy as np

from fuzz.tables import change_table

NUMBERS = (0, 1, 2, 3, 7, 127, 128, 255, 256, 32767, 65535, 1 << 20, (1 << 31) - 1, 1 << 31, (1 << 32) - 1)
HUGE = (1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, 1 << 64, 10**30, 10**4000)
WORDS = (
    "",
    " ",
    "\n",
    "\0",
    "\ud800",
    "词" * 300,
    "../../etc/passwd",
    "/etc/passwd",
    "\x1b[2J",
    "1e999",
    "nan",
    "-1",
    "９",
    "\ufeff",
)
NASTY = (
    *(
        b"\0",
        b"\xff",
        b"\n",
        b"\r",
        b"\t",
        b" ",
        b'"',
        b",",
        b"\x1b[2J",
        b"\xed\xa0\x80",
        b"\xfe\xff",
        b"9" * 40,
    ),
    *(
        b"9" * 5000,
        b"[" * 3000,
        b'{"a":' * 1000,
        b"nan",
        b"1e999",
        b"-1",
        b"-0",
        b"0x10",
        "１".encode(),
        "\u2028".encode(),
    ),
)


def mutate(random: Random, content: bytes, name: str, others: list[bytes]) -> bytes:
    """Another content of the file called ``name``; ``others`` are contents that may be mixed in."""
    shaped = SHAPES.get(PurePath(name).suffix)
    if shaped is not None and random.random() < 0.6:
        try:
            return shaped(random, content, name)
        except Exception:
            return change_bytes(random, content, others)
    return change_bytes(random, content, others)


def change_bytes(random: Random, content: bytes, others: list[bytes]) -> bytes:
    """One to four changes that know nothing of the format."""
    data = bytearray(content)
    for _ in range(1 << random.randrange(3)):
        place, size = random.randint(0, len(data)), 1 << random.randrange(7)
        way = random.randrange(9)
        if way == 0 and data:
            data[place % len(data)] ^= 1 << random.randrange(8)
        elif way == 1 and data:
            data[place % len(data)] = random.randrange(256)
        elif way == 2:
            del data[place : place + size if random.random() < 0.5 else None]
        elif way == 3:
            data[place:place] = random.choice(NASTY)
        elif way == 4:
            data[place:place] = data[random.randint(0, len(data)) :][:size]
        elif way == 5:
            width, order = random.choice((1, 2, 4, 8)), random.choice(("little", "big"))
            number = random.choice((*NUMBERS, *HUGE[:4])) % (1 << 8 * width)
            data[place : place + width] = number.to_bytes(width, order)
        elif way == 6:
            data[place : place + size] = random.randbytes(size)
        elif way == 7 and others:
            data[place:] = random.choice(others)[random.randint(0, len(data)) :]
        else:
            _change_digits(random, data)
    return bytes(data)


def _change_digits(random: Random, data: bytearray) -> None:
    """Put another number in the place of one that stands there in figures."""
    places = [k for k, byte in enumerate(data[:4096]) if 48 <= byte <= 57]
    if places:
        begin = end = random.choice(places)
        while end < len(data) and 48 <= data[end] <= 57:
            end += 1
        data[begin:end] = (
            str(random.choice((-1, *NUMBERS, *HUGE))).encode() if random.random() < 0.9 else b"1.5"
        )


def change_json(random: Random, content: bytes, name: str) -> bytes:
    """Change one value in JSON, or in a line of it."""
    lines = content.split(b"\n") if name.endswith("jsonl") else [content]
    place = random.choice([k for k, line in enumerate(lines) if line.strip()])
    value = json.loads(lines[place])
    holder = [value]
    _change_inside(random, holder)
    lines[place] = json.dumps(holder[0]).encode()
    return b"\n".join(lines)


def _change_inside(random: Random, holder: list | dict) -> None:
    key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    inner = holder[key]
    if isinstance(inner, (list, dict)) and inner and random.random() < 0.85:
        _change_inside(random, inner)
    elif isinstance(holder, dict) and random.random() < 0.1:
        del holder[key]
    elif isinstance(holder, list) and random.random() < 0.2:
        holder.insert(key, inner)
    else:
        holder[key] = _strange(random, inner)


def _strange(random: Random, value: object) -> object:
    whole = isinstance(value, int)
    if whole and random.random() < 0.5:
        return value + random.choice((-1, 1)) if random.random() < 0.5 else -value
    choices = [
        None,
        True,
        -1,
        0.5,
        float("nan"),
        float("inf"),
        [],
        {},
        [[]],
        {"a": {}},
        *NUMBERS,
        *HUGE,
        *WORDS,
    ]
    if random.random() < 0.02:
        deep: list = []
        for _ in range(900):  # what json can still write; the readers' own limit is met by bytes
            deep = [deep]
        return deep
    return random.choice(choices)


def change_array(random: Random, content: bytes, name: str = "") -> bytes:
    """Change a .npy file: its header, its length, or some of its numbers."""
    array = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    if random.random() < 0.3:
        return _change_header(random, array)
    array = array.copy()
    way = random.randrange(6)
    if array.size and way < 4:
        flat = array.reshape(-1)
        for _ in range(1 << random.randrange(4)):
            with np.errstate(over="ignore"):
                flat[random.randrange(flat.size)] = _number_of(random, array.dtype, flat)
    elif way == 4:
        array = array[: random.randint(0, len(array))]
    else:
        array = np.concatenate([array, array[: random.randint(0, len(array))]])
    out = io.BytesIO()
    np.lib.format.write_array(out, array, allow_pickle=False)
    return out.getvalue()


def _number_of(random: Random, kind: np.dtype, flat: np.ndarray) -> object:
    if kind.kind == "f":
        return random.choice((np.nan, np.inf, -np.inf, -1.0, 0.0, 1e30, -1e30, 65504.0))
    info = np.iinfo(kind)
    near = int(flat[random.randrange(flat.size)])
    numbers = (info.min, info.max, info.max - 1, -1, 0, 1, near, near + 1, near - 1, *NUMBERS)
    return min(max(random.choice(numbers), info.min), info.max)


def _change_header(random: Random, array: np.ndarray) -> bytes:
    size = random.choice((-1, *NUMBERS, *HUGE))
    shape = random.choice(
        [(size,), (size, *array.shape), (*array.shape[:-1], size), (size, size), (), array.shape]
    )
    kinds = [array.dtype.str, "|O", "<f8", "<i8", "|V8", "<U9", "|u1", "<c16", "|S0", "<M8[ns]", "<f4", ">i4"]
    kind = random.choice(kinds)
    text = f"{{'descr': {kind!r}, 'fortran_order': {random.random() < 0.2}, 'shape': {shape!r}, }}"
    if random.random() < 0.1:
        text = random.choice(
            ("(" * 200, "{'shape': __import__('os')}", "{}", "[" + "1," * 3000 + "]", text[:-3])
        )
    head = text.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + (len(head) % 65536).to_bytes(2, "little") + head + array.tobytes()


def change_archive(random: Random, content: bytes, name: str = "") -> bytes:
    """Change an .npz file: an array in it, a name, an entry that is there twice or not at all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    place = random.randrange(len(entries))
    info, inner = entries[place]
    way = random.randrange(8)
    if way < 4:
        entries[place] = (info, change_part(random, inner, info.filename))
    elif way == 4:
        new = random.choice(
            ("../x.npy", "/tmp/x.npy", "head", "x", entries[0][0].filename, "a\\b.npy", "é.npy")
        )
        entries[place] = (zipfile.ZipInfo(new), inner)
    elif way == 5:
        entries.append(entries[random.randrange(len(entries))])
    elif way == 6:
        del entries[place]
    else:
        entries.append((zipfile.ZipInfo("more.npy"), bytes(1 << 20)))
    out = io.BytesIO()
    packing = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", packing) as archive:
        warnings.simplefilter("ignore")  # names that come twice
        for one, told in entries:
            archive.writestr(one.filename, told, packing)
    return out.getvalue()


def change_part(random: Random, inner: bytes, name: str) -> bytes:
    """Change an array in an archive: JSON where it holds that, else its numbers."""
    if not name.endswith(".npy"):
        return change_bytes(random, inner, [])
    array = np.lib.format.read_array(io.BytesIO(inner), allow_pickle=False)
    if array.dtype != np.uint8 or array.ndim != 1 or random.random() < 0.2:
        return change_array(random, inner)
    text = array.tobytes()
    text = change_json(random, text, "") if text[:1] == b"{" else change_bytes(random, text, [])
    out = io.BytesIO()
    np.lib.format.write_array(out, np.frombuffer(text, np.uint8), allow_pickle=False)
    return out.getvalue()


def _packed(unpack: Callable[[bytes], bytes], pack: Callable[[bytes], bytes]) -> Callable[..., bytes]:
    def change(random: Random, content: bytes, name: str) -> bytes:
        return pack(mutate(random, unpack(content), PurePath(name).stem, []))

    return change


def _zst(content: bytes, *, back: bool = False) -> bytes:
    import pyarrow as pa

    if not back:
        return pa.compress(content, codec="zstd", asbytes=True)
    with pa.CompressedInputStream(pa.BufferReader(content), "zstd") as stream:
        return bytes(stream.read())


SHAPES: dict[str, Callable[[Random, bytes, str], bytes]] = {
    ".json": change_json,
    ".jsonl": change_json,
    ".npy": change_array,
    ".npz": change_archive,
    ".parquet": change_table,
    ".gz": _packed(gzip.decompress, lambda content: gzip.compress(content, 1)),
    ".xz": _packed(lzma.decompress, lambda content: lzma.compress(content, preset=0)),
    ".bz2": _packed(bz2.decompress, lambda content: bz2.compress(content, 1)),
    ".zst": _packed(lambda content: _zst(content, back=True), _zst),
}
