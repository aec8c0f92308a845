"""The smallest GAN there is, one point that learns to be another: who circles, who converges."""

from zici.gan.dirac._forces import DEFAULT_WEIGHTS as DEFAULT_WEIGHTS
from zici.gan.dirac._forces import LOSSES as LOSSES
from zici.gan.dirac._forces import PENALTIES as PENALTIES
from zici.gan.dirac._path import DiracPath as DiracPath
from zici.gan.dirac._simulate import dirac_gan as dirac_gan

__all__ = ["DEFAULT_WEIGHTS", "LOSSES", "PENALTIES", "DiracPath", "dirac_gan"]
