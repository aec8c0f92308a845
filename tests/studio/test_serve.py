"""A studio as a process of its own: where it listens, what it lets through, how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from zici.errors import OptionError
from zici.lexicon import Lexicon
from zici.segment import Segmenter
from zici.studio import Studio, StudioOptions
from zici.studio._listen import address_of, listen

PROGRAM = [sys.executable, "-c", "from zici.cli import main; main()", "studio"]
TOKEN = "correct-horse-battery"
LIMIT = 512 << 20


def make_folder(folder: Path) -> Path:
    folder.mkdir()
    lexicon = Lexicon(["新词", "语料"], {"count": [5, 4]})
    lexicon.save(folder / "lexicon.tsv")
    Segmenter(lexicon).save(folder / "segmenter.npz")
    (folder / "segmented.txt").write_text("新词 语料\n", encoding="utf-8")
    (folder / "run.json").write_text("{}", encoding="utf-8")
    return folder


class Server:
    """A running studio."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, str(folder), "--port", "0", "--json", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | environment,
            cwd=folder.parent,
        )
        assert self.process.stdout is not None
        self.told = json.loads(self.process.stdout.readline() or "{}")
        self.port = self.told.get("port", 0)
        self.url = self.told.get("url", "")

    def talk(self, request: str, *, timeout: float = 20.0) -> str:
        """Send the beginning of a request; what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as connection:
            connection.sendall(request.replace("\n", "\r\n").replace("PORT", str(self.port)).encode())
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(65536)
            length = re.search(rb"content-length: (\d+)", head)
            while length and len(head.partition(b"\r\n\r\n")[2]) < int(length[1]):
                head += connection.recv(65536)
            return head.decode("latin-1")

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(number)
        err = self.process.communicate(timeout=30)[1].decode()
        return self.process.returncode, err


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = make_folder(tmp_path_factory.mktemp("served") / "out")
    started = Server(folder, "--name", "kexue.fm", "--name", "spaces.ac.cn")
    yield started
    code, err = started.end()
    assert "Traceback" not in err
    assert code == 130


def test_it_tells_its_address_and_answers(server: Server) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}/"
    told = httpx.get(f"{server.url}api/v1/health").json()
    assert (told["status"], told["words"]) == ("ok", 2)
    cut = httpx.post(f"{server.url}api/v1/cut", json={"text": "新词语料"})
    assert cut.json() == {"tokens": ["新词", "语料"]}


def test_pages_and_their_parts_come_from_here(server: Server) -> None:
    page = httpx.get(f"{server.url}words", headers={"host": "spaces.ac.cn"})
    assert page.status_code == 200
    assert page.headers["link"] == '<http://kexue.fm/words>; rel="canonical"'
    nonce = re.search(r"'nonce-([^']+)'", page.headers["content-security-policy"])
    assert nonce is not None
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert len(scripts) > 3
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    parts = re.findall(r"""(?:src|href)="(/[^"]+)"|url\("(/[^"]+)"\)""", page.text)
    assert len(parts) > 5
    for address in (first or second for first, second in parts[:12]):
        assert httpx.get(server.url.rstrip("/") + address).status_code in (200, 307)
    assert not re.search(r"""(?:src|href)="https?:|url\(["']?https?:|from ["']https?:""", page.text)


def test_an_unknown_name_is_refused(server: Server) -> None:
    answer = httpx.get(f"{server.url}words", headers={"host": "evil.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json")


WEBSOCKET = (
    "GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1\nHost: localhost:PORT\n"
    "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nOrigin: {origin}\n\n"
)


def test_websockets_are_open_to_our_own_pages_alone(server: Server) -> None:
    own = server.talk(WEBSOCKET.format(origin="http://localhost:PORT"))
    other = server.talk(WEBSOCKET.format(origin="http://evil.example"))
    assert (own.split()[1], other.split()[1]) == ("101", "403")


def test_two_gigabytes_are_refused_before_they_come(server: Server) -> None:
    request = "POST /api/v1/uploads?name=a.txt HTTP/1.1\nHost: localhost:PORT\nContent-Length: 2147483648\n\n"
    answer = server.talk(request)
    assert answer.startswith("HTTP/1.1 413")
    assert "expected at most 512 MB" in answer
    request = request.replace("/api/v1/uploads", "/_nicegui/client/x/upload/1")
    assert server.talk(request).startswith("HTTP/1.1 413")


def test_a_sender_that_goes_on_still_reads_the_refusal(server: Server) -> None:
    for path in ("/api/v1/uploads?name=a.txt", "/_nicegui/client/x/upload/1", "/api/v1/cut"):
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {2 << 30}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
            connection.sendall(head.encode() + bytes(4 << 20))
            time.sleep(0.2)
            connection.sendall(bytes(4 << 20))
            assert connection.recv(4096).startswith(b"HTTP/1.1 413")


def test_the_second_studio_of_a_folder_refuses(server: Server) -> None:
    folder = Path(server.told["folder"])
    done = subprocess.run(
        [*PROGRAM, str(folder), "--port", "0"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"zici: .*out\.studio: process {server.process.pid} .*\n", done.stderr)


def test_a_port_in_use_is_told_with_another(server: Server, tmp_path: Path) -> None:
    folder = str(tmp_path / "out")
    done = subprocess.run(
        [*PROGRAM, folder, "--port", str(server.port)], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1
    found = re.fullmatch(
        rf"zici: port {server.port} is in use; give another .*such as (\d+), .*\n", done.stderr
    )
    assert found is not None
    assert int(found[1]) > server.port


def test_the_usual_port_gives_way_to_the_next(server: Server, tmp_path: Path) -> None:
    options = StudioOptions(tmp_path / "out", port=server.port)
    with listen(options, next_port=True) as listening:
        address = address_of(options, listening)
        assert address.port > server.port
        assert address.url == f"http://127.0.0.1:{address.port}/"
        assert f"port {server.port} is in use; {address.port} is taken" in address.notes[0]


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_refused(tmp_path: Path, host: str) -> None:
    options = StudioOptions(tmp_path / "out", host=host, port=0, token=TOKEN)
    with pytest.raises(OptionError, match="expected an address of this machine"):
        listen(options, next_port=False)


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("localhost", "localhost")])
def test_the_address_can_be_opened(tmp_path: Path, host: str, shown: str) -> None:
    options = StudioOptions(tmp_path / "out", host=host, port=0, token=TOKEN)
    with listen(options, next_port=False) as listening:
        port = listening.getsockname()[1]
        assert address_of(options, listening) == (f"http://{shown}:{port}/", port, ())


def test_names_without_a_token_are_remarked_on(tmp_path: Path) -> None:
    options = StudioOptions(tmp_path / "out", port=0, names=("kexue.fm",))
    with listen(options, next_port=False) as listening:
        assert "--token" in address_of(options, listening).notes[0]


def test_with_a_token_people_log_in_and_programs_bring_it(tmp_path: Path) -> None:
    server = Server(make_folder(tmp_path / "out"), "--host", "0.0.0.0", ZICI_TOKEN=TOKEN)
    here = f"http://127.0.0.1:{server.port}"
    try:
        assert httpx.get(f"{here}/api/v1/health").status_code == 401
        bearer = {"authorization": f"Bearer {TOKEN}"}
        assert httpx.get(f"{here}/api/v1/health", headers=bearer).status_code == 200
        with httpx.Client(base_url=here, follow_redirects=True, headers={"accept": "text/html"}) as browser:
            login = browser.get("/words")
            assert "zici_session" not in browser.cookies
            assert 'name="token"' in login.text
            page = browser.post(str(login.url), data={"token": TOKEN})
            assert (page.status_code, page.url.path) == (200, "/words")
            assert "nicegui" in page.text
            assert browser.get("/api/v1/health").status_code == 200
    finally:
        code, err = server.end()
    assert (code, err) == (130, "zici: stopped\n")


def test_it_ends_at_once_while_pages_are_open_and_lets_go_of_the_folder(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "out")
    server = Server(folder)
    request = WEBSOCKET.format(origin="http://localhost:PORT").replace("\n", "\r\n")
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(request.replace("PORT", str(server.port)).encode())
        assert b" 101 " in connection.recv(4096)
        server.process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        began = time.monotonic()
        code, err = server.end()  # a second Ctrl-C may come when all is done but the end of the process
        assert time.monotonic() - began < 15
    assert code in (130, -signal.SIGINT)
    assert err == "zici: stopped\n"
    with Studio(StudioOptions(folder)) as studio:
        assert studio.services.cutting.ready()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.studio"]


def test_terminated_it_ends_as_quietly(tmp_path: Path) -> None:
    server = Server(tmp_path / "none")
    assert server.end(signal.SIGTERM) == (143, "")
