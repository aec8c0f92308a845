"""Runs of the kind "mine": the real thing on small texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from zici.errors import CorpusError, FormatError, OptionError, ZiciError
from zici.studio.runs import Run, RunRequest, Runs, Uploads
from zici.studio.runs._mining import options_of

TEXT = "我爱北京。北京人在北京。去北京吧，去上海吧。上海人在上海，上海很大。\n" * 20
QUICK = {"vectors": False, "report": False, "method": "ngram", "min_count": 5}


@pytest.fixture
def runs(engine: Engine, place: SimpleNamespace, uploads: Uploads) -> Iterator[Runs]:
    made = Runs(engine, place, uploads)
    yield made
    made.close()


def ended(runs: Runs, run: Run) -> Run:
    live = runs._live
    assert live is None or live.over.wait(120)
    return runs.get(run.id)


def put(uploads: Uploads, name: str, text: str) -> None:
    with uploads.begin(name) as receiver:
        receiver.write(text.encode())
        receiver.finish()


def test_uploads_become_words_in_the_folder_of_the_studio(
    runs: Runs, uploads: Uploads, place: SimpleNamespace
) -> None:
    put(uploads, "a.txt", TEXT)
    put(uploads, "b.csv", "label,said\n" + "".join(f"1,{line}\n" for line in TEXT.splitlines()))
    put(uploads, "known.txt", "北京 100\n")
    request = RunRequest((1, 2), "said", QUICK, {"errors": "skip"}, known=(3,))
    end = ended(runs, runs.start(request, author="a"))
    assert (end.state, end.message) == ("done", "")
    assert end.counts["words"] >= 5
    run = json.loads((place.folder / "run.json").read_text(encoding="utf-8"))
    assert run["parameters"]["names"] == ["a.txt", "b.csv"]
    words = (place.folder / "lexicon.tsv").read_text(encoding="utf-8")
    assert "\n北京\t" in words and "\n上海\t" in words
    new = (place.folder / "new_words.tsv").read_text(encoding="utf-8")
    assert "\n北京\t" not in new and "\n上海\t" in new


def test_a_run_that_finds_nothing_says_so_and_the_earlier_result_stays(
    runs: Runs, uploads: Uploads, place: SimpleNamespace
) -> None:
    uploads.paste(TEXT, "a.txt")
    assert ended(runs, runs.start(RunRequest((1,), options=QUICK), author="a")).state == "done"
    before = {path.name: path.read_bytes() for path in place.folder.iterdir()}
    end = ended(runs, runs.start(RunRequest((1,), options={**QUICK, "min_count": 9999}), author="a"))
    assert end.state == "failed" and "min_count" in end.message
    cancelled = runs.start(RunRequest((1,), options=QUICK), author="a")
    assert runs.cancel(cancelled.id).state == "cancelled"
    assert {path.name: path.read_bytes() for path in place.folder.iterdir()} == before


@pytest.mark.parametrize(
    ("request_", "kind", "told"),
    [
        ({"uploads": ()}, OptionError, "uploads: expected at least one file"),
        ({"options": {"min_cuont": 1}}, OptionError, "min_cuont: mining has no such option; expected"),
        ({"options": {"method": "magic"}}, OptionError, "method: expected one of"),
        ({"options": {"top": 0}}, OptionError, "top: expected a whole number"),
        ({"options": {"order": 10**30}}, OptionError, "order: expected an integer from 1 to 64"),
        ({"options": {"min_pmi": 10**400}}, OptionError, "options: expected numbers of a usual size"),
        ({"options": {"vectors": "no"}}, OptionError, "vectors: expected True or False, got 'no'"),
        ({"reading": {"encoding": "klingon"}}, OptionError, "encoding: expected the name"),
        ({"reading": {"format": "csv"}}, OptionError, "format: reading has no such option"),
        ({"uploads": (2,), "column": "sagt"}, CorpusError, "b.csv: no column 'sagt'; found label | said"),
        ({"uploads": (1, 2)}, CorpusError, "b.csv: which column is the text?"),
        ({"known": (4,)}, FormatError, "bad.tsv: line 1: expected a header"),
    ],
)
def test_what_would_fail_is_refused_at_once(
    runs: Runs, uploads: Uploads, request_: dict[str, Any], kind: type[ZiciError], told: str
) -> None:
    put(uploads, "a.txt", TEXT)
    put(uploads, "b.csv", "label,said\n1,字\n")
    put(uploads, "c.txt", "北京 1\n")
    put(uploads, "bad.tsv", "Wort\tZahl\n北京\t1\n")
    with pytest.raises(kind) as caught:
        runs.start(RunRequest(**{"uploads": (1,), "options": QUICK, **request_}), author="a")
    assert str(caught.value).startswith(told) and "\n" not in str(caught.value)
    assert runs.list() == []


def test_thresholds_by_length_come_as_json() -> None:
    assert options_of({"min_count": {"1": 5, "2": 10}, "method": "ngram"}).min_count == {1: 5, 2: 10}
