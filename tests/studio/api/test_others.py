"""Vectors, classes, answers, samples, uploads, runs, health and documentation through the API."""

from __future__ import annotations

import base64
import re
import time

import pytest

from zici.classify import TextClassifier
from zici.studio import Studio, StudioOptions

LABELLED = [
    ("研究新词", "学"),
    ("语料研究", "学"),
    ("发现语料", "学"),
    ("天气很好", "闲"),
    ("好的天", "闲"),
    ("吃得好", "闲"),
]


def test_vectors(client):
    assert client.get("/vectors/near", word="新词", n=1)[0]["word"] == "发现"
    assert len(client.get("/vectors/analogy", a="新词", b="语料", c="发现", n=2)) == 2
    found = client.get("/vectors/map", n=5)
    assert {point["word"] for point in found["points"]} == {"新词", "发现", "语料", "的", "研究"}
    assert client.refused("GET", "/vectors/near", params={"word": "没有"})["status"] == 404
    assert client.refused("GET", "/vectors/near", params={"word": "新词", "n": 0})["status"] == 422
    assert (
        client.refused(
            "GET", "/vectors/analogy", params={"a": "新词", "b": "新词", "c": "的", "method": "x"}
        )["status"]
        == 422
    )
    assert client.refused("GET", "/vectors/map", params={"n": 10**9})["status"] == 422


def test_what_isnt_there_says_how_to_get_it(client):
    for method, path, body, command in [
        ("POST", "/classify", {"texts": ["a"]}, "zici classify train"),
        ("POST", "/classify/explain", {"text": "a"}, "zici classify train"),
        ("GET", "/classify/classes", None, "zici classify train"),
        ("POST", "/answer", {"question": "谁"}, "zici qa train"),
        ("POST", "/generate", {}, "zici gan train"),
    ]:
        told = client.refused(method, path, json=body)
        assert told["status"] == 404
        assert command in told["detail"]


def test_a_folder_without_a_result(tmp_path, client_of):
    with Studio(StudioOptions(tmp_path / "none")) as studio:
        client = client_of(studio)
        assert client.get("/health")["words"] == 0
        assert client.get("/words") == {"rows": [], "total": 0, "offset": 0}
        for path in ("/vectors/near?word=a", "/contexts/a", "/relatives/a"):
            assert "zici mine" in client.refused("GET", path)["detail"]
        assert "zici mine" in client.refused("POST", "/cut", json={"text": "a"})["detail"]


def test_classes_and_why(client, studio):
    texts, labels = zip(*LABELLED, strict=True)
    model = TextClassifier("linear", epochs=20).fit(list(texts) * 5, list(labels) * 5)
    model.save(studio.workspace.home("classifier"))
    assert sorted(client.get("/classify/classes")) == ["学", "闲"]
    found = client.post("/classify", {"texts": ["研究语料", ""]})
    assert [one["label"] for one in found] == ["学", None]
    assert sum(found[0]["chances"].values()) == pytest.approx(1.0)
    why = client.post("/classify/explain", {"text": "研究语料", "label": "学"})
    assert "".join(part["text"] for part in why["parts"]) == "研究语料"
    assert (why["about"], why["opinion"]["label"]) == ("学", "学")
    assert client.refused("POST", "/classify/explain", json={"text": "a", "label": "无"})["status"] == 422


def test_uploads(client, studio):
    made = client("POST", "/uploads", params={"name": "../../评论.txt"}, content="新词语料".encode())
    assert made.status_code == 201
    upload = made.json()
    assert (upload["size"], upload["kind"], upload["author"]) == (12, "text", "李")
    assert "/" not in upload["name"]
    assert "path" not in upload  # where things are is nobody's business
    number = upload["id"]
    assert client.get(f"/uploads/{number}") == upload
    pasted = client.post("/uploads/text", {"text": "新词", "name": "a", "author": "王"})
    assert [one["id"] for one in client.get("/uploads")] == [pasted["id"], number]
    assert client("DELETE", f"/uploads/{number}").status_code == 204
    assert client.refused("GET", f"/uploads/{number}")["status"] == 404
    assert sorted(path.name for path in studio.uploads.folder.iterdir()) == [str(pasted["id"])]


