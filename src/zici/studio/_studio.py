"""One studio: its words and models, its decisions, its runs, for pages and API alike."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ._options import StudioOptions

if TYPE_CHECKING:
    from zici._progress import Progress

    from ._workspace import Workspace
    from .curation import Curation
    from .runs import Runs, Uploads


class Studio:
    """What the pages and the API stand on; everything in it may be called from any thread.

    Args:
        options: where things are, and what is let through.

    Attributes:
        options: as given.
        workspace: the mined folder.
        curation: what people decided about its words.
        uploads: files that were brought here.
        runs: mining, running and done.
        services: ``words``, ``cutting``, ``vectors``, ``opinions``, ``answers``, ``generator``.

    Raises:
        OutputError: the state folder can't be written, or another studio has it.
        InputError: the database can't be opened.
    """

    workspace: Workspace
    curation: Curation
    uploads: Uploads
    runs: Runs
    services: SimpleNamespace

    def __init__(self, options: StudioOptions) -> None:
        self.options = options
        self._refreshing = threading.Lock()
        self._closers: list[Any] = []
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        """Make the parts, each of which is closed even if a later one fails."""
        from ._parts import make_services, open_curation, open_runs, open_workspace

        self.workspace = self._kept(open_workspace(self.options))
        self.curation = self._kept(open_curation(self.options))
        self.uploads, self.runs = open_runs(self.options, self.curation, self.workspace)
        self._kept(self.runs)
        self.services = make_services(self.workspace, self.curation)

    def _kept(self, part: Any) -> Any:
        self._closers.append(part)
        return part

    def refresh(self, progress: Progress | None = None) -> bool:
        """Bring the table of words up to date where the mined folder was replaced; quick where it wasn't.

        Returns:
            whether words were loaded.
        """
        with self._refreshing:
            lexicon = self.workspace.lexicon()
            if lexicon is None:
                return False
            return self.curation.load_words(lexicon, stamp=self.workspace.stamp(), progress=progress)

    def close(self) -> None:
        """End runs, close the database, let go of the state folder; may be called twice."""
        while self._closers:
            self._closers.pop().close()
