"""What networks read of texts: units and their numbers, the cut, batches of few shapes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.classify.features import Tokenizer
from zici.classify.networks import NetworkOptions
from zici.classify.networks._batches import batches, widths
from zici.classify.networks._vocabulary import learn_vocabulary
from zici.segment import Segmenter

NONE = np.empty(0, np.uint64)
TEXTS = st.lists(st.text(st.sampled_from("天地人日Ａa𠮷"), max_size=12), min_size=1, max_size=12)


def learn(texts, tokenizer=None, known=NONE, **changes):
    options = NetworkOptions(**{"min_count": 1} | changes)
    return learn_vocabulary(texts, tokenizer or Tokenizer(), options, known)


@given(TEXTS, st.integers(1, 9), st.sampled_from(["head", "head_tail"]))
def test_what_is_read_of_texts(texts, length, cut):
    vocabulary = learn(["天地人日a𠮷"], length=length, cut=cut)
    rows = vocabulary.rows(texts, Tokenizer())
    numbers = {chr(key): place + 2 for place, key in enumerate(vocabulary.keys.tolist())}
    for text, begin, end in zip(texts, rows.starts[:-1], rows.starts[1:], strict=True):
        head = length if cut == "head" else (length + 1) // 2
        tail = length - head
        read = text if len(text) <= length else text[:head] + text[len(text) - tail :]
        due = [numbers[{"Ａ": "a"}.get(char, char)] for char in read]
        assert rows.ids[begin:end].tolist() == due
        assert "".join(text[place] for place in rows.places[begin:end]) == read


@given(TEXTS, st.integers(1, 12), st.integers(1, 5), st.one_of(st.none(), st.integers(0, 9)))
def test_batches_have_every_text_once(texts, length, size, seed):
    rows = learn(["天地人日a𠮷"], length=length).rows(texts, Tokenizer())
    random = None if seed is None else np.random.default_rng(seed)
    seen = []
    for batch in batches(rows, length, size, random):
        assert batch.ids.shape[0] == size and batch.ids.shape[1] in widths(length)
        for row, text in enumerate(batch.texts.tolist()):
            ids = rows.ids[rows.starts[text] : rows.starts[text + 1]]
            assert batch.ids[row].tolist() == [*ids.tolist(), *[0] * (batch.ids.shape[1] - ids.size)]
            assert not (widths(length) < batch.ids.shape[1])[widths(length) >= ids.size].any()
        assert not batch.ids[batch.texts.size :].any()
        seen += batch.texts.tolist()
    assert sorted(seen) == list(range(len(texts)))


def test_rare_units_share_a_number_and_the_most_frequent_stay():
    texts = ["天天天地地人"]
    assert [chr(key) for key in learn(texts, min_count=2).keys] == ["地", "天"]
    assert [chr(key) for key in learn(texts, max_units=1).keys] == ["天"]
    vocabulary = learn(texts, min_count=2)
    assert vocabulary.rows(["人天", ""], Tokenizer()).ids.tolist() == [1, 3]
    assert len(vocabulary) == 4


def test_words_where_the_tokenizer_has_any():
    tokenizer = Tokenizer(words=Segmenter(["新词"]))
    vocabulary = learn(["找新词"], tokenizer)
    assert len(vocabulary) == 4
    assert vocabulary.rows(["新词", "新"], tokenizer).ids.tolist()[1] == 1


@pytest.mark.parametrize("length", [1, 2, 7, 8, 100, 128])
def test_there_are_few_widths(length):
    found = widths(length).tolist()
    assert found == sorted(set(found)) and found[-1] == length and len(found) <= 4