@pytest.mark.parametrize(
    ("name", "content", "headers", "status"),
    [
        ("a.zip", b"PK", {}, 422),
        ("a.txt", b"", {}, 422),
        ("a.txt", b"x", {"content-length": "999999999999"}, 413),
        ("a.txt", b"x" * 3000, {}, 413),
    ],
)
def test_an_upload_that_is_refused_leaves_nothing(folder, client_of, name, content, headers, status):
    async def piecemeal():  # of unknown length
        yield content

    with Studio(StudioOptions(folder, upload_limit=2000)) as studio:
        client = client_of(studio)
        told = client.refused("POST", "/uploads", params={"name": name}, content=piecemeal(), headers=headers)
        assert told["status"] == status
        assert list(studio.uploads.folder.iterdir()) == []


def test_a_run_from_upload_to_words(client):
    text = "新词语料，发现新词，语料的新词，发现语料。\n" * 60
    upload = client.post("/uploads/text", {"text": text})
    asked = {"uploads": [upload["id"]], "options": {"min_count": 5, "vectors": False}}
    run = client.post("/runs", asked)
    assert (run["kind"] if "kind" in run else run["request"]["kind"], run["author"]) == ("mine", "李")
    until = time.monotonic() + 60
    while (run := client.get(f"/runs/{run['id']}"))["state"] == "running" and time.monotonic() < until:
        time.sleep(0.2)
    assert (run["state"], run["message"]) == ("done", "")
    assert client.get("/words")["total"] == run["counts"]["words"] > 0
    assert [one["id"] for one in client.get("/runs")] == [run["id"]]
    assert client.post(f"/runs/{run['id']}/cancel")["state"] == "done"
    assert client.refused("POST", f"/runs/{run['id']}/resume")["status"] == 422


def test_the_library_judges_runs_before_they_start(client):
    upload = client.post("/uploads/text", {"text": "新词"})["id"]
    for body, status in [
        ({"uploads": [upload], "options": {"max_length": 0}}, 422),
        ({"uploads": [upload], "options": {"magic": 1}}, 422),
        ({"uploads": [99]}, 404),
        ({"uploads": []}, 422),
        ({"uploads": [upload], "kind": "magic"}, 422),
        ({"uploads": "all"}, 422),
    ]:
        assert client.refused("POST", "/runs", json=body)["status"] == status
    assert client.get("/runs") == []
    assert client.refused("GET", "/runs/7")["status"] == 404


def test_health(client):
    told = client.get("/health")
    assert (told["status"], told["words"]) == ("ok", 8)
    assert told["parts"]["cutting"]["ready"]
    assert told["parts"]["generator"] == {"ready": False, "how": told["parts"]["generator"]["how"]}
    assert told["parts"]["generator"]["how"].startswith("zici gan train")


def test_what_the_api_lacks(client):
    assert client.refused("GET", "/nothing")["status"] == 404
    assert client.refused("DELETE", "/words")["status"] == 404


def test_the_documentation_needs_nothing_from_elsewhere(client):
    for path in ("/docs", "/docs/docs.css", "/docs/docs.js"):
        answer = client("GET", f"http://localhost:8080{path}")
        assert answer.status_code == 200
        assert not re.search(r"""(src|href|url|import|fetch)\W{1,3}https?:""", answer.text)
    assert client("GET", "http://localhost:8080/docs/docs.html").status_code == 404
    assert client("GET", "http://localhost:8080/docs/..%2f_docs.py").status_code == 404


def test_openapi_names_every_route_and_error(client):
    api = client.get("/openapi.json")
    assert {"/api/v1/words", "/api/v1/cut/stream", "/api/v1/runs/{id}/resume"} <= set(api["paths"])
    for path, operations in api["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            assert "default" in operation["responses"], path


def test_a_picture_travels_in_base64(client, studio, monkeypatch):
    from zici.studio.services import Samples

    monkeypatch.setattr(
        studio.services.generator, "sample", lambda n, seed: Samples("images", picture=b"\x89PNG\xff")
    )
    assert base64.b64decode(client.post("/generate", {})["picture"]) == b"\x89PNG\xff"
