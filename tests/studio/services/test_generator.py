"""Samples of trained GANs: strings, pictures, points."""

from __future__ import annotations

import re
import struct
from typing import Any

import numpy as np
import pytest

from zici.errors import FormatError, InputError, OptionError
from zici.gan import WGANGP, GanOptions
from zici.studio._workspace import Workspace
from zici.studio.services import Generator
from zici.studio.services._generator import in_plane

OPTIONS = {"width": 8, "depth": 1, "batch_size": 8, "critic_steps": 1, "steps": 2, "record_every": 1}
RANDOM = np.random.default_rng(0)


def trained(workspace: Workspace, data: Any, **more: Any) -> Generator:
    """The service on a GAN that has seen some data twice."""
    WGANGP(options=GanOptions(**OPTIONS), **more).fit(data).save(workspace.home("gan"))
    return Generator(workspace)


@pytest.mark.keras
def test_strings_are_told_whether_they_are_known(workspace: Workspace) -> None:
    words = ["新词", "发现", "语料", "研究"] * 5
    generator = trained(workspace, words, architecture="mlp")
    found = generator.sample(30, seed=3)
    assert (found.kind, generator.kind()) == ("strings", "strings")
    assert [word.text for word in found.strings] == WGANGP.load(workspace.home("gan")).sample(30, seed=3)
    lexicon = workspace.lexicon()
    assert lexicon is not None
    assert all(word.known == (word.text in lexicon) for word in found.strings)
    assert generator.sample(5, seed=3).strings == found.strings[:5]
    assert [record.step for record in generator.curves()] == [1, 2]


@pytest.mark.keras
def test_images_are_one_picture(workspace: Workspace) -> None:
    generator = trained(workspace, RANDOM.random((12, 8, 8)), architecture="mlp")
    found = generator.sample(4)
    assert found.kind == "images"
    assert found.picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", found.picture[16:24]) == (18, 18)  # two by two, with a gap


@pytest.mark.keras
def test_vectors_are_points(workspace: Workspace) -> None:
    generator = trained(workspace, RANDOM.random((12, 5)))
    found = generator.sample(6)
    assert (found.kind, np.shape(found.points), np.shape(found.plane)) == ("vectors", (6, 5), (6, 2))
    for arguments in ((0,), (1001,), (1, -1)):
        with pytest.raises(OptionError):
            generator.sample(*arguments)
    (workspace.home("gan") / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(FormatError):
        generator.sample()


def test_points_are_turned_into_the_plane() -> None:
    flat = RANDOM.normal(size=(9, 2))
    assert np.array_equal(in_plane(flat), flat)
    turned = np.hstack([flat, np.zeros((9, 3))]) @ np.linalg.qr(RANDOM.normal(size=(5, 5)))[0]
    distances = np.linalg.norm(flat[:, None] - flat, axis=2)
    placed = in_plane(turned + 7.0)
    np.testing.assert_allclose(np.linalg.norm(placed[:, None] - placed, axis=2), distances, atol=1e-9)
    assert in_plane(np.ones((1, 3))).tolist() == [[0.0, 0.0]]


def test_what_is_missing_is_told_with_the_command(bare: Workspace) -> None:
    generator = Generator(bare)
    assert not generator.ready()
    assert generator.how() == f"zici gan train SAMPLES -o '{bare.home('gan')}'"
    for call in (generator.sample, generator.kind, generator.curves):
        with pytest.raises(InputError, match=re.escape(generator.how())):
            call()
