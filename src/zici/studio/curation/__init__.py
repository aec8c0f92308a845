"""Words in a database, and what people decide about them: :class:`Curation`."""

from ._curation import Curation as Curation
from ._database import reading as reading
from ._database import writing as writing
from ._errors import ConflictError as ConflictError
from ._types import Conflict as Conflict
from ._types import Decision as Decision
from ._types import MergeResult as MergeResult
from ._types import Range as Range
from ._types import WordPage as WordPage
from ._types import WordQuery as WordQuery
from ._types import WordRow as WordRow

__all__ = [
    "Conflict",
    "ConflictError",
    "Curation",
    "Decision",
    "MergeResult",
    "Range",
    "WordPage",
    "WordQuery",
    "WordRow",
    "reading",
    "writing",
]
