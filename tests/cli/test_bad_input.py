"""What goes wrong outside: one clear line, exit code 1, and nothing partial under the final name."""

from __future__ import annotations

import gzip
import lzma
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import PROGRAM, Run, Runner

CHINESE = "语料里有新词，新词在语料里。\n"
BEYOND = "\U00020000\U0002a6d6"


@pytest.fixture
def refused(run: Runner, tmp_path: Path) -> Callable[..., str]:
    """Discover with an output file: the only line on standard error, if everything else is as promised."""

    def check(*arguments: object, stdin: bytes = b"", command: str = "discover") -> str:
        before = set(tmp_path.iterdir())
        result = run(command, *arguments, "-o", tmp_path / "result.tsv", stdin=stdin)
        assert (result.code, result.out) == (1, "")
        assert set(tmp_path.iterdir()) == before
        assert result.line.startswith("zici: ")
        assert "Traceback" not in result.line
        return result.line

    return check


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    return path


@pytest.mark.parametrize("data", [b"", b"\n\n", "，。！？…—\n".encode() * 1000])
def test_no_text_at_all(refused: Callable[..., str], tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "empty.txt", data)
    assert "found no word character" in refused(path)
    assert "found no word character" in refused(stdin=data)


def test_no_word_reaches_the_count(refused: Callable[..., str], tmp_path: Path) -> None:
    path = write(tmp_path / "short.txt", "天地玄黄")
    assert "min_count 99" in refused(path, "--min-count", 99)


def test_a_missing_file(refused: Callable[..., str], tmp_path: Path) -> None:
    assert f"{tmp_path / 'none.txt'}: no such file" in refused(tmp_path / "none.txt")


