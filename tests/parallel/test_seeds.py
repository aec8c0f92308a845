"""Random numbers: the same for any number of workers, and no trace left behind."""

from __future__ import annotations

import random

import numpy as np
import pytest

from zici.errors import OptionError
from zici.parallel import parallel_imap, parallel_map


@pytest.fixture
def draw():  # type: ignore[no-untyped-def]
    def draw(_: object) -> tuple[float, float]:
        import random as r

        import numpy as n

        return r.random(), n.random.random()

    return draw


@pytest.mark.parametrize("seeds", [7, list(range(30))])
def test_the_same_for_any_workers_chunks_and_backend(draw, seeds) -> None:  # type: ignore[no-untyped-def]
    plain = parallel_map(draw, range(30), backend="serial", seeds=seeds)
    assert len(set(plain)) == 30
    assert parallel_map(draw, range(30), workers=1, seeds=seeds) == plain
    assert parallel_map(draw, range(30), workers=2, chunk=4, seeds=seeds) == plain
    assert list(parallel_imap(draw, iter(range(30)), workers=2, seeds=seeds)) == plain


def test_the_states_are_those_of_the_seed_sequence(draw) -> None:  # type: ignore[no-untyped-def]
    words = np.random.SeedSequence(7, spawn_key=(3,)).generate_state(8)
    expected = random.Random(words[:4].tobytes()).random(), np.random.RandomState(words[4:]).random()
    assert parallel_map(draw, range(5), workers=2, seeds=7)[3] == expected


def test_other_seeds_give_other_numbers_and_equal_ones_the_same(draw) -> None:  # type: ignore[no-untyped-def]
    assert parallel_map(draw, range(5), workers=1, seeds=1) != parallel_map(
        draw, range(5), workers=1, seeds=2
    )
    first, second, third = parallel_map(draw, range(3), workers=2, seeds=[4, 9, 4])
    assert first == third != second


def test_fresh_seeds_differ_everywhere(draw) -> None:  # type: ignore[no-untyped-def]
    for backend in ("process", "serial"):
        random.seed(1)
        np.random.seed(1)
        once = parallel_map(draw, range(20), workers=2, backend=backend, seeds="fresh")
        again = parallel_map(draw, range(20), workers=2, backend=backend, seeds="fresh")
        assert len(set(once + again)) == 40


def test_the_states_of_before_come_back(draw) -> None:  # type: ignore[no-untyped-def]
    random.seed(1)
    np.random.seed(1)
    expected = draw(0)
    random.seed(1)
    np.random.seed(1)
    parallel_map(draw, range(3), backend="serial", seeds=5)
    assert draw(0) == expected
    parallel_map(draw, range(3), workers=1, seeds=5)
    unseeded = parallel_map(draw, range(3), workers=1)
    assert unseeded != parallel_map(draw, range(3), workers=1)


@pytest.mark.parametrize("seeds", [-1, 1.5, True, "new", [1, -2, 3], [1, "a", 3], b"abc"])
def test_bad_seeds(seeds: object) -> None:
    with pytest.raises(OptionError, match="seeds: "):
        parallel_map(abs, range(3), seeds=seeds)  # type: ignore[arg-type]


def test_lists_of_the_wrong_length() -> None:
    with pytest.raises(OptionError, match="one per item, got 2 for 3 items"):
        parallel_map(abs, range(3), seeds=[1, 2])
    with pytest.raises(OptionError, match="one per item, got 2 for at least 3 items"):
        parallel_map(abs, iter(range(3)), workers=1, seeds=[1, 2])


def test_threads_cannot_be_seeded() -> None:
    with pytest.raises(OptionError, match="threads share; use backend='process'"):
        parallel_map(abs, range(3), backend="thread", seeds=1)

    def inner(_: int) -> str:
        try:
            parallel_map(abs, range(3), seeds=1)
        except OptionError as error:
            return str(error)
        return "no error"

    assert "threads share" in parallel_map(inner, [0], backend="thread")[0]
