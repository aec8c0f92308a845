"""Ways to find the words of a text: by the cohesion of pairs and of n-grams."""

from __future__ import annotations

from zici.discovery._discover import discover as discover

__all__ = ["discover"]