def test_a_pattern_without_files(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "*.csv" in refused(tmp_path / "*.csv")


def test_a_folder_without_text(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert str(tmp_path / "folder") in refused(tmp_path / "folder")


def test_a_folder_where_a_word_list_is_expected(
    refused: Callable[..., str], text: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    assert "folder" in refused(text, "--exclude", tmp_path / "folder")
    assert "folder" in refused(text, "-l", tmp_path / "folder", command="cut")


def test_a_folder_where_a_file_is_to_be_written(run: Runner, text: Path, tmp_path: Path) -> None:
    result = run("discover", text, "-o", tmp_path)
    assert result.code == 1
    assert "expected a file to write, found a folder" in result.line


def test_bytes_in_no_encoding(refused: Callable[..., str], tmp_path: Path) -> None:
    path = write(tmp_path / "noise.txt", b"\xff\xfe\xfd" + bytes(range(128, 256)) * 20 + b"\x81")
    assert f"{path}" in refused(path)


def test_a_wrong_encoding_names_the_line(refused: Callable[..., str], tmp_path: Path) -> None:
    path = write(tmp_path / "bad.txt", CHINESE.encode() * 9 + b"\xff\n")
    assert "line 10" in refused(path, "--encoding", "utf-8")


def test_an_unknown_encoding(refused: Callable[..., str], text: Path) -> None:
    assert "klingon" in refused(text, "--encoding", "klingon")


def test_a_binary_file(refused: Callable[..., str], tmp_path: Path) -> None:
    path = write(tmp_path / "image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    assert f"{path}" in refused(path)


def test_a_table_without_the_column(refused: Callable[..., str], tmp_path: Path) -> None:
    path = write(tmp_path / "table.csv", "id,body\n1,语料\n")
    line = refused(path, "--text", "content")
    assert "content" in line
    assert "body" in line


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_a_truncated_file(
    refused: Callable[..., str], tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(os.urandom(3000).hex().encode() + CHINESE.encode() * 2000)
    path = write(tmp_path / f"text.txt{suffix}", packed[: len(packed) // 2])
    assert f"{path}" in refused(path)


def test_a_broken_word_list_names_the_line(refused: Callable[..., str], text: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "words.tsv", "word\tcount\n语料\tmany\n")
    assert "line 2" in refused(text, "-l", path, command="cut")


def test_memory_and_order_out_of_range(refused: Callable[..., str], text: Path) -> None:
    assert "2GB" in refused(text, "--memory", "lots")
    assert "64" in refused(text, "--order", 65)


def test_a_folder_that_does_not_exist(run: Runner, text: Path, tmp_path: Path) -> None:
    for command in ("discover", "mine", "count"):
        result = run(command, text, "-o", tmp_path / "nowhere" / "out")
        assert (result.code, result.out) == (1, "")
        assert "nowhere" in result.line
        assert list(tmp_path.iterdir()) == []


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize("command", ["discover", "mine", "count"])
def test_a_folder_that_can_not_be_written(run: Runner, text: Path, locked: Path, command: str) -> None:
    result = run(command, text, "-o", locked / "out")
    assert result.code == 1
    assert "can't be written" in result.line
    assert list(locked.iterdir()) == []


def test_a_place_where_nobody_can_write(run: Runner, text: Path) -> None:
    for command in ("discover", "mine", "count"):
        result = run(command, text, "-o", "/proc/zici-result")
        assert result.code == 1
        assert "/proc/zici-result: can't be written" in result.line


def accepted(result: Run) -> str:
    assert (result.code, result.err) == (0, "")
    return result.out


def finds_words(run: Runner, source: bytes) -> bool:
    out = accepted(run("discover", "--min-count", 2, "--min-pmi", 0, "--min-length", 2, stdin=source))
    return "新词\t" in out


def test_lone_surrogates_split_and_come_back(run: Runner, words: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "text.jsonl", b'{"text": "\\u65b0\\u8bcd\\ud800\\u8bed\\u6599"}\n' * 9)
    out = accepted(run("discover", path, "--min-count", 2, "--min-pmi", 0, "--min-length", 2))
    assert "新词\t9\t" in out
    cut = accepted(run("cut", "-l", words, path))
    assert cut == "新词 \ufffd 语料\n" * 9


def test_a_few_nul_characters_split_and_come_back(run: Runner, words: Path) -> None:
    source = f"{CHINESE * 50}新词\0语料\n"
    assert finds_words(run, source.encode())
    assert accepted(run("cut", "-l", words, stdin=source.encode())).replace(" ", "") == source


def test_characters_beyond_the_basic_plane_come_back(run: Runner, words: Path) -> None:
    source = f"新词😀{BEYOND}，语料\n" * 9
    assert finds_words(run, source.encode())
    assert accepted(run("cut", "-l", words, stdin=source.encode())).replace(" ", "") == source


def test_windows_line_ends_change_no_word(run: Runner, text: Path) -> None:
    data = text.read_bytes()
    assert accepted(run("discover", stdin=data.replace(b"\n", b"\r\n"))) == accepted(
        run("discover", stdin=data)
    )


def test_one_long_line(run: Runner, words: Path, text: Path, tmp_path: Path) -> None:
    line = text.read_text(encoding="utf-8").replace("\n", "") * 400
    path = write(tmp_path / "long.txt", line)
    assert path.stat().st_size > 5_000_000
    assert "语料" in accepted(run("discover", path, "--min-length", 2))
    assert accepted(run("cut", "-l", words, path)).replace(" ", "") == line


def test_one_character_a_million_times(run: Runner, words: Path) -> None:
    source = "哈" * 1_000_000
    assert accepted(run("discover", stdin=source.encode())).startswith("word\tcount\tpmi\n")
    assert accepted(run("cut", "-l", words, stdin=source.encode())).replace(" ", "") == source


def test_a_full_standard_output(text: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "discover", str(text)], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr == "zici: standard output: No space left on device\n"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("command", ["mine", "count"])
def test_a_full_disk(run: Runner, text: Path, small_disk: Path, tmp_path: Path, command: str) -> None:
    long = write(tmp_path / "long.txt", text.read_bytes() * 20)
    result = run(command, long, "-o", small_disk / "out")
    assert result.code == 1
    assert "No space left on device" in result.line
    assert not (small_disk / "out").exists()


def test_a_full_disk_under_cut(
    run: Runner, words: Path, text: Path, small_disk: Path, tmp_path: Path
) -> None:
    long = write(tmp_path / "long.txt", text.read_bytes() * 20)
    result = run("cut", "-l", words, long, "-o", small_disk / "cut.txt")
    assert result.code == 1
    assert f"{small_disk / 'cut.txt'}: can't be written (No space left on device)" in result.line
    assert list(small_disk.iterdir()) == []


def test_a_reader_that_has_enough(text: Path, words: Path, tmp_path: Path) -> None:
    long = write(tmp_path / "long.txt", text.read_bytes() * 200)
    for arguments in (["cut", "-l", words, long], ["count", long, "--min-count", 2]):
        command = [*PROGRAM, *map(str, arguments)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 141


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("command", ["mine", "discover"])
def test_stopped_in_the_middle(text: Path, tmp_path: Path, command: str, number: int, code: int) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*PROGRAM, command, str(pipe), "-o", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("wb") as writer:  # opens when the command reads
        writer.write(text.read_bytes())
        writer.flush()
        time.sleep(0.2)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert out == b""
    assert err == (b"zici: stopped\n" if number == signal.SIGINT else b"")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize("command", ["mine", "count"])
def test_two_runs_into_one_folder(run: Runner, text: Path, tmp_path: Path, command: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    out = tmp_path / "out"
    first = subprocess.Popen(
        [*PROGRAM, command, str(pipe), "-o", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with pipe.open("wb") as writer:
        second = run(command, text, "-o", out)
        writer.write(text.read_bytes())
    _, err = first.communicate(timeout=60)
    few = b"zici: no vectors: the text has too few words that occur 5 times (expected 50)\n"
    assert second.code == 1
    assert f"{out}: process {first.pid} is writing it now" in second.line
    assert (first.returncode, err) == (0, few if command == "mine" else b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pipe"]


def test_what_a_file_says_can_not_steer_the_terminal(refused: Callable[..., str], tmp_path: Path) -> None:
    line = refused(write(tmp_path / "rows.tsv", "a\x1b[2J\tb\n一\t二\n"), "--text", "review")
    assert r"a\x1b[2J" in line and "\x1b" not in line
