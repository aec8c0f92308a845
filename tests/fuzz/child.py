"""A process of its own that reads damaged files: with a bound on its memory, and an eye on what it does.

    python child.py FOLDER EXECUTIONS SEED ROOM TARGET...

Prints a line of JSON for each target: how many files were tried, how many taken, and what broke.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.attack import Attack, Broken
from fuzz.readers import TARGETS

FORBIDDEN = (
    "pickle.find_class",
    "os.system",
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
    "socket.connect",
)
WRITING = 3  # the bits of O_WRONLY and O_RDWR


class Watch:
    """Notes what no reader may do: unpickle, start programs, connect, write anywhere else."""

    def __init__(self, folder: Path) -> None:
        self.places = (str(folder), tempfile.gettempdir(), "/dev/null")
        self.noted: list[str] = []
        self.on = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event in FORBIDDEN:
            self.noted.append(f"{event} {arguments!r:.100}")
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            path = arguments[0]
            if isinstance(path, (str, bytes)) and not str(path).startswith(self.places):
                self.noted.append(f"opens {path!r} to write")


def main() -> None:
    folder, executions, seed, room, *names = sys.argv[1:]
    watch = Watch(Path(folder))
    attacks = {name: Attack(TARGETS[name], Path(folder) / name.replace(" ", "-")) for name in names}
    limit_memory(int(room))
    for name, attack in attacks.items():
        told = {"target": name} | run(attack, watch, range(int(seed), int(seed) + int(executions)))
        sys.stdout.write(json.dumps(told) + "\n")


def run(attack: Attack, watch: Watch, seeds: range) -> dict[str, object]:
    """What came of the attacks with these seeds."""
    taken, broken = 0, []
    for seed in seeds:
        watch.on = True
        try:
            taken += attack.try_random(seed)
        except Broken as error:
            broken.append(f"seed {seed}: {error}")
        finally:
            watch.on = False
        broken += [f"seed {seed}: {one}" for one in watch.noted]
        watch.noted.clear()
    return {"tried": len(seeds), "taken": taken, "broken": broken}


def limit_memory(room: int) -> None:
    """Refuse this process more than ``room`` bytes beyond what it has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + room
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
