"""``zici gan sample``: new words, pictures or points of a trained GAN."""

from __future__ import annotations

import json as plain_json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici.errors import OptionError

from . import _gan_options as own
from . import _options as opt
from ._cold import CUT_BY_MODEL
from ._gan_strings import TABLE, Asked, draw_strings
from ._guard import say
from ._output import STDOUT, output_stream
from ._progress import progress_bars
from ._table import one_line

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from zici.gan import WGANGP

EXAMPLE = (
    "Example: zici gan sample names/ -n 50 --unique --known words.tsv --lm lm/\n\n"
    "Example: zici gan sample digits/ -n 100 -o digits.png"
)

Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="How many.", min=1)]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="File to write; default: standard output. Vectors: .npy, else a table with commas. Images: "
        ".png, all in one picture, or .npy.",
        show_default=False,
    ),
]
Known = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Strings: lexicons of known words; a column says which samples are among them.",
        show_default=False,
    ),
]
New = Annotated[bool, typer.Option("--new", help="Only strings that --known doesn't have.")]
Unique = Annotated[bool, typer.Option("--unique", help="Each string once.")]
Model = Annotated[
    Path | None,
    typer.Option(
        "--lm",
        metavar="FOLDER",
        help="Strings: a language model, what lm train wrote; a column with the log-probability a character, "
        "the best first.",
        show_default=False,
    ),
]


def sample(
    gan: own.GanFolder,
    number: Number = 10,
    output: Output = None,
    known: Known = None,
    new: New = False,
    unique: Unique = False,
    lm: Model = None,
    seed: opt.Seed = 0,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
) -> None:
    """Make new samples: strings a line each, vectors as a table, images as one picture."""
    from zici.gan import WGANGP

    if new and not known:
        raise OptionError("--new: expected the known words too; name them with --known FILE")
    loaded = WGANGP.load(gan)
    if loaded.kind == "strings":
        with progress_bars(quiet=quiet, kernels=CUT_BY_MODEL if lm else ()):
            rows = draw_strings(loaded, Asked(number, seed, known or [], new=new, unique=unique, lm=lm))
        if len(rows) < number:
            say(f"{len(rows):,} strings in place of {number:,}: the GAN makes no more that are different")
        _write_strings(rows, output, as_json=json)
        return
    if known or unique or lm:
        raise OptionError(f"--known, --new, --unique and --lm are for strings; {gan} makes {loaded.kind}")
    _write_numbers(loaded, number, seed, output, as_json=json)


def _write_strings(rows: Sequence[dict[str, Any]], output: Path | None, *, as_json: bool) -> None:
    """Lines of strings; a table with a head where there is more to tell than the string."""
    if as_json:
        lines = ["[", ",\n".join(plain_json.dumps(row, ensure_ascii=False) for row in rows), "]"]
    else:
        lines = ["\t".join(_cell(value) for value in row.values()) for row in rows]
        if rows and len(rows[0]) > 1:
            lines.insert(0, "\t".join(TABLE[name] for name in rows[0]))
    with output_stream(output) as stream:
        stream.writelines((line + "\n").encode("utf-8", "backslashreplace") for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:.4f}" if isinstance(value, float) else one_line(value)


def _write_numbers(gan: WGANGP, number: int, seed: int, output: Path | None, *, as_json: bool) -> None:
    suffix = ".json" if as_json else "" if output is None else output.suffix.lower()
    if gan.kind == "images" and suffix not in (".png", ".npy", ".json"):
        raise typer.BadParameter("images: expected a file to write, .png or .npy; name it with -o")
    if gan.kind == "vectors" and suffix == ".png":
        raise typer.BadParameter("vectors: expected .npy or a table to write, such as .csv, got .png")
    found: Any = gan.sample(number, seed=seed)
    with output_stream(output) as stream:
        stream.write(_content(found, suffix))
    if output is not None and str(output) != STDOUT:
        say(f"wrote {output}")


def _content(found: npt.NDArray[np.generic], suffix: str) -> bytes:
    """The samples as the bytes of a file."""
    if suffix == ".json":
        return (plain_json.dumps(found.tolist()) + "\n").encode()
    import io

    import numpy as np

    if suffix == ".png":
        from zici.report._png import picture_grid, png

        return png(picture_grid(found))
    stream = io.BytesIO()
    if suffix == ".npy":
        np.save(stream, found)
    else:
        np.savetxt(stream, found, fmt="%.9g", delimiter=",")
    return stream.getvalue()
