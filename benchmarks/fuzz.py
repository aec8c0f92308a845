"""Damaged files for every reader, for as long as one likes: executions by target, and what broke.

    python benchmarks/fuzz.py [--executions N] [--minutes M] [--seed S] [--target NAME ...] [--engine own]

The targets are those of ``tests/fuzz``. With atheris installed (pip install atheris) zici is instrumented and
files are changed by what they reach; otherwise, or with ``--engine own``, they are changed without looking.
Both also change values where the format has them. Executions are shared out so that every target has the same
time. A file that breaks a reader is kept in ``--keep`` and told at the end; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

if TYPE_CHECKING:
    from fuzz.attack import Attack

ROUND = 0.3  # seconds of a target before it is the next one's turn
ROOM = 16 << 30  # bytes of address space beyond the start; Arrow keeps some of what it had for each file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--executions", type=int, default=1_000_000, help="of all targets together")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", action="append", help="default: all without Keras")
    parser.add_argument("--engine", choices=["atheris", "own"])
    parser.add_argument("--keep", type=Path, default=Path("fuzz-broken"))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        guided(options)
        return
    engine = options.engine or ("atheris" if has_atheris() else "own")
    fast = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="zici-fuzz-", dir=fast if fast.is_dir() else None))
    try:
        sys.exit(bool({"own": blind, "atheris": each_guided}[engine](options, folder)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has_atheris() -> bool:
    from importlib.util import find_spec

    return find_spec("atheris") is not None


class Tally:
    """What came of one target."""

    def __init__(self, name: str) -> None:
        self.name, self.tried, self.taken, self.seconds = name, 0, 0, 0.0
        self.broken: list[str] = []


def blind(options: argparse.Namespace, folder: Path) -> int:
    """Take turns until there are enough executions; a table of them, and how many files broke a reader."""
    from fuzz.attack import Attack
    from fuzz.child import limit_memory
    from fuzz.readers import TARGETS

    names = options.target or [name for name, target in TARGETS.items() if not target.keras]
    attacks = [(Tally(name), Attack(TARGETS[name], folder / name.replace(" ", "-"))) for name in names]
    limit_memory(ROOM)
    begun, seed = time.monotonic(), options.seed << 40
    while sum(tally.tried for tally, _ in attacks) < options.executions:
        if time.monotonic() - begun > options.minutes * 60:
            break
        for tally, attack in attacks:
            seed = turn(tally, attack, seed, options.keep)
    return show([tally for tally, _ in attacks], "own")


def turn(tally: Tally, attack: Attack, seed: int, keep: Path) -> int:
    """Attack one target for a while; the seed that comes next."""
    from fuzz.attack import Broken

    begun = time.process_time()
    while time.process_time() - begun < ROUND:
        tally.tried += 1
        try:
            tally.taken += attack.try_random(seed)
        except Broken as error:
            tally.broken.append(f"seed {seed}: {error}")
            keep.mkdir(exist_ok=True)
            place, content = attack.damaged(seed)
            name = f"{tally.name.replace(' ', '-')}-{seed}-{attack.files[place].name}"
            (keep / name).write_bytes(content)
        seed += 1
    tally.seconds += time.process_time() - begun
    return seed


def each_guided(options: argparse.Namespace, folder: Path) -> int:
    """One process of atheris a target, for libFuzzer ends its process; a table of what they did."""
    from fuzz.readers import TARGETS

    names = options.target or [name for name, target in TARGETS.items() if not target.keras]
    tallies = []
    for name in names:
        tally, result = Tally(name), folder / "result.json"
        result.unlink(missing_ok=True)
        command = [sys.executable, __file__, "--one", name, "--keep", str(folder)]
        command += ["--executions", str(-(-options.executions // len(names)))]
        command += ["--minutes", str(options.minutes / len(names)), "--seed", str(options.seed)]
        found = subprocess.run(command, capture_output=True, text=True, errors="replace")
        told = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {}
        tally.tried, tally.taken = told.get("tried", 0), told.get("taken", 0)
        tally.seconds, tally.broken = told.get("seconds", 0.0), told.get("broken", [])
        if found.returncode and not tally.broken:
            tally.broken.append(f"the process ended with {found.returncode}: {found.stderr[-2000:]}")
        tallies.append(tally)
    return show(tallies, "atheris")


def guided(options: argparse.Namespace) -> None:
    """Fuzz one target with atheris; never returns."""
    import atheris

    import zici._kernels

    # Before the rest: Numba compiles kernels from their bytecode, which has to stay as it is.
    for kernels in pkgutil.iter_modules(zici._kernels.__path__):
        importlib.import_module(f"zici._kernels.{kernels.name}")
    with atheris.instrument_imports(include=["zici"]):
        from fuzz.attack import Attack, Broken
        from fuzz.mutate import mutate
        from fuzz.readers import TARGETS
    tally = Tally(options.one)
    attack = Attack(TARGETS[tally.name], options.keep / "files")
    corpus = options.keep / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    for place, content in enumerate(attack.contents):
        (corpus / str(place)).write_bytes(bytes([place]) + content)
    begun = time.process_time()

    def finish() -> None:
        tally.seconds = time.process_time() - begun
        (options.keep / "result.json").write_text(json.dumps(vars(tally)), encoding="utf-8")

    def try_one(data: bytes) -> None:
        if data:
            tally.tried += 1
            try:
                tally.taken += attack.try_content(data[0] % len(attack.files), data[1:])
            except Broken as error:
                tally.broken.append(str(error))
        if time.process_time() - begun > tally.seconds + 1:  # libFuzzer ends the process without a word
            finish()

    def change(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if not data or random.random() < 0.3:
            return atheris.Mutate(data, most)
        place = data[0] % len(attack.files)
        return (data[:1] + mutate(random, data[1:], attack.files[place].name, attack.contents))[:most]

    limits = [f"-runs={options.executions}", f"-max_total_time={max(1, int(options.minutes * 60))}"]
    atheris.Setup(
        [sys.argv[0], *limits, "-max_len=65536", f"-seed={options.seed + 1}", "-rss_limit_mb=0", str(corpus)],
        try_one,
        custom_mutator=change,
    )
    atheris.Fuzz()


def show(tallies: list[Tally], engine: str) -> int:
    """Print the table; the number of files that broke a reader."""
    print(f"| target ({engine}) | executions | a second | taken | broken |\n|---|---|---|---|---|")
    for one in tallies:
        speed = one.tried / one.seconds if one.seconds else 0
        share = one.taken / one.tried if one.tried else 0
        print(f"| {one.name} | {one.tried:,} | {speed:,.0f} | {share:.0%} | {len(one.broken):,} |")
    tried, broken = sum(one.tried for one in tallies), sum(len(one.broken) for one in tallies)
    print(f"| all {len(tallies)} | {tried:,} | | | {broken:,} |", flush=True)
    for one in tallies:
        for told in dict.fromkeys(one.broken[:20]):
            print(f"\n{one.name}: {told}")
    return broken


if __name__ == "__main__":
    main()
