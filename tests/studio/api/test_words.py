"""Words and decisions through the API."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from zici.lexicon import Lexicon


def words_of(page) -> list[str]:
    return [row["word"] for row in page["rows"]]


def test_a_page_of_words(client):
    page = client.get("/words", limit=3)
    assert (words_of(page), page["total"], page["offset"]) == (["的", "新", "词"], 8, 0)
    assert page["rows"][0] == {
        "word": "的",
        "count": 20,
        "length": 1,
        "values": {"pmi": None},
        "status": "undecided",
        "target": None,
        "author": None,
        "time": None,
        "version": 0,
        "listed": True,
        "new": None,
    }
    assert words_of(client.get("/words", limit=3, offset=6)) == ["研究", "发现新词"]


def test_filters_bounds_and_order(client):
    assert words_of(client.get("/words", text="新词")) == ["新词", "发现新词"]
    assert words_of(client.get("/words", bound=["pmi:3:5", "count:5:"])) == ["发现", "新词"]
    assert words_of(client.get("/words", bound="pmi::", sort="-pmi")) != []
    assert words_of(client.get("/words", sort="-pmi", limit=2)) == ["发现新词", "语料"]
    assert words_of(client.get("/words", sort="length,-count", limit=4)) == ["的", "新", "词", "发现"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"limit": 1001}, "limit=1001"),
        ({"offset": -1}, "offset=-1"),
        ({"status": "liked"}, "status='liked'"),
        ({"bound": "pmi"}, "COLUMN:LEAST:MOST"),
        ({"bound": "pmi:x:"}, "COLUMN:LEAST:MOST"),
        ({"bound": "pmi:nan:"}, "bounds of pmi"),
        ({"bound": "beauty:1:"}, "beauty"),
        ({"sort": "beauty"}, "beauty"),
    ],
)
def test_the_library_judges_queries(client, query, named):
    told = client.refused("GET", "/words", params=query)
    assert (told["status"], told["error"]) == (422, "OptionError")
    assert named in told["detail"]


def test_a_number_that_is_none_is_named(client):
    told = client.refused("GET", "/words", params={"limit": "many"})
    assert (told["status"], told["errors"][0]["where"]) == (422, "query.limit")


def test_ranges_and_counts(client):
    assert client.get("/lexicon/ranges")["pmi"] == {"least": 2.0, "most": 6.0}
    counts = client.get("/lexicon/counts")
    assert (counts["undecided"], counts["accepted"]) == (8, 0)


def test_one_word_with_everything_about_it(client):
    detail = client.get("/words/新词")
    assert (detail["row"]["word"], detail["history"]) == ("新词", [])
    contexts = client.get("/contexts/新词", width=3)
    assert ("", "的研究") in [(row["left"], row["right"]) for row in contexts["rows"] if row["whole"]]
    relatives = client.get("/relatives/新词")
    assert relatives == {
        "inside": [{"word": "新", "count": 9}, {"word": "词", "count": 8}],
        "around": [{"word": "发现新词", "count": 2}],
        "more": 0,
    }
    assert client.get("/neighbours/新词", n=1)[0]["word"] == "发现"


def test_a_word_that_isnt_there(client):
    assert client.refused("GET", "/words/没有")["status"] == 404
    assert client.refused("GET", "/neighbours/没有")["status"] == 404


@pytest.mark.parametrize(
    "word", ["<script>alert(1)</script>", "a/b", "a/contexts", "50%", "?x", "#", "export"]
)
def test_any_word_can_be_added_and_asked_for(client, word):
    from urllib.parse import quote

    client.post("/decisions", {"words": {word: None}, "action": "accept"})
    assert client.get(f"/words/{quote(word, safe='')}")["row"]["status"] == "accepted"


def test_decide_undo_redo(client):
    made = client.post("/decisions", {"words": {"的": 0, "新": 0}, "action": "reject", "note": "common"})
    assert [(one["word"], one["status"], one["author"], one["version"]) for one in made] == [
        ("的", "rejected", "李", 1),
        ("新", "rejected", "李", 1),
    ]
    assert words_of(client.get("/words", status="rejected")) == ["的", "新"]
    assert [one["status"] for one in client.post("/decisions/undo")] == ["undecided", "undecided"]
    assert [one["status"] for one in client.post("/decisions/redo", {"author": "李"})] == [
        "rejected",
        "rejected",
    ]
    assert client.post("/decisions/undo", {"author": "王"}) == []
    assert [one["action"] for one in client.get("/words/的")["history"]] == ["reject", "undo", "redo"]


def test_two_people_dont_overwrite_each_other(client):
    client.post("/decisions", {"words": {"新词": 0}, "action": "accept", "author": "王"})
    told = client.refused("POST", "/decisions", json={"words": {"新词": 0, "的": 0}, "action": "reject"})
    assert (told["status"], told["error"]) == (409, "ConflictError")
    assert "王" in told["detail"]
    assert client.get("/lexicon/counts")["rejected"] == 0
    client.post("/decisions", {"words": {"新词": 1}, "action": "reject"})
    assert client.refused("POST", "/decisions/undo", json={"author": "王"})["status"] == 409


@pytest.mark.parametrize(
    "body",
    [
        {"words": {"新词": None}, "action": "like"},
        {"words": {"新词": None}, "action": "rename"},
        {"words": {}, "action": "accept"},
        {"words": {"新词": None}, "action": "accept", "target": "x", "colour": "red"},
        {"words": ["新词"], "action": "accept"},
        {"action": "accept"},
    ],
)
def test_a_decision_that_is_none(client, body):
    assert client.refused("POST", "/decisions", json=body)["status"] == 422


def test_decisions_go_from_studio_to_studio(client):
    client.post("/decisions", {"words": {"新词": 0}, "action": "accept"})
    client.post("/decisions", {"words": {"发现新词": 0}, "action": "merge", "target": "新词"})
    answer = client("GET", "/decisions/export")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert "decisions.jsonl" in answer.headers["content-disposition"]
    lines = answer.text.splitlines()
    assert [json.loads(line)["word"] for line in lines] == ["发现新词", "新词"]
    assert client("POST", "/decisions/merge", content=answer.content).json() == {
        "added": 0,
        "same": 2,
        "conflicts": [],
        "circles": [],
    }
    client.post("/decisions/undo")
    merged = client("POST", "/decisions/merge", content=answer.content).json()
    assert [one["taken"] for one in merged["conflicts"]] == ["ours"]
    told = client.refused("POST", "/decisions/merge", content=b'{"word": 1}\n')
    assert (told["status"], told["error"]) == (422, "FormatError")
    assert told["detail"].startswith("decisions:1: ")


def test_decisions_that_are_not_taken_are_told(client):
    client.post("/decisions", {"words": {"发现新词": 0}, "action": "merge", "target": "新词"})
    line = {"word": "新词", "status": "merged", "target": "发现新词", "author": "王"}
    line |= {"time": datetime.now(UTC).isoformat()}
    merged = client("POST", "/decisions/merge", content=json.dumps(line)).json()
    assert merged == {"added": 0, "same": 0, "conflicts": [], "circles": ["新词"]}
    assert client.get("/words/新词")["row"]["status"] == "undecided"


@pytest.mark.parametrize("form", ["tsv", "jieba", "hanlp", "ik", "rime", "parquet", "plain"])
def test_accepted_words_in_every_format(client, form, tmp_path):
    client.post("/decisions", {"words": {"新词": 0, "语料": 0}, "action": "accept"})
    answer = client("GET", "/lexicon/export", params={"format": form})
    assert answer.status_code == 200
    name = answer.headers["content-disposition"].rpartition('filename="')[2].rstrip('"')
    (tmp_path / name).write_bytes(answer.content)
    assert sorted(Lexicon.load(tmp_path / name, form).words) == ["新词", "语料"]


def test_all_words_but_the_rejected(client, tmp_path):
    client.post("/decisions", {"words": {"的": 0}, "action": "reject"})
    text = client("GET", "/lexicon/export", params={"format": "plain", "undecided": True}).text
    assert sorted(text.split()) == sorted({"新", "词", "发现", "新词", "语料", "研究", "发现新词"})
    told = client.refused("GET", "/lexicon/export", params={"format": "docx"})
    assert (told["status"], "docx" in told["detail"]) == (422, True)


def test_a_new_result_is_shown_and_decisions_stay(client, studio):
    client.post("/decisions", {"words": {"新词": 0}, "action": "accept"})
    Lexicon(["新词", "新的"], {"count": [7, 3]}).save(studio.workspace.folder / "lexicon.tsv")
    page = client.get("/words")
    assert [(row["word"], row["count"], row["status"]) for row in page["rows"]] == [
        ("新词", 7, "accepted"),
        ("新的", 3, "undecided"),
    ]


def test_words_that_a_dictionary_lacked(client, studio):
    Lexicon(["新词"], {"count": [5]}).save(studio.workspace.folder / "new_words.tsv")
    Lexicon(["新词", "新的"], {"count": [7, 3]}).save(studio.workspace.folder / "lexicon.tsv")
    assert words_of(client.get("/words", new=True)) == ["新词"]
    assert words_of(client.get("/words", new=False)) == ["新的"]


def test_no_file_is_left_behind(client, tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    client("GET", "/lexicon/export")
    client("GET", "/lexicon/export", params={"format": "docx"})
    client("POST", "/decisions/merge", content=io.BytesIO(b"").read())
    assert list((tmp_path / "t").iterdir()) == []
