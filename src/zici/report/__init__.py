"""Pages to look at: one HTML file each, which needs no network."""

from zici.report._comparison_page import write_comparison as write_comparison
from zici.report._dirac_page import plot_dirac as plot_dirac
from zici.report._evaluation_page import write_evaluation as write_evaluation
from zici.report._gan_page import plot_gan as plot_gan
from zici.report._mining_page import write_mining_report as write_mining_report
from zici.report._plot_vectors import plot_vectors as plot_vectors

__all__ = [
    "plot_dirac",
    "plot_gan",
    "plot_vectors",
    "write_comparison",
    "write_evaluation",
    "write_mining_report",
]
