"""A factorisation that is stopped goes on behind its last product, to the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zici._progress import Step
from zici.errors import FormatError, OptionError
from zici.vectors import WordVectors, train_vectors

RANDOM = np.random.default_rng(3)
TEXT = [[f"词{k}" for k in RANDOM.zipf(1.4, 12) % 60] for _ in range(400)]
OPTIONS = {"dim": 12, "min_count": 2, "workers": 2}
PRODUCTS = 5


@pytest.fixture(scope="module")
def whole() -> WordVectors:
    return train_vectors(TEXT, **OPTIONS)


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.npy"))


@pytest.mark.parametrize("done", range(PRODUCTS + 1))
def test_it_goes_on_where_it_was_stopped(tmp_path: Path, whole: WordVectors, done: int) -> None:
    def stop(step: Step) -> None:
        if step.stage == "factorise" and step.done == done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path / "state", progress=stop)
    assert kept(tmp_path / "state") == [f"product-{k}.npy" for k in range(1, done + 1)]
    vectors = train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path / "state")
    assert vectors.matrix.tobytes() == whole.matrix.tobytes()
    assert vectors.contexts.tobytes() == whole.contexts.tobytes()
    assert len(kept(tmp_path / "state")) == PRODUCTS


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path)
    times = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.npy")}
    train_vectors(TEXT, **OPTIONS | {"workers": 1}, checkpoint=tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.npy")} == times


@pytest.mark.parametrize("changes", [{"dim": 11}, {"seed": 1}, {"window": 4}, {"min_count": 60}])
def test_other_text_or_options_are_refused(tmp_path: Path, changes: dict[str, int]) -> None:
    train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path)
    with pytest.raises(OptionError, match="another text or other options"):
        train_vectors(TEXT, **OPTIONS | changes, checkpoint=tmp_path)
    with pytest.raises(OptionError, match="another text or other options"):
        train_vectors(TEXT[1:], **OPTIONS, checkpoint=tmp_path)


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", None])
def test_a_damaged_product_is_told(tmp_path: Path, damage: bytes | None) -> None:
    train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path)
    if damage is None:
        np.save(tmp_path / "product-2.npy", np.zeros((3, 3), np.float32))
    else:
        (tmp_path / "product-2.npy").write_bytes(damage)
    with pytest.raises(FormatError, match=r"product-2\.npy: expected .*delete this one to begin anew"):
        train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path)
