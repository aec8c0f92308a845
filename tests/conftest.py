"""What all tests share: the real data's folder, and hypothesis profiles."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A shared machine can stall for a moment: a slow example is not a failure. In CI the examples are the same in
# every run, so that a change is judged by itself; elsewhere they are new each time and go on finding things.
settings.register_profile(
    "zici",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("zici")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell makes what it puts into the background deaf to Ctrl-C, and so would programs under test be.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        # Interpreted kernels work on NumPy scalars, which warn where a hash wraps around on purpose.
        config.addinivalue_line("filterwarnings", "ignore:overflow encountered in scalar:RuntimeWarning")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data (ZICI_DATA, or ../shared/data beside the repository), else a skip."""
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("ZICI_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"real data not found at {folder}; set ZICI_DATA to its folder")
    return folder
