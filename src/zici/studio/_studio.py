"""One studio: its words and models, its decisions, its runs, for pages and API alike."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from zici._progress import Progress, Step, silent
from zici.errors import OutputError

from ._options import StudioOptions
from ._workspace import Workspace
from .curation import Curation
from .runs import Runs, Uploads
from .services import Services

DATABASE = "curation.sqlite"
NEW_WORDS = "new_words.tsv"
PATIENCE = 5.0  # seconds that a question, or the end, waits for words that are being loaded


class Studio:
    """What the pages and the API stand on; everything in it may be called from any thread.

    Args:
        options: where things are, and what is let through.

    Attributes:
        options: as given.
        workspace: the mined folder.
        curation: what people decided about its words.
        uploads: files that were brought here.
        runs: mining and training, running and done.
        services: what is asked about words, text and models.

    Raises:
        OutputError: the state folder or the database can't be written, or another studio has the folder.
        InputError: the database can't be opened.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp()) / "out"
        >>> with Studio(StudioOptions(folder)) as studio:
        ...     studio.refresh(), studio.services.cutting.ready(), studio.workspace.state.name
        (False, False, 'out.studio')
    """

    def __init__(self, options: StudioOptions) -> None:
        self.options = options
        self._stamp = ""  # of the words in the database
        self._loading = threading.Lock()
        self._closing = threading.Event()
        with ExitStack() as opened:
            self.workspace = Workspace(options)
            opened.callback(self.workspace.close)
            own = self.workspace.state / DATABASE
            self.curation = opened.enter_context(Curation(options.database or own))
            # Uploads are files of this studio and runs its processes: who shares decisions has none of them.
            local = self.curation if options.database is None else opened.enter_context(Curation(own))
            self.uploads = Uploads(local.engine, self.workspace.state / "uploads", limit=options.upload_limit)
            self.runs = Runs(local.engine, self.workspace, self.uploads, on_done=lambda _: self._follow())
            opened.callback(self.runs.close)
            self.services = Services(self.workspace, self.curation)
            opened.callback(self.services.close)
            self._opened = opened.pop_all()

    def refresh(self, progress: Progress = silent, *, wait: float = PATIENCE) -> bool:
        """Bring the table of words up to date where the mined folder was replaced; at once where it wasn't.

        Args:
            progress: told of chunks of words.
            wait: seconds to wait for another thread that does so.

        Returns:
            Whether words were loaded.

        Raises:
            OutputError: another thread is not done yet, or the database can't be written.
            FormatError: a file of the folder isn't as it was written.
        """
        stamp = self.workspace.stamp()
        if stamp == self._stamp:
            return False
        if not self._loading.acquire(timeout=wait):
            raise OutputError("the words are being loaded into the database; try again in a moment")
        try:
            return self._load(stamp, progress)
        finally:
            self._loading.release()

    def _load(self, stamp: str, progress: Progress) -> bool:
        lexicon = self.workspace.lexicon()
        if stamp == self._stamp or lexicon is None:
            return False

        def told(step: Step) -> None:
            if self._closing.is_set():
                raise OutputError("the studio is closing; its words will be loaded when it is opened again")
            progress(step)

        loaded = self.curation.load_words(lexicon, stamp=stamp, new=self._new_words(), progress=told)
        self._stamp = stamp
        return loaded

    def _new_words(self) -> frozenset[str] | None:
        """The words that a known dictionary lacked, where the text was compared with one."""
        from zici.lexicon import Lexicon

        path = self.workspace.folder / NEW_WORDS
        return frozenset(Lexicon.load(path).words) if path.is_file() else None

    def _follow(self) -> None:
        """After a run: show what it made."""
        self.refresh(wait=threading.TIMEOUT_MAX)
        self.services.cutting.refresh()

    @property
    def is_closing(self) -> bool:
        """Whether the end has begun."""
        return self._closing.is_set()

    def close(self) -> None:
        """End runs, close the database, let go of the state folder; may be called twice."""
        self._closing.set()
        if self._loading.acquire(timeout=PATIENCE):  # words that are being loaded are given up
            self._loading.release()
        self._opened.close()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
