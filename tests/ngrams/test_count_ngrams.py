from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngrams.strategies import texts
from reference import ref_ngrams
from zici import Corpus, count_ngrams
from zici.errors import EmptyError, OptionError, OutputError


def as_dicts(counts):
    return {n: dict(counts.items(n)) for n in range(1, counts.order + 1)}


@given(texts, st.integers(1, 6), st.integers(1, 4))
def test_equals_the_slow_twin(docs, order, least):
    counts = count_ngrams(Corpus.from_texts(docs), order=order, min_count=least, workers=2)
    assert as_dicts(counts) == ref_ngrams.keep(ref_ngrams.count_ngrams(docs, order), [least] * order)
    assert counts.total == sum(len(run) for run in ref_ngrams.runs(docs))


@given(texts, st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_thresholds_by_length(docs, least):
    counts = count_ngrams(Corpus.from_texts(docs), order=4, min_count=least, workers=1)
    assert as_dicts(counts) == ref_ngrams.keep(ref_ngrams.count_ngrams(docs, 4), least)


@given(texts, st.sampled_from([1, 2, 4]))
def test_any_number_of_workers_gives_the_same_arrays(docs, workers):
    one, many = (count_ngrams(Corpus.from_texts(docs), order=3, min_count=1, workers=w) for w in (1, workers))
    for a, b in zip(one.levels, many.levels, strict=True):
        assert all(
            (getattr(a, name) == getattr(b, name)).all() for name in ("prefix", "char", "suffix", "count")
        )


def test_a_text_on_disk_counted_in_ranges_gives_the_same(monkeypatch):
    from zici.ngrams import _count_ngrams

    docs = ["共和国共和党各项目各项" * 50, "和国共项目5G手机" * 70]
    plain = count_ngrams(Corpus.from_texts(docs), order=4, min_count=2)
    monkeypatch.setattr(_count_ngrams, "for_arrays", lambda budget: 600)
    bounded = count_ngrams(Corpus.from_texts(docs), order=4, min_count=2, memory="1GB")
    assert bounded.text.blocks.on_disk
    assert as_dicts(bounded) == as_dicts(plain)


def test_suffix_links_lead_to_the_last_characters():
    counts = count_ngrams(Corpus.from_texts(["中华人民共和国中华人民"]), order=5, min_count=1)
    for n in range(2, 6):
        level = counts.levels[n - 1]
        words, tails = counts.strings(n), counts.strings(n - 1, level.suffix[1:])
        assert [word[1:] for word in words] == tails


def test_order_longer_than_the_text():
    counts = count_ngrams(Corpus.from_texts(["字词"]), order=8, min_count=1)
    assert [counts.size(n) for n in range(1, 9)] == [2, 1, 0, 0, 0, 0, 0, 0]
    assert list(counts.items(8)) == []


def test_one_character_repeated():
    counts = count_ngrams(Corpus.from_texts(["啊" * 1_000_000]), order=4, min_count=2)
    assert as_dicts(counts) == {n: {"啊" * n: 1_000_001 - n} for n in (1, 2, 3, 4)}


def test_runs_are_broken_at_everything_that_is_no_word_character():
    counts = count_ngrams(Corpus.from_texts(["甲，乙\x00丙\ud800丁😀戊 己\r\n庚"]), order=2, min_count=1)
    assert counts.size(1) == 7
    assert counts.size(2) == 0


def test_rare_characters_beyond_the_bmp_count():
    counts = count_ngrams(Corpus.from_texts(["𠮷野家𠮷野"]), order=2, min_count=2)
    assert dict(counts.items(2)) == {"𠮷野": 2}


@pytest.mark.parametrize("docs", [[], ["，。！", "😀 \n"]])
def test_nothing_to_count_is_an_error(docs):
    with pytest.raises(EmptyError, match="no word character"):
        count_ngrams(Corpus.from_texts(docs))


@pytest.mark.parametrize(
    "options",
    [
        {"order": 0},
        {"order": "4"},
        {"order": True},
        {"order": 65},
        {"min_count": 0},
        {"min_count": "often"},
        {"min_count": {}},
        {"min_count": {2: 0}},
        {"min_count": [8, 1.5]},
        {"min_count": {5: 2}},
        {"min_count": [2, 2, 2, 2, 2]},
        {"workers": 0},
        {"workers": 2.5},
        {"workers": "2"},
        {"memory": "a lot"},
        {"memory": "12kb"},
    ],
)
def test_options_outside_their_range(options):
    with pytest.raises(OptionError, match=next(iter(options))):
        count_ngrams(Corpus.from_texts(["字词"]), **options)


def test_lookups():
    counts = count_ngrams(Corpus.from_texts(["共和国，共和党，共和"]), order=3, min_count=2)
    assert counts.count("共和") == 3
    assert (
        counts.count("共和国") == counts.count("不在") == counts.count("") == counts.count("共和国人民") == 0
    )
    with pytest.raises(OptionError, match="1 to 3"):
        counts.items(4)


def test_to_table():
    table = count_ngrams(Corpus.from_texts(["共和国共和"]), order=2, min_count=2).to_table(2)
    assert table.to_pydict() == {"ngram": ["共和"], "count": [2]}


def test_progress_tells_every_level():
    steps = []
    count_ngrams(Corpus.from_texts(["共和国共和国"]), order=3, min_count=2, progress=steps.append)
    assert {step.stage for step in steps} == {"count 2-grams", "count 3-grams"}
    assert all(step.done <= step.total for step in steps)


@pytest.mark.parametrize("error", [OutputError("the disk is full"), MemoryError("too much")])
def test_errors_that_speak_for_themselves_come_out_of_threads_as_they_are(monkeypatch, error):
    from zici._kernels import levels

    def fail(ids, sizes):
        raise error

    monkeypatch.setattr(levels, "bucket_sizes", fail)
    with pytest.raises(type(error), match=str(error)):
        count_ngrams(Corpus.from_texts(["共和国"]), order=2, workers=2)


def test_a_count_keeps_no_tables_and_finds_n_grams_all_the_same():
    counts = count_ngrams(Corpus.from_texts(["共和国共和国"]), order=4, min_count=1)
    assert not any("table" in vars(level) for level in counts.levels)
    assert counts.count("共和国共") == 1
