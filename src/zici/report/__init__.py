"""Pages to look at: one HTML file each, which needs no network."""

from zici.report._plot_vectors import plot_vectors as plot_vectors

__all__ = ["plot_vectors"]
