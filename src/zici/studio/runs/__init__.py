"""Files that come in, and the long work that is done with them: uploads and runs."""

from zici.studio.runs._errors import BusyError as BusyError
from zici.studio.runs._errors import FullError as FullError
from zici.studio.runs._errors import MissingError as MissingError
from zici.studio.runs._errors import TooLargeError as TooLargeError
from zici.studio.runs._receiver import Receiver as Receiver
from zici.studio.runs._request import RunRequest as RunRequest
from zici.studio.runs._run import Run as Run
from zici.studio.runs._runs import Runs as Runs
from zici.studio.runs._tasks import TASKS as TASKS
from zici.studio.runs._tasks import Task as Task
from zici.studio.runs._upload import Upload as Upload
from zici.studio.runs._uploads import Uploads as Uploads

__all__ = [
    "TASKS",
    "BusyError",
    "FullError",
    "MissingError",
    "Receiver",
    "Run",
    "RunRequest",
    "Runs",
    "Task",
    "TooLargeError",
    "Upload",
    "Uploads",
]
