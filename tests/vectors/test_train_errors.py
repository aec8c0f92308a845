"""What train_vectors is asked in error: one line that says what to do, before any text is read."""

from __future__ import annotations

import math

import pytest

from zici import train_vectors
from zici.errors import EmptyError, OptionError, ZiciError
from zici.vectors import SgnsOptions, SvdOptions

TEXT = [list("新词发现"), list("旧词发现")] * 9
NAN = math.nan


def never():
    raise AssertionError("the text was read")
    yield


class Never:
    """Text that must not be read."""

    def __iter__(self):
        return never()


@pytest.mark.parametrize("method", ["svd", "sgns", "cbow"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"negative": 0}, "negative: expected an integer of at least 1, got 0; it is|negative: .* word2vec"),
        ({"window": 0}, "window: expected an integer from 1 to 255, got 0"),
        ({"window": 256}, "window: expected an integer from 1 to 255, got 256"),
        ({"dim": 0}, "dim: expected an integer of at least 1, got 0"),
        ({"dim": 1.5}, "dim: expected an integer of at least 1, got 1.5"),
        ({"seed": -1}, "seed: expected an integer from 0"),
        ({"workers": 0}, "workers: expected an integer of at least 1"),
        ({"subsample": NAN}, "subsample: expected a number above 0 up to 1, got nan"),
        ({"subsample": "auto"}, "subsample: expected a number above 0 up to 1, got 'auto'"),
        ({"context_smoothing": 0}, "context_smoothing: expected a number above 0 up to 1, got 0"),
        ({"epoch": 3}, "epoch: not an option of method '.*', which has dynamic, .*subsample"),
        ({"memory": "much"}, "memory: expected a size"),
    ],
)
def test_options_of_all_methods(method, options, message):
    with pytest.raises(OptionError, match=message) as told:
        train_vectors(Never(), method=method, **options)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("method", "options", "message"),
    [
        ("sgns", {"epochs": 0}, "epochs: expected an integer of at least 1, got 0"),
        ("cbow", {"epochs": True}, "epochs: expected an integer of at least 1, got True"),
        ("sgns", {"learning_rate": NAN}, "learning_rate: expected a number above 0 up to 1, got nan"),
        ("cbow", {"learning_rate": 0}, "learning_rate: expected a number above 0"),
        ("sgns", {"learning_rate": math.inf}, "learning_rate: expected a number above 0 up to 1, got inf"),
        ("sgns", {"eigenvalue_weight": 0.5}, "eigenvalue_weight: not an option of method 'sgns'"),
        ("sgns", {"architecture": "cbow"}, "architecture: not an option of method 'sgns'"),
        ("svd", {"epochs": 5}, "epochs: not an option of method 'svd', which has dynamic"),
        ("svd", {"eigenvalue_weight": NAN}, "eigenvalue_weight: expected a number from 0 up to 1, got nan"),
        ("glove", {}, "method: expected one of svd, sgns, cbow.*, got 'glove'"),
        (SvdOptions(), {}, "method: expected one of svd, sgns, cbow"),
    ],
)
def test_options_of_a_method(method, options, message):
    with pytest.raises(OptionError, match=message):
        train_vectors(Never(), method=method, **options)


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (
            (text for text in TEXT),
            r"one-pass generator; pass Segmenter.cut_corpus\(corpus\), or list\(...\) of it",
        ),
        ("没有切的文本", "expected lists of words, one for each text, found str"),
        (["没有切的文本"], "found the text '没有切的文本'; cut it into words first"),
        (
            [["没有 切的 文本"], ["也 没有"]],
            "found blanks in most of them, such as '没有 切的 文本'; cut the text",
        ),
        ([["没有　切"]], "blanks in most of them"),
        ([[["词"]]], r"expected lists of words as strings, found \[\['词'\]\] among them"),
        ([1, 2], "expected lists of words as strings, found 1 among them"),
        ([["词", 1]], "expected words as strings, found int 1"),
        ([["词", None]], "expected words as strings, found NoneType None"),
        ([["词", b"ci"]], "expected words as strings, found bytes"),
        (5, "found int; pass Segmenter.cut_corpus"),
    ],
)
def test_what_is_no_text(tokens, message):
    with pytest.raises(OptionError, match=message) as told:
        train_vectors(tokens, min_count=1, dim=1)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("tokens", "options", "error", "message"),
    [
        (
            TEXT,
            {"dim": 6},
            OptionError,
            "dim: expected at most the number of words, 5, got 6; give more text",
        ),
        ([], {}, EmptyError, r"no word occurs 5 times \(min_count\) in a text of 0 words; give more text"),
        ([[" ", "", "\n"]] * 9, {}, EmptyError, "no word occurs 5 times"),
        (TEXT, {"min_count": 99}, EmptyError, "no word occurs 99 times"),
        ([["词"]] * 9, {"dim": 1, "method": "sgns"}, EmptyError, "word2vec needs two words at least, got 1"),
        ([["词"]] * 9, {"dim": 1}, EmptyError, "more often than by chance"),
        ([["新"], ["词"]] * 9, {"dim": 1, "method": "cbow"}, EmptyError, "no two words are together"),
    ],
)
def test_text_that_is_too_little(tokens, options, error, message):
    with pytest.raises(error, match=message) as told:
        train_vectors(tokens, **options)
    assert isinstance(told.value, ZiciError)


def test_blanks_are_no_words_and_windows_reach_over_them():
    spaced = [[part for word in text for part in (word, " ", "")] for text in TEXT]
    assert train_vectors(spaced, dim=2).words == train_vectors(TEXT, dim=2).words
    assert train_vectors(spaced, dim=2).matrix.tobytes() == train_vectors(TEXT, dim=2).matrix.tobytes()


def test_a_word_of_a_lexicon_may_hold_a_blank():
    assert "New York" in train_vectors([["New York", "很", "大"]] * 9, dim=1)


def test_the_options_of_methods_are_documented_by_name():
    for options in (SvdOptions, SgnsOptions):
        assert all(f"\n        {name}: " in str(options.__doc__) for name in options.__dataclass_fields__)
