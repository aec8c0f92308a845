"""DiracPath: where a Dirac-GAN went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError

Float64 = npt.NDArray[np.float64]

CHANGE = 0.05  # of the distance, between two stretches, that is more than a wobble
STILL = 1e-3  # of the distance, that a point at rest may move in the last stretch
NEARER = 0.5  # of the first distance: a circle that has only shrunk a little ends above
CLOSE = 1e-9  # of the first distance: this is the point itself


@dataclass(frozen=True)
class DiracPath:
    """The path of a generator's point and of the critic's weights.

    Attributes:
        penalty: its name.
        loss: its name.
        update: how steps were made.
        weight: of the penalty; the bound of "clipping".
        rate: the length of a step.
        times: float64 of shape (steps + 1,), 0, rate, 2 rate and so on.
        theta: float64 of shape (steps + 1, d), the generator's point; the real one is 0.
        w: float64 of shape (steps + 1, d), the critic's weights.
    """

    penalty: str
    loss: str
    update: str
    weight: float
    rate: float
    times: Float64
    theta: Float64
    w: Float64

    @property
    def distances(self) -> Float64:
        """The distance of the generator's point from the real one, float64 of shape (steps + 1,)."""
        found: Float64 = np.linalg.norm(self.theta, axis=1)
        return found

    @property
    def final_distance(self) -> float:
        """The greatest distance in the last fifth: at its end a circling point may pass close by."""
        return self._greatest(0.8)

    @property
    def verdict(self) -> str:
        """``"converges"``, ``"circles"``, ``"diverges"``, or ``"stalls"``: it rests, but not at the data.

        It is told by the greatest distances in the first fifth, the fifth in the middle and the last. Where
        the last is below that in the middle by a twentieth, and less than half of the first, the path
        converges; where it is above that in the middle by a twentieth, it diverges.
        """
        first, middle, last = (self._greatest(begin) for begin in (0.0, 0.4, 0.8))
        if last <= CLOSE * first or last < min((1 - CHANGE) * middle, NEARER * first):
            return "converges"
        if last > (1 + CHANGE) * middle:
            return "diverges"
        stretch = self.theta[self._stretch(0.8)]
        return "stalls" if np.ptp(stretch, axis=0).max() <= STILL * last else "circles"

    @property
    def converges(self) -> bool:
        """Whether the verdict is that it does."""
        return self.verdict == "converges"

    def averaged(self, decay: float = 0.999) -> Float64:
        """The moving average of the generator's point, what it gives with its weights so averaged.

        The mean of all points so far, each weighing ``decay`` times the one after it. It changes nothing
        about the path (kexue.fm/archives/6583).

        Args:
            decay: 0 to 1, without 1.

        Returns:
            float64 of shape (steps + 1, d).

        Raises:
            OptionError: ``decay`` outside its range.
        """
        if not 0 <= decay < 1:
            raise OptionError(f"decay: expected 0 to 1, without 1, got {decay!r}")
        out = np.empty_like(self.theta)
        total, mass = np.zeros(self.theta.shape[1]), 0.0
        for step, point in enumerate(self.theta):
            total, mass = decay * total + point, decay * mass + 1.0
            out[step] = total / mass
        return out

    def _greatest(self, begin: float) -> float:
        """The greatest distance in a stretch."""
        return float(self.distances[self._stretch(begin)].max())

    def _stretch(self, begin: float) -> slice:
        """A fifth of the path, from that part of it on."""
        steps = len(self.times)
        first = int(begin * steps)
        return slice(first, max(int((begin + 0.2) * steps), first + 1))
