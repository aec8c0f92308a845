"""Small tables for people: numbers to the right, no frame, the same on a terminal and in a pipe."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_CONTROLS = ("Cc", "Zl", "Zp")


def print_table(rows: Sequence[Mapping[str, Any]], *, title: str = "") -> None:
    """Print rows under a head; all rows have the same keys."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=None, title=title or None, title_justify="left", title_style="bold", padding=(0, 2, 0, 0)
    )
    for name, value in rows[0].items():
        table.add_column(name, justify="left" if isinstance(value, str) else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell(value)) for value in row.values()))
    Console(file=sys.stdout).print(table)


def one_line(text: str) -> str:
    r"""Text of others as a terminal may have it: a blank for each control character, line ends too.

    Example:
        >>> one_line("天\x1b[31m\n地")
        '天 [31m 地'
    """
    return "".join(" " if unicodedata.category(char) in _CONTROLS else char for char in text)


def cell(value: Any) -> str:
    r"""One value as people write it.

    Example:
        >>> cell(12345), cell(0.78125), cell(None), cell("词\n")
        ('12,345', '0.781', '-', '词 ')
    """
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else one_line(str(value))
