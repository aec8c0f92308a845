"""What goes into the reader: plain text, labels, features, rows, batches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_qa_features
from zici import Segmenter, WordVectors
from zici.errors import OptionError
from zici.qa.reader._batches import BUCKETS, bucket, fill, plan_epoch, training_batch
from zici.qa.reader._features import hand_features
from zici.qa.reader._labels import find_spans, inside
from zici.qa.reader._loss import PADDED
from zici.qa.reader._options import Decoding, ReaderOptions
from zici.qa.reader._rows import Encoder, windows
from zici.qa.reader._text import plain, shorten
from zici.qa.reader._vocabulary import PADDING, UNKNOWN, Vocabulary
from zici.qa.reader._words import Words

TEXT = st.text(st.sampled_from("白云山海拔3８米ａB㎞，　廣\ud842𠮷"), max_size=30)
BARE = Words(None, (), np.zeros((0, 0), np.float32))


def encoder(**options):
    return Encoder(Vocabulary("白云山海拔高米0123456789"), BARE, ReaderOptions(**options))


@given(TEXT)
def test_plain_text_keeps_every_place(text):
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(TEXT, st.integers(4, 12))
def test_shortened_text_has_both_ends(text, length):
    short = shorten(text, length)
    assert len(short) == min(len(text), length)
    assert short[: length // 2] == text[: length // 2]
    assert short[-1:] == text[-1:]


@given(TEXT, st.lists(st.text(st.sampled_from("白云山3米"), max_size=3), max_size=4))
def test_every_match_is_labelled(text, answers):
    text = plain(text)
    expected = set()
    for answer in answers:
        for begin in range(len(text)):
            end = begin + len(answer)
            whole = not (text[begin - 1 : begin].isdecimal() and answer[:1].isdecimal()) and not (
                answer[-1:].isdecimal() and text[end : end + 1].isdecimal()
            )
            if answer and text[begin:end] == answer and (whole or (begin == 0 and not text[end:])):
                expected.add((begin, end - 1))
    assert [tuple(span) for span in find_spans(text, answers).tolist()] == sorted(expected)


@pytest.mark.parametrize(
    ("text", "answer", "spans"),
    [
        ("2018年与20年", "20", [[6, 7]]),
        ("isbn和sb", "sb", [[5, 6]]),
        ("白白白", "白白", [[0, 1], [1, 2]]),
        ("３８２米", " 382米 ", [[0, 3]]),
        ("廣東", "广东", [[0, 1]]),
        ("山", "", []),
    ],
)
def test_labels_of_odd_answers(text, answer, spans):
    assert find_spans(plain(text), [answer]).tolist() == spans


def test_spans_cut_by_a_window_are_no_spans():
    spans = np.array([[0, 2], [3, 4], [5, 8]], np.int32)
    assert inside(spans, 3, 8).tolist() == [[0, 1]]


@given(st.lists(TEXT, min_size=1, max_size=3), TEXT)
def test_features_of_characters_and_words(passages, question):
    question, passages = plain(question), [plain(passage) for passage in passages]
    words = Words(Segmenter({"白云山": 5, "海拔": 3, "米": 2}), (), np.zeros((0, 0), np.float32))
    cuts = words.cut([question, *passages])
    found = hand_features(question, passages, cuts)
    by_char = ref_qa_features.features(passages, question)
    tokens = words.segmenter.cut_many([question, *passages])
    by_word = ref_qa_features.features(tokens[1:], tokens[0])
    for k, passage in enumerate(passages):
        spread = [row for row, token in zip(by_word[k], tokens[k + 1], strict=True) for _ in token]
        expected = [(*a, *b) for a, b in zip(by_char[k], spread, strict=True)]
        assert found[k].shape == (len(passage), 8)
        np.testing.assert_allclose(found[k], np.array(expected, float).reshape(-1, 8), rtol=1e-5)


@given(st.integers(0, 2000), st.integers(16, 200))
def test_windows_cover_everything(size, length):
    parts = list(windows(size, length))
    assert set().union(*(range(*part) for part in parts)) == set(range(size))
    assert all(end - begin <= length for begin, end in parts)


def test_words_cover_characters():
    vectors = WordVectors(["海拔", "山"], [[1.0, 0.0], [0.0, 2.0]], counts=[3, 2])
    words = Words.of(vectors, None)
    row = Encoder(Vocabulary("海拔高"), words, ReaderOptions()).encode("山", ["高海拔"])[0]
    assert row.question_words.tolist() == [2]
    assert row.words.tolist() == [0, 1, 1]
    assert row.passage.tolist() == [4, 2, 3]
    assert np.mean(words.matrix**2) == pytest.approx(1.0)
    with pytest.raises(OptionError, match="vectors: expected WordVectors"):
        Words.of({"山": [1]}, None)


def test_long_passages_are_read_in_windows():
    rows = encoder(passage_length=16).encode("海拔", ["", "山" * 30 + "382米"], [(), ("382米",)])
    assert [(row.place, row.begin) for row in rows] == [(1, 0), (1, 8), (1, 16), (1, 18)]
    assert [row.spans.tolist() for row in rows] == [[], [], [], [[12, 15]]]


def test_a_batch_is_filled_up():
    options = ReaderOptions(batch_size=3, question_length=8)
    rows = encoder(question_length=8).encode("海拔" * 9, ["高382米", "山"], [("382米",), ()])
    batch = fill(rows, 6, options)
    question, _, passage, _, features = batch.inputs
    assert question.shape == (3, 8) and passage.shape == (3, BUCKETS[0])
    assert passage[0, 5:].tolist() == [PADDING] * (BUCKETS[0] - 5)
    assert (passage[2, 0], question[2, 0]) == (UNKNOWN, UNKNOWN)
    assert features.shape == (3, BUCKETS[0], 10)
    assert batch.targets[0, :6].tolist() == [[0, 0], [1, 0], [0, 0], [0, 0], [0, 1], [PADDED] * 2]
    assert (batch.targets[2] == PADDED).all()


def test_an_epoch_has_every_row_once_and_repeats_by_its_seed():
    options = ReaderOptions(batch_size=4, crop=0.5, repeat=0.5, train_length=40)
    rows = encoder().encode("海拔", ["山" * n + "382米" for n in range(60)], [("382米",)] * 60)
    plan = plan_epoch(rows, options, seed=3, epoch=1)
    assert sorted(stretch.row for part in plan for stretch in part) == list(range(60))
    assert plan == plan_epoch(rows, options, seed=3, epoch=1)
    assert plan != plan_epoch(rows, options, seed=3, epoch=2)
    for part in plan:
        assert len({bucket(stretch.length) for stretch in part}) == 1
        assert max(stretch.length for stretch in part) <= 2 * options.train_length


def test_stretches_keep_their_labels():
    options = ReaderOptions(batch_size=8, crop=0.7, repeat=0.9, char_drop=0.0)
    texts = ["山" * n + "382米" + "高" * (9 - n) for n in range(9)]
    rows = encoder().encode("海拔", texts, [("382米",)] * 9)
    seen = 0
    for step, part in enumerate(plan_epoch(rows, options, seed=0, epoch=0)):
        batch = training_batch(rows, part, options, key=(0, 0, step))
        for k in range(len(part)):
            chars = batch.inputs[2][k]
            begins, ends = (np.flatnonzero(batch.targets[k, :, side] == 1) for side in (0, 1))
            wanted = rows[0].passage[:4]
            at = [i for i in range(chars.size - 3) if (chars[i : i + 4] == wanted).all()]
            assert begins.tolist() == at
            assert ends.tolist() == [i + 3 for i in at]
            seen += len(at)
    assert seen > 9


def test_dropped_characters_are_unknown():
    options = ReaderOptions(batch_size=9, char_drop=0.5, crop=0.0, repeat=0.0)
    rows = encoder().encode("海拔", ["山" * 40] * 9)
    part = plan_epoch(rows, options, seed=0, epoch=0)[0]
    passage = training_batch(rows, part, options, key=(0, 0, 0)).inputs[2]
    share = np.mean(passage[:, :40] == UNKNOWN)
    assert 0.35 < share < 0.65
    assert (passage[:, 40:] == PADDING).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"width": 0}, "width: expected an integer from 4 to 1024"),
        ({"ema": 1.0}, "ema: expected a number"),
        ({"dropout": float("nan")}, "dropout: expected a number"),
        ({"features": ("char_match", "rhyme")}, "features: expected some of char_match"),
        ({"dilations": [1, 2]}, "dilations: expected a tuple"),
        ({"aligned": "yes"}, "aligned: expected True or False"),
    ],
)
def test_options_outside_their_range(options, message):
    with pytest.raises(OptionError, match=message):
        ReaderOptions(**options)


def test_decoding_outside_its_range():
    with pytest.raises(OptionError, match="max_length: expected an integer from 1"):
        Decoding(max_length=0)
    with pytest.raises(OptionError, match="vote"):
        Decoding(vote="loudest")
