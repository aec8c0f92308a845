"""Which kind of data it is, and its form: what the networks see of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import InputError
from zici.gan._images import Images
from zici.gan._options import KINDS, check_choice
from zici.gan._strings import Strings
from zici.gan._vectors import Vectors
from zici.lexicon import Lexicon

Form = Vectors | Images | Strings
FORMS: dict[str, Any] = {"vectors": Vectors, "images": Images, "strings": Strings}


def find_kind(data: Any, kind: str | None) -> tuple[str, Any]:
    """The kind of data, and the data with a lexicon turned into its words.

    Raises:
        InputError: data of no kind, or not of the one asked for.
        OptionError: a kind that there is not.
    """
    if kind is not None:
        check_choice("kind", kind, KINDS)
    if isinstance(data, Lexicon):
        data = data.words
    if getattr(data, "ndim", 0) == 1 and data.dtype.kind in "OUT":  # an array or column of strings
        data = data.tolist()
    if not hasattr(data, "ndim") and not isinstance(data, str):
        try:
            data = list(data)
        except TypeError as error:
            raise InputError(
                f"data: expected an array or a sequence of strings, got {type(data).__name__}"
            ) from error
    if isinstance(data, str) or (isinstance(data, list) and all(isinstance(item, str) for item in data)):
        found = "strings"
    else:
        found = {2: "vectors", 3: "images", 4: "images"}.get(getattr(data, "ndim", 0), kind or "vectors")
    if kind not in (None, found):
        told = f"an array of {data.ndim} axes" if hasattr(data, "ndim") else "a sequence"
        raise InputError(f"data: expected {kind}, got {told}{' of strings' if found == 'strings' else ''}")
    return found, data


def learn_form(data: Any, kind: str, length: int | None) -> tuple[Form, Any]:
    """The form of data, and the data as it is kept on the device.

    Raises:
        EmptyError: no data.
        InputError: data that can't be learned from.
    """
    if kind == "strings":
        strings = Strings.learn(data, length)
        return strings, strings.encode(data)
    form = FORMS[kind].learn(data)
    return form, form.encode(data)


def fingerprint(data: npt.NDArray[Any], *more: Any) -> str:
    """What tells the data of a training from others."""
    found = hashlib.blake2b(digest_size=8)
    found.update(np.ascontiguousarray(data).data)
    found.update(json.dumps(more).encode("ascii"))
    return f"{len(data)} samples of shape {data.shape[1:]}, {found.hexdigest()}"
