"""``zici qa combine``: several readers as one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zici._results import result_folder

from . import _options as opt
from ._output import write_object
from ._qa_train import EARLIER
from ._table import print_table

EXAMPLE = "Example: zici qa combine reader0/ reader1/ -o reader/"

Folders = Annotated[
    list[Path],
    typer.Argument(
        metavar="READER", help="Readers trained on the same data with other seeds.", show_default=False
    ),
]


def combine(readers: Folders, output: opt.Folder, json: opt.Json = False) -> None:
    """Make one reader of several: it reads with all of their networks and goes by the mean of them.

    Readers that were trained alike but for --seed err in different places, so that their mean errs less; it
    takes as many times as long.
    """
    from zici.qa.reader import Reader

    with result_folder(output, EARLIER) as folder:
        Reader.combine([Reader.load(reader) for reader in readers]).save(folder)
    row = {"folder": str(output), "readers": len(readers)}
    if json:
        write_object(row)
        return
    print_table([row])
