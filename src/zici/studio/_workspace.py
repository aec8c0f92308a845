"""Workspace: what a studio stands on, the result of ``zici mine`` and the folder with its own things."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zici._files import only_writer
from zici.errors import FormatError, InputError, OptionError, OutputError
from zici.studio._kept import Kept
from zici.studio._segmented import Joined

if TYPE_CHECKING:
    from zici.corpus import Corpus
    from zici.lexicon import Lexicon
    from zici.segment import Segmenter
    from zici.studio._options import StudioOptions
    from zici.vectors import WordVectors

LEXICON, SEGMENTER, SEGMENTED, VECTORS, RUN = (
    "lexicon.tsv",
    "segmenter.npz",
    "segmented.txt",
    "vectors",
    "run.json",
)
META = "meta.json"
MODELS = ("classifier", "reader", "index", "gan", "lm")
BUSY = "is the studio of this folder now; use that one, or name another place with --state"

Loaded = TypeVar("Loaded")


class Workspace:
    """A folder that ``zici mine`` wrote, or will write, and the state folder beside it.

    ``zici mine`` puts its results there as a whole, so everything is read when it is asked for, kept, and
    read anew once the folder is another. May be asked by any number of threads.

    Args:
        options: says where.

    Attributes:
        folder: of the results.
        state: of what the studio keeps; made where it is missing.

    Raises:
        OutputError: the state folder can't be made, or another studio has it.
    """

    def __init__(self, options: StudioOptions) -> None:
        self.folder = options.folder
        self.state = options.state_folder
        self._given: dict[str, Path | None] = {name: getattr(options, name) for name in MODELS}
        self._closing = ExitStack()
        self._open()
        self._at_first = {name: _state_of(self.home(name)) for name in MODELS}
        self._lexicon: Kept[Lexicon | None] = Kept(self._load_lexicon)
        self._segmenter: Kept[Segmenter | None] = Kept(self._load_segmenter)
        self._vectors: Kept[WordVectors | None] = Kept(self._load_vectors)
        self._run: Kept[dict[str, Any] | None] = Kept(self._load_run)

    def _open(self) -> None:
        try:
            (self.state / "models").mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self.state}: can't be made ({error.strerror or error}); name another place with --state"
            ) from error
        self._closing.enter_context(only_writer(self.state, busy=BUSY))
        left = [path.name.split(".") for path in (self.state / "models").glob(".*.*.*")]
        for name in {parts[1] for parts in left}:  # of a run that was killed, or is at work
            with suppress(OutputError), only_writer(self.home(name)):
                pass  # whoever gets the lock has cleared away what others left

    def close(self) -> None:
        """Let another studio have the state folder."""
        self._closing.close()

    def stamp(self) -> str:
        """What changes when other results are there; "" where there are none."""
        found = stamp_of(self.folder / name for name in (RUN, LEXICON, SEGMENTER, SEGMENTED))
        return "" if found is None else found

    def has_words(self) -> bool:
        """Whether there are words, without reading them."""
        return (self.folder / LEXICON).is_file()

    def has_vectors(self) -> bool:
        """Whether there are vectors of the words, without reading them."""
        return (self.folder / VECTORS / META).is_file()

    def lexicon(self) -> Lexicon | None:
        """The words that were found; None where there are none.

        Raises:
            FormatError: a file that isn't as it was written.
        """
        return self._lexicon.get(self.stamp())

    def segmenter(self) -> Segmenter | None:
        """What cut the text; None where nothing did. Errors as of :meth:`lexicon`."""
        return self._segmenter.get(self.stamp())

    def vectors(self) -> WordVectors | None:
        """The vectors of the words; None where there are none. Errors as of :meth:`lexicon`."""
        return self._vectors.get((self.stamp(), stamp_of([self.folder / VECTORS / META])))

    def run(self) -> dict[str, Any] | None:
        """How the results were made, what run.json says; None where it says nothing."""
        return self._run.get(self.stamp())

    def segmented(self) -> Path | None:
        """The file with the text, cut; None where there is none."""
        path = self.folder / SEGMENTED
        return path if path.is_file() else None

    def corpus(self) -> Corpus | None:
        """The text: the cut one with its pieces joined, or else the files that run.json names.

        A cut text doesn't tell its own blanks from those between words. Blanks are kept where they stand
        between letters or digits of an alphabet, and where there are several.
        """
        from zici.corpus import Corpus

        path = self.segmented()
        if path is not None:
            return Corpus.from_texts(Joined(path))
        parameters = (self.run() or {}).get("parameters", {})
        names = ("text", "encoding", "format", "errors", "nfkc", "simplify")
        try:
            return Corpus(parameters["input"], **{name: parameters[name] for name in names})
        except (KeyError, TypeError, InputError, OptionError):
            return None

    def home(self, name: str) -> Path:
        """Where the studio puts a model of its own: classifier, reader, index, gan or lm."""
        return self.state / "models" / name

    def model(self, name: str) -> Path | None:
        """The folder of a model that is there: the one that was named, or the studio's own.

        One's own goes before where it was made after the studio began: it is what was asked for last.
        """
        own, given = self.home(name), self._given[name]
        made = _state_of(own)  # compared with what was there, not with a clock: that may be put back
        if made is not None and (given is None or made != self._at_first[name]):
            return own
        return given if given is not None and given.is_dir() else None

    def _load_lexicon(self) -> Lexicon | None:
        from zici.lexicon import Lexicon

        return _read(self.folder / LEXICON, Lexicon.load)

    def _load_segmenter(self) -> Segmenter | None:
        from zici.segment import Segmenter

        return _read(self.folder / SEGMENTER, Segmenter.load)

    def _load_vectors(self) -> WordVectors | None:
        from zici.vectors import WordVectors

        return _read(self.folder / VECTORS, WordVectors.load)

    def _load_run(self) -> dict[str, Any] | None:
        return _read(self.folder / RUN, _read_json)


def stamp_of(paths: Iterable[Path]) -> str | None:
    """What tells files from others of the same names; None where there are none."""
    known = []
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        known.append((path.name, found.st_ino, found.st_size, found.st_mtime_ns))
    return sha256(repr(known).encode()).hexdigest()[:16] if known else None


def _read(path: Path, load: Callable[[Path], Loaded]) -> Loaded | None:
    """What a file holds; None where there is none, also where it went away just now."""
    if not path.exists():
        return None
    try:
        return load(path)
    except FormatError:
        raise
    except InputError:
        if path.exists():
            raise
        return None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error
    except ValueError as error:
        raise FormatError(f"{path}: expected JSON that zici wrote, found something else ({error})") from error
    if not isinstance(found, dict):
        raise FormatError(f"{path}: expected JSON that zici wrote, found something else")
    return found


def _state_of(path: Path) -> tuple[int, int] | None:
    """What changes when a folder is made anew; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
