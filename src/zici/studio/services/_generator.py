"""Generator: samples of a trained GAN."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zici.report._png import as_bytes, picture_grid, png
from zici.studio._kept import Kept
from zici.studio._workspace import META, Workspace, stamp_of
from zici.studio.services._service import Service, command
from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from zici.gan import WGANGP, GanOptions, GanRecord

GAN = "gan"
MOST = 1000
COLOURS = 4  # channels that a PNG can have


class Word(NamedTuple):
    """A string that was made, and whether the lexicon has it (None: there is no lexicon)."""

    text: str
    known: bool | None


class Samples(NamedTuple):
    """New samples; what doesn't go with the kind is empty.

    Attributes:
        kind: "strings", "images" or "vectors".
        strings: as they were drawn; an empty one is possible.
        picture: PNG of all images side by side.
        points: the vectors.
        plane: the same in the plane: as they are, or on the two axes along which they differ most.
    """

    kind: str
    strings: tuple[Word, ...] = ()
    picture: bytes = b""
    points: tuple[tuple[float, ...], ...] = ()
    plane: tuple[tuple[float, float], ...] = ()


class Generator(Service):
    """Asks a trained GAN for new samples.

    Args:
        workspace: where the GAN is.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._drawing = threading.Lock()
        self._gan: Kept[WGANGP | None] = Kept(self._load)

    def ready(self) -> bool:
        """Whether there is a GAN."""
        return self.workspace.model(GAN) is not None

    def how(self) -> str:
        """The command that trains one."""
        return command("gan", "train", "SAMPLES", "-o", self.workspace.home(GAN))

    def lacks(self) -> str:
        """What is missing."""
        return "a trained GAN"

    def kind(self) -> str:
        """What it makes: "strings", "images" or "vectors"; errors as of :meth:`sample`."""
        return str(self._held().kind)

    def curves(self) -> tuple[GanRecord, ...]:
        """What its training told, a record every so many steps; errors as of :meth:`sample`."""
        return tuple(self._held().history)

    def options(self) -> GanOptions:
        """How it was trained; errors as of :meth:`sample`."""
        return self._held().options

    def sample(self, n: int = 20, seed: int = 0) -> Samples:
        """New samples: the same seed, the same samples.

        Args:
            n: how many, 1 to 1,000.
            seed: from 0.

        Raises:
            InputError: there is no GAN, or it can't be read.
            MissingExtraError: Keras or its backend is not installed.
            OptionError: a number outside its range.
        """
        check_integer("n", n, most=MOST)
        gan = self._held()
        with self._drawing:  # a network of Keras is not made for several threads
            found: Any = gan.sample(n, seed=seed)
        if gan.kind == "strings":
            return Samples("strings", strings=self._words(found))
        if gan.kind == "images":
            images = as_bytes(found)
            wide = images.ndim == 4 and images.shape[3] > COLOURS
            return Samples("images", picture=png(picture_grid(images[..., 0] if wide else images)))
        rows = np.asarray(found, np.float64)
        return Samples("vectors", points=_tuples(rows), plane=_tuples(in_plane(rows)))

    def _words(self, strings: list[str]) -> tuple[Word, ...]:
        lexicon = self.workspace.lexicon()
        return tuple(Word(one, None if lexicon is None else one in lexicon) for one in map(str, strings))

    def _held(self) -> WGANGP:
        path = self.workspace.model(GAN)
        found = self._gan.get((path, None if path is None else stamp_of([path, path / META])))
        if found is None:
            raise self.missing()
        return found

    def _load(self) -> WGANGP | None:
        from zici.gan import WGANGP

        path = self.workspace.model(GAN)
        return None if path is None else WGANGP.load(path)


def in_plane(points: Any) -> Any:
    """Points on the two axes along which they differ most, float64 of shape (n, 2); those of a plane stay.

    Example:
        >>> in_plane(np.array([[3.0], [1.0]])).tolist()
        [[3.0, 0.0], [1.0, 0.0]]
    """
    if points.shape[1] <= 2:
        return np.hstack([points, np.zeros((len(points), 2 - points.shape[1]))])
    middle = points.mean(axis=0)
    axes = np.linalg.svd(points - middle, full_matrices=False)[2][:2]
    axes = axes * np.where(axes[:, :1] < 0, -1.0, 1.0)  # a sign of its own, whatever the library's
    placed = (points - middle) @ axes.T
    return np.hstack([placed, np.zeros((len(points), 2 - placed.shape[1]))])


def _tuples(rows: Any) -> tuple[Any, ...]:
    return tuple(map(tuple, rows.tolist()))
