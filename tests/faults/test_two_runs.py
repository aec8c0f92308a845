"""Two runs on one result: the second refuses in one line, and disturbs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import COMMANDS
from zici._files import only_writer

from .conftest import Results


@pytest.mark.parametrize("name", COMMANDS)
def test_the_second_run_refuses(results: Results, tmp_path: Path, name: str) -> None:
    place = results.copy(name, tmp_path / "place")
    with only_writer(place.output):
        said = place.run()
    assert said.code == 1
    assert said.line.startswith(f"zici: {place.output}: process ")
    assert said.line.endswith("is writing it now; wait for it or name another place with -o")
    assert place.is_untouched()
