"""Values as bytes between processes: what can't make the journey is found before it breaks a pool.

A pool's own reader dies on a value that can't be read back (an exception whose constructor needs two
arguments is enough), and takes all other results with it. So workers send bytes that are known to load.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

import cloudpickle


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # cloudpickle has no types
    """Notices whether anything but numbers, strings and plain containers went in."""

    plain = True

    def reducer_override(self, value: Any) -> Any:
        self.plain = False
        return super().reducer_override(value)


def pack(value: Any) -> bytes:
    """Turn ``value`` into bytes; closures, lambdas and classes of a script travel by value."""
    return bytes(cloudpickle.dumps(value))


def pack_safely(value: Any) -> bytes:
    """Like :func:`pack`, and sure to be read back: all but plain data is read once, here."""
    buffer = io.BytesIO()
    pickler = _Pickler(buffer)
    pickler.dump(value)
    data = buffer.getvalue()
    if not pickler.plain:
        unpack(data)
    return data


def unpack(data: bytes) -> Any:
    """Read what a process of the same run packed; never used on files or data from elsewhere."""
    return pickle.loads(data)  # noqa: S301
