"""GanRecord: what a training tells of itself."""

from __future__ import annotations

from typing import NamedTuple


class GanRecord(NamedTuple):
    """What was seen up to a step: means over the steps since the record before, of each the last critic step.

    Attributes:
        step: generator steps done, from 1.
        critic_loss: mean D(fake) - mean D(real), what the critic makes small.
        critic_loss_with_penalty: the same plus the penalty times its weight: what Adam sees.
        wasserstein: mean D(real) - mean D(fake): how far the two are apart, where the critic is as steep as
            it may be; in the numbers that the networks see, so vectors are scaled.
        gradient_norm_mean: how steep the critic is at the points of the penalty; for "difference" between
            them.
        gradient_norm_sd: the spread of this over a batch.
        generator_loss: -mean D(fake) at the generator's step.
        seconds: that the training has taken so far.
    """

    step: int
    critic_loss: float
    critic_loss_with_penalty: float
    wasserstein: float
    gradient_norm_mean: float
    gradient_norm_sd: float
    generator_loss: float
    seconds: float

    def note(self) -> str:
        """The figures as a few words."""
        return (
            f"critic {self.critic_loss:.4f} ({self.critic_loss_with_penalty:.4f} with penalty), "
            f"slope {self.gradient_norm_mean:.3f} ± {self.gradient_norm_sd:.3f}"
        )
