"""Generative adversarial networks that keep their critic in bounds: WGAN-GP for vectors, images, strings."""

from __future__ import annotations

from zici.gan._model import WGANGP as WGANGP
from zici.gan._options import GanOptions as GanOptions
from zici.gan._record import GanRecord as GanRecord

__all__ = ["WGANGP", "GanOptions", "GanRecord"]
