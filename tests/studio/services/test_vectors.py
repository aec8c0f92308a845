"""Vectors: neighbours, analogies, and a map that is made once."""

from __future__ import annotations

import re
import shlex
import threading

import pytest

from zici.errors import InputError, OptionError
from zici.studio._workspace import Workspace
from zici.studio.services import Vectors, WordMap
from zici.studio.services import _map as maps


def test_near_words_come_with_cosines_and_counts(workspace: Workspace) -> None:
    vectors, held = Vectors(workspace), workspace.vectors()
    assert held is not None
    found = vectors.near("新词", 2)
    assert [(one.word, one.score) for one in found] == held.most_similar("新词", n=2)
    assert [one.count for one in found] == [6, 3]
    related = vectors.near("新词", 2, related=True)
    assert [(one.word, one.score) for one in related] == held.related("新词", n=2)


@pytest.mark.parametrize("method", ["add", "mul"])
def test_analogies_are_those_of_the_library(workspace: Workspace, method: str) -> None:
    vectors, held = Vectors(workspace), workspace.vectors()
    assert held is not None
    found = vectors.analogy(("新词", "发现", "语料"), 1, method=method)
    expected = held.analogy("新词", "发现", "语料", n=1, method=method)
    assert [(one.word, one.score) for one in found] == expected


def test_a_word_without_a_vector_is_told_with_close_ones(workspace: Workspace) -> None:
    vectors = Vectors(workspace)
    with pytest.raises(InputError, match="no vector for '新词们'; close to it: 新词"):
        vectors.near("新词们")
    with pytest.raises(InputError, match=r"no vector for '没有'$"):
        vectors.analogy(("新词", "没有", "语料"))
    for n in (0, 1001):
        with pytest.raises(OptionError, match="n: expected an integer from 1 to 1000"):
            vectors.near("新词", n)
    with pytest.raises(OptionError, match="words: expected three"):
        vectors.analogy(("新词", "发现"))  # type: ignore[arg-type]


def test_the_map_holds_the_most_frequent_words(workspace: Workspace) -> None:
    vectors = Vectors(workspace)
    found = vectors.map(4)
    assert [(point.word, point.count) for point in found.points] == [
        ("新词", 5),
        ("发现", 6),
        ("语料", 4),
        ("的", 20),
    ]
    assert {point.group for point in found.points} == set(range(len(found.groups)))
    for point in found.points:
        assert all(word in {one.word for one in found.points} for word in found.groups[point.group])
    assert len(vectors.map(99).points) == 5
    with pytest.raises(OptionError, match="n: expected an integer from 2 to 10000"):
        vectors.map(1)
    vectors.close()


def test_a_map_is_made_once_for_all_who_ask(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, gate, made = Vectors(workspace), threading.Event(), []

    def slow(*given: object) -> WordMap:
        made.append(given)
        assert gate.wait(30)
        return WordMap((), ())

    monkeypatch.setattr(maps, "make_map", slow)
    assert not vectors.map_ready(3)
    found: list[WordMap] = []
    threads = [threading.Thread(target=lambda: found.append(vectors.map(3))) for _ in range(4)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert vectors.map_ready(3)
    assert found == [WordMap((), ())] * 4
    assert len(made) == 1
    vectors.close()


def test_maps_of_few_sizes_are_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, made = Vectors(workspace), []

    def note(_: object, n: int) -> WordMap:
        made.append(n)
        return WordMap((), ())

    monkeypatch.setattr(maps, "make_map", note)
    sizes = [*range(2, maps.KEPT + 2), 2, 100, 2, 3]  # 3 is the one that nobody has asked for longest
    for n in sizes:
        vectors.map(n)
    assert made == [*range(2, maps.KEPT + 2), 100, 3]
    vectors.close()


def test_a_map_that_failed_is_made_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, make = Vectors(workspace), maps.make_map

    def fail(*given: object) -> WordMap:
        raise InputError("no map this time")

    monkeypatch.setattr(maps, "make_map", fail)
    with pytest.raises(InputError, match="no map this time"):
        vectors.map(3)
    monkeypatch.setattr(maps, "make_map", make)
    assert len(vectors.map(3).points) == 3
    vectors.close()


def test_what_is_missing_is_told_with_the_command(bare: Workspace) -> None:
    vectors = Vectors(bare)
    assert not vectors.ready()
    assert vectors.how() == shlex.join(["zici", "mine", "TEXTS", "-o", str(bare.folder)])
    for call in (lambda: vectors.near("新词"), vectors.map, vectors.map_ready):
        with pytest.raises(InputError, match=re.escape(vectors.how())):
            call()


def test_vectors_can_be_trained_on_the_cut_text(workspace: Workspace) -> None:
    text, folder = workspace.folder / "segmented.txt", workspace.folder / "vectors"
    parts = ["zici", "vectors", "train", "--tokens", str(text), "-o", str(folder)]
    assert shlex.split(Vectors(workspace).how()) == parts
