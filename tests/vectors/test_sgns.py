from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, InputError, OptionError
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._stretches import stretches
from zici.vectors._train_sgns import Trained, train_sgns

THEMES, SIZE = 4, 10


def make_text(sentences=3000):
    """Sentences of words of one theme each: word k is of the theme k // SIZE."""
    random = np.random.default_rng(0)
    themes = random.integers(0, THEMES, (sentences, 1)) * SIZE
    ids = themes + random.integers(0, SIZE, (sentences, 8))
    return np.hstack([ids, np.full((sentences, 1), -1)]).astype(np.int32).ravel()


TEXT = make_text()
COUNTS = np.bincount(TEXT[TEXT >= 0])


def options(**changes):
    return SgnsOptions(
        **{"dim": 16, "epochs": 4, "subsample": None, "seed": 3, "learning_rate": 0.05} | changes
    )


def share_of_own_theme(vectors):
    """How many of the nearest words are of the same theme."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    near = np.argsort(-(unit @ unit.T), axis=1)[:, 1:SIZE]
    return float((near // SIZE == np.arange(len(vectors))[:, None] // SIZE).mean())


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"shared_negatives": False},
        {"architecture": "cbow", "negative": 3},
        {"dynamic": False, "window": 2, "subsample": 0.02, "dim": 7, "epochs": 8},
    ],
)
def test_words_of_one_theme_come_together(changes, workers):
    trained = train_sgns([TEXT], COUNTS, options=options(workers=workers, **changes))
    assert share_of_own_theme(trained.vectors) > 0.95
    assert trained.vectors.dtype == trained.contexts.dtype == np.float32
    assert list(trained.losses) == sorted(trained.losses, reverse=True)


@pytest.mark.parametrize("architecture", ["sgns", "cbow"])
def test_one_worker_repeats_exactly_and_the_seed_matters(architecture):
    first, again = (train_sgns([TEXT], COUNTS, options=options(architecture=architecture)) for _ in range(2))
    other = train_sgns([TEXT], COUNTS, options=options(architecture=architecture, seed=4))
    assert first.vectors.tobytes() == again.vectors.tobytes()
    assert first.contexts.tobytes() == again.contexts.tobytes()
    assert first.losses == again.losses
    assert not np.allclose(first.vectors, other.vectors)


def test_resumed_training_ends_where_training_ends():
    saved = []

    def save(trained):
        saved.append(Trained(trained.vectors.copy(), trained.contexts.copy(), trained.losses))

    whole = train_sgns([TEXT], COUNTS, options=options(), on_epoch=save)
    assert [len(trained.losses) for trained in saved] == [1, 2, 3, 4]
    resumed = train_sgns([TEXT], COUNTS, options=options(), resume=saved[1])
    assert resumed.vectors.tobytes() == whole.vectors.tobytes()
    assert resumed.losses == whole.losses


@pytest.mark.parametrize("workers", [1, 2])
def test_training_rests_within_an_epoch_and_goes_on_from_there(workers, monkeypatch):
    """Every stretch is trained on once, wherever the rests are; one worker ends at the same bytes."""
    monkeypatch.setattr("zici.vectors._train_sgns.stretches", partial(stretches, size=400))
    asked, states = options(epochs=2, workers=workers), []

    def keep(state):
        states.append(state._replace(vectors=state.vectors.copy(), contexts=state.contexts.copy()))

    whole = train_sgns([TEXT], COUNTS, options=asked)
    rested = train_sgns([TEXT], COUNTS, options=asked, on_pause=keep, pause=0.0)
    assert len(states) > 6
    assert [state.place.words for state in states] != sorted(state.place.words for state in states)
    for state in (states[2], states[-1]):
        again = train_sgns([TEXT], COUNTS, options=asked, resume=state)
        assert len(again.losses) == 2
        assert again.losses == (whole.losses if workers == 1 else pytest.approx(whole.losses, rel=0.1))
        assert workers == 2 or again.vectors.tobytes() == whole.vectors.tobytes()
        assert workers == 2 or rested.contexts.tobytes() == again.contexts.tobytes()


def test_progress_tells_words_and_the_loss():
    steps = []
    train_sgns([TEXT], COUNTS, options=options(epochs=2), progress=steps.append)
    total = int(COUNTS.sum())
    assert [step.stage for step in steps] == ["train epoch 1 of 2", "train epoch 2 of 2"]
    assert all(0 < float(step.note.removeprefix("loss ")) < 5 for step in steps)
    assert all((step.done, step.total, step.unit) == (total, total, "words") for step in steps)


def test_text_in_many_blocks_is_read_once_an_epoch():
    class Blocks:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter(np.split(TEXT, 10))

    blocks = Blocks()
    split = train_sgns(blocks, COUNTS, options=options())
    assert blocks.passes == 4
    assert share_of_own_theme(split.vectors) > 0.95


@pytest.mark.parametrize("make", [lambda: iter([TEXT]), lambda: (TEXT for _ in range(9)), lambda: 5])
def test_what_can_be_read_only_once_is_refused(make):
    with pytest.raises(OptionError, match=r"arrays.*; pass Sentences"):
        train_sgns(make(), COUNTS, options=options())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"negative": 0}, "negative: expected an integer of at least 1, got 0; "),
        ({"dim": 0}, "dim: expected"),
        ({"window": 256}, "window: expected an integer from 1 to 255, got 256"),
        ({"epochs": 2.5}, "epochs: expected"),
        ({"architecture": "glove"}, "architecture: expected sgns or cbow, got 'glove'"),
        ({"subsample": 0}, "subsample: expected"),
        ({"learning_rate": 1.5}, "learning_rate: expected a number above 0 up to 1, got 1.5"),
        ({"min_learning_rate": 0.1}, "min_learning_rate: expected a number above 0 up to 0.05, got 0.1"),
        ({"context_smoothing": float("nan")}, "context_smoothing: expected"),
        ({"workers": 0}, "workers: expected"),
        ({"seed": -1}, "seed: expected"),
    ],
)
def test_options_outside_their_range(changes, message):
    with pytest.raises(OptionError) as caught:
        options(**changes)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("blocks", "counts", "error", "message"),
    [
        ([TEXT], COUNTS[:20], InputError, "block 0: expected word numbers below 20 .* got 39"),
        (
            [TEXT.astype(np.int64)],
            COUNTS,
            InputError,
            r"block 0: expected an int32 array .* got int64 \(27000,\)",
        ),
        ([TEXT, [1, 2]], COUNTS, InputError, "block 1: expected an int32 array .* got list"),
        ([TEXT], COUNTS * 0, InputError, "counts: expected numbers from 1, got 0 for word 0"),
        ([TEXT], COUNTS[:1], EmptyError, "two words at least, got 1"),
        ([], COUNTS, EmptyError, "no words in this pass"),
        ([np.array([1, -1, 2, -1], np.int32)], COUNTS, EmptyError, "no two words are together"),
    ],
)
def test_text_that_can_not_be_used(blocks, counts, error, message):
    with pytest.raises(error, match=message):
        train_sgns(blocks, counts, options=options())


def test_resume_of_another_shape_is_refused():
    trained = train_sgns([TEXT], COUNTS, options=options(epochs=1))
    with pytest.raises(OptionError, match=r"resume: expected float32 matrices of shape \(40, 8\)"):
        train_sgns([TEXT], COUNTS, options=options(dim=8), resume=trained)


def test_vectors_that_are_no_numbers_are_told_and_harmless():
    trained = train_sgns([TEXT], COUNTS, options=options(epochs=1))
    trained.vectors[0] = np.nan
    with pytest.raises(InputError, match="smaller learning_rate"):
        train_sgns([TEXT], COUNTS, options=options(), resume=trained)


@given(st.lists(st.lists(st.integers(-1, 9), max_size=30), max_size=8), st.integers(2, 12))
def test_stretches_hold_the_text_in_order(blocks, size):
    arrays = [np.array(block, np.int32) for block in blocks]
    found = list(stretches(arrays, words=10, size=size))
    assert all(part.size <= size for part in found)
    assert [k for part in found for k in part if k >= 0] == [k for block in blocks for k in block if k >= 0]


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=9), max_size=8))
def test_stretches_never_part_or_join_sentences_that_fit(sentences):
    block = np.array([k for sentence in sentences for k in [*sentence, -1]], np.int32)
    parts = list(stretches([block], words=10, size=12))
    parts += stretches([np.array(sentence, np.int32) for sentence in sentences], words=10)
    found = [sentence for part in parts for sentence in bytes_of(part)]
    assert found == [bytes(sentence) for sentence in sentences] * 2


def bytes_of(part):
    return [sentence for sentence in bytes((part % 256).astype(np.uint8)).split(b"\xff") if sentence]
