"""Which backend Keras gets, and what is said where it is missing; Keras itself is not loaded."""

from __future__ import annotations

import json
import sys

import pytest

from zici._keras import _load, load_keras
from zici.errors import MissingExtraError


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Asks for no backend, with an empty folder of Keras; what is put in the set counts as installed."""
    names: set[str] = set()
    monkeypatch.setattr(_load, "find_spec", lambda name: name if name in names else None)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    return names


def test_the_first_that_is_installed(installed):
    assert _load._backend() is None
    installed |= {"torch", "tensorflow"}
    assert _load._backend() == "torch"
    installed.add("jax")
    assert _load._backend() == "jax"


def test_what_the_user_asked_for_stays(installed, monkeypatch, tmp_path):
    installed |= {"jax", "torch"}
    for written, expected in (("tensorflow", "jax"), ("torch", None)):
        (tmp_path / "keras.json").write_text(json.dumps({"backend": written}))
        assert _load._backend() == expected
    (tmp_path / "keras.json").write_text("{")
    assert _load._backend() == "jax"
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    assert _load._backend() is None


@pytest.mark.parametrize(
    ("there", "asked", "message"),
    [
        ((), None, "this needs Keras, which is not installed; run: pip install"),
        (("keras",), "theano", "and 'theano' is not installed; run: pip install .*set KERAS_BACKEND"),
        (("keras",), None, "and 'tensorflow' is not installed"),
        (("keras", "torch"), "torch", r"can't be loaded with the backend torch \(broken\)"),
    ],
)
def test_what_is_missing_is_told(installed, monkeypatch, there, asked, message):
    def fail(name):
        raise ImportError("broken")

    installed |= set(there)
    if asked:
        monkeypatch.setenv("KERAS_BACKEND", asked)
    monkeypatch.setattr(_load.importlib, "import_module", fail)
    monkeypatch.setitem(sys.modules, "keras", sys)  # taken for loaded: no environment is changed
    with pytest.raises(MissingExtraError, match=message):
        load_keras()
