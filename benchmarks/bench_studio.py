"""The studio under load: 50 clients that cut texts of 1 KB, for a minute.

    python benchmarks/bench_studio.py [FOLDER] [--seconds 60] [--clients 50] [--method unigram] [--busy]

FOLDER is what ``zici mine`` wrote; without it raw/红楼梦.txt.xz of the data (ZICI_DATA) is mined. A studio of
its own is started on it, at a free port, with its state in a temporary folder, and asked once, so that it has
loaded what it needs. Then each client sends the next text when it has the answer to the one before, over one
connection. The texts are stretches of FOLDER/segmented.txt without its blanks, 1,024 bytes or a little less,
others every time. Every answer is checked: status 200, and the tokens joined are the text. Clients and server
share the machine's processors.

Printed: requests, errors, requests a second, the times that 50, 99 and 100 % of the requests stayed under,
the server's time of a processor for each request, its memory (resident) after 5 seconds and at the end. With
``--busy`` one more client asks for pages of words, sorted by several columns, all the time.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
SIZE = 1024
WARM = 5.0  # seconds until memory is looked at for the first time
BUSY = ("-count", "pmi", "-left_entropy,word", "-length,-count")


class Answer(NamedTuple):
    status: int
    body: bytes


class Connection:
    """One connection over which requests follow each other."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __aenter__(self) -> Connection:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *error: object) -> None:
        self.writer.close()

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: localhost:{self.port}\r\ncontent-type: application/json\r\n"
        )
        self.writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
        told = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        length = next(int(line.split(":")[1]) for line in told if line.startswith("content-length:"))
        return Answer(int(told[0].split()[1]), await self.reader.readexactly(length))


def read_texts(folder: Path) -> list[str]:
    """Stretches of the cut text without its blanks."""
    text = (folder / "segmented.txt").read_text(encoding="utf-8")
    whole = "".join(text.split())
    size = SIZE // 3  # characters: most have three bytes
    pieces = [whole[begin : begin + size] for begin in range(0, len(whole) - size, size)]
    return [piece.encode()[:SIZE].decode("utf-8", "ignore") for piece in pieces]


def resident(pid: int) -> float:
    """Memory of a process in MB, without its children."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def used(pid: int) -> float:
    """Seconds of a processor that a process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Load:
    """What the clients have in common."""

    def __init__(self, port: int, texts: list[str], method: str, seconds: float) -> None:
        self.port, self.method, self.seconds, self.until = port, method, seconds, 0.0
        self.texts = itertools.cycle(texts)
        self.times: list[float] = []
        self.errors: list[str] = []

    def begin(self, pid: int) -> None:
        self.used, self.until = used(pid), time.perf_counter() + self.seconds

    async def client(self) -> None:
        async with Connection(self.port) as connection:
            while time.perf_counter() < self.until:
                text = next(self.texts)
                body = json.dumps({"text": text, "method": self.method}, ensure_ascii=False).encode()
                began = time.perf_counter()
                answer = await connection.ask("POST", "/api/v1/cut", body)
                self.times.append(time.perf_counter() - began)
                if answer.status != 200 or "".join(json.loads(answer.body)["tokens"]) != text:
                    self.errors.append(f"{answer.status} {answer.body[:200].decode('utf-8', 'replace')}")

    async def busy(self) -> None:
        async with Connection(self.port) as connection:
            for sort in itertools.cycle(BUSY):
                if time.perf_counter() >= self.until:
                    return
                answer = await connection.ask("GET", f"/api/v1/words?limit=100&sort={sort}")
                if answer.status != 200:
                    self.errors.append(f"{answer.status} {answer.body[:200].decode('utf-8', 'replace')}")


async def measure(load: Load, clients: int, pid: int, *, busy: bool) -> float:
    """Run the clients; the memory after a few seconds."""
    async with Connection(load.port) as connection:
        while (await connection.ask("GET", "/api/v1/words?limit=1")).status != 200:
            await asyncio.sleep(1.0)  # the words are being loaded into the database
        await connection.ask("POST", "/api/v1/cut", json.dumps({"text": "", "method": load.method}).encode())
    load.begin(pid)
    others = [load.busy()] if busy else []
    work = asyncio.gather(*(load.client() for _ in range(clients)), *others)
    await asyncio.sleep(min(WARM, load.until - time.perf_counter()))
    early = resident(pid)
    await work
    return early


def mine(folder: Path) -> Path:
    """A folder to look at, where none is given."""
    book = Path(os.environ.get("ZICI_DATA", DEFAULT)) / "raw" / "红楼梦.txt.xz"
    command = [sys.executable, "-m", "zici", "mine", str(book), "-o", str(folder), "--quiet", "--no-vectors"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def started(folder: Path, state: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A studio on a folder: its process and its port."""
    command = [sys.executable, "-m", "zici", "studio", str(folder), "--state", str(state)]
    with subprocess.Popen([*command, "--port", "0", "--json"], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        try:
            yield server, json.loads(server.stdout.readline())["port"]
        finally:
            server.terminate()


def run(options: argparse.Namespace, temporary: Path) -> None:
    folder = options.folder or mine(temporary / "out")
    texts = read_texts(folder)
    random.Random(0).shuffle(texts)
    with started(folder, temporary / "state") as (server, port):
        load = Load(port, texts, options.method, options.seconds)
        early = asyncio.run(measure(load, options.clients, server.pid, busy=options.busy))
        report(load, used(server.pid) - load.used, (early, resident(server.pid)))


def report(load: Load, busy: float, memory: tuple[float, float]) -> None:
    times = sorted(load.times)
    shares = {share: 1000 * times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.99, 1.0)}
    print(f"requests    {len(times):,}, errors {len(load.errors)}, {len(times) / load.seconds:,.0f} a second")
    print("times       " + ", ".join(f"{share:.0%} {value:.0f} ms" for share, value in shares.items()))
    print(f"processor   {1000 * busy / len(times):.2f} ms a request, {busy / load.seconds:.0%} of one")
    print(f"memory      {memory[0]:.0f} MB after {WARM:.0f} s, {memory[1]:.0f} MB at the end")
    for error in load.errors[:5]:
        print(f"error       {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--method", default="unigram")
    parser.add_argument("--busy", action="store_true")
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {options.clients} clients",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as temporary:
        run(options, Path(temporary))


if __name__ == "__main__":
    main()
