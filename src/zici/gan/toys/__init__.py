"""Points in the plane to try a generator on: rings and grids of Gaussians, a Swiss roll."""

from zici.gan.toys._gaussians import Mixture as Mixture
from zici.gan.toys._gaussians import gaussian_mixture as gaussian_mixture
from zici.gan.toys._gaussians import gaussians as gaussians
from zici.gan.toys._swiss_roll import swiss_roll as swiss_roll

__all__ = ["Mixture", "gaussian_mixture", "gaussians", "swiss_roll"]
