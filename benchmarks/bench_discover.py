"""Discovery as a whole process: speed, memory, growth with the text, order 8 against order 4.

    python benchmarks/bench_discover.py [--data DIR] [--repeats 3]

Every figure is of ``zici discover FOLDER --order N --workers 2 -o FILE`` started anew: interpreter, imports,
reading, counting, cutting and writing included. Kernels are compiled once before. The text is all of DIR/raw,
decompressed, read as plain text; smaller sizes take the same share of every file.
"""

from __future__ import annotations

import argparse
import lzma
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"

CASES = [  # order, share of the text, memory budget
    (4, "1.000", None),
    (8, "1.000", None),
    (4, "0.500", None),
    (4, "0.130", None),
    (4, "0.026", None),
    (4, "1.000", "600MB"),
]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--repeats", type=int, default=3)
    options = arguments.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        sizes = write_texts(options.data / "raw", Path(folder))
        run(Path(folder) / "1.000", 4, None)  # compiles the kernels
        rows = {}
        for order, share, memory in CASES:
            runs = [run(Path(folder) / share, order, memory) for _ in range(options.repeats)]
            seconds, peak = (statistics.median(column) for column in zip(*runs, strict=True))
            rows[order, share, memory] = seconds
            rate = sizes[share] / seconds / 1e6
            print(
                f"order {order}  {sizes[share] / 1e6:6.2f} M characters  memory {memory or '-':6}  "
                f"{seconds:6.2f} s  {rate:5.2f} M characters/s  peak {peak:5.0f} MB"
            )
        print(f"order 8 / order 4: {rows[8, '1.000', None] / rows[4, '1.000', None]:.2f}")


def write_texts(raw: Path, folder: Path) -> dict[str, int]:
    """Write the text at several sizes; the number of characters of each."""
    sizes = {}
    texts = {path.stem: lzma.decompress(path.read_bytes()).decode() for path in sorted(raw.glob("*.xz"))}
    for share in (1.0, 0.5, 0.13, 0.026):
        name = f"{share:.3f}"
        (folder / name).mkdir()
        parts = {file: text[: int(len(text) * share)] for file, text in texts.items()}
        for file, part in parts.items():
            (folder / name / file).write_text(part, encoding="utf-8")
        sizes[name] = sum(map(len, parts.values()))
    return sizes


def run(folder: Path, order: int, memory: str | None) -> tuple[float, float]:
    """Seconds and peak megabytes of one run."""
    command = [sys.executable, "-m", "zici", "discover", str(folder), "--order", str(order), "--workers", "2"]
    command += ["--format", "tsv", "--input-format", "text", "-o", str(folder) + ".tsv"]
    command += ["--memory", memory] if memory else []
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    start = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(message.decode())
    return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
