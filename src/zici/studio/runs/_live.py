"""The run that goes on now, with its process."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from zici._progress import Step
from zici.studio.curation._time import now
from zici.studio.runs._child import told
from zici.studio.runs._order import Order
from zici.studio.runs._process import Ending, Process
from zici.studio.runs._run import Run

log = logging.getLogger(__name__)

_PATIENCE = 5.0  # seconds for the database to take note of an end


class Live:
    """A run and its process.

    Attributes:
        run: as it is now; replaced with every step.
        over: set when all that follows the end is done.
    """

    def __init__(self, run: Run, order: Order) -> None:
        self.run = run
        self.over = threading.Event()
        self._order = order
        self._process = Process(order, self._tell)
        self._stopped_as = ""

    def see_through(self) -> Run:
        """Start the process and stay until it has ended; gives the run with its end."""
        try:
            ending = self._process.run()
        except OSError as error:
            ending = Ending(None, f"its process can't be started ({error.strerror or error})")
        except Exception as error:  # whatever happens, the run has ended
            log.exception("run %d", self.run.id)
            ending = Ending(None, told(error))
        return self._ended(ending)

    def stop(self, state: str) -> None:
        """End the process, and the run in this state unless it had done its work."""
        self._stopped_as = self._stopped_as or state
        self._process.stop()
        self.over.wait(_PATIENCE)

    def never_began(self, why: str) -> Run:
        """The run with its end, where there was no thread to see it through."""
        return self._ended(Ending(None, why))

    def _tell(self, step: Step) -> None:
        self.run = replace(self.run, step=step)

    def _ended(self, ending: Ending) -> Run:
        # What was asked of a process that had done its work came too late.
        state = "done" if ending.counts is not None else self._stopped_as or "failed"
        message = self._order.named(ending.message) if state == "failed" else ""
        counts = ending.counts or {}
        return replace(self.run, state=state, ended=now(), step=None, message=message, counts=counts)
