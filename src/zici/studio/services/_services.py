"""Everything that a studio can do, under one roof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zici.studio._workspace import Workspace
from zici.studio.services._answers import Answers
from zici.studio.services._cutting import Cutting
from zici.studio.services._generator import Generator
from zici.studio.services._opinions import Opinions
from zici.studio.services._service import Service
from zici.studio.services._vectors import Vectors
from zici.studio.services._words import Words

if TYPE_CHECKING:
    from zici.studio.curation import Curation


class Services:
    """The services of one workspace; none of them loads anything before it is asked.

    Args:
        workspace: what they read.
        curation: the decisions of people about the words; None: none.

    Attributes:
        words, cutting, vectors, opinions, answers, generator: one of each.
    """

    def __init__(self, workspace: Workspace, curation: Curation | None = None) -> None:
        self.vectors = Vectors(workspace)
        self.words = Words(workspace, self.vectors)
        self.cutting = Cutting(workspace, curation)
        self.opinions = Opinions(workspace)
        self.answers = Answers(workspace)
        self.generator = Generator(workspace)

    def all(self) -> dict[str, Service]:
        """The services by name."""
        return dict(vars(self))

    def close(self) -> None:
        """End what runs in the background."""
        for service in self.all().values():
            service.close()
