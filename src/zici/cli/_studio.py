"""``zici studio``: the words of a mined folder on pages, in the browser."""

from __future__ import annotations

import signal
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici.errors import MissingExtraError

from . import _options as opt
from ._cold import CUT, kernels_are_cold
from ._guard import say

if TYPE_CHECKING:
    from zici.studio import Address

EXAMPLE = (
    "Example: zici studio out/\n\n"
    "Example: ZICI_TOKEN=... zici studio out/ --host 0.0.0.0 --name kexue.fm --name spaces.ac.cn"
)
PORT = 8080

_ADDRESS = "Address"
_MODELS = "Models"

Mined = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help="What mine wrote, or where the studio is to put the first result.",
        show_default=False,
    ),
]
State = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Decisions, uploads and models; default: beside FOLDER, with .studio added.",
        show_default=False,
    ),
]
Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="ZICI_DATABASE",
        show_envvar=True,
        help="Of SQLAlchemy, for decisions that several studios share; default: a file of SQLite.",
        show_default=False,
    ),
]
Author = Annotated[
    str | None,
    typer.Option(help="Name that decisions get; default: the name of the user.", show_default=False),
]
Host = Annotated[
    str,
    typer.Option(
        help="Where to listen; what others reach, such as 0.0.0.0, demands a token.", rich_help_panel=_ADDRESS
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=65_535,
        help=f"0: any that is free; default: {PORT}, or the next that is free.",
        rich_help_panel=_ADDRESS,
        show_default=False,
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name",
        metavar="HOST",
        help="Host name to answer under; may be repeated, the first is the canonical one.",
        rich_help_panel=_ADDRESS,
        show_default=False,
    ),
]
Token = Annotated[
    str | None,
    typer.Option(
        envvar="ZICI_TOKEN",
        show_envvar=True,
        metavar="TOKEN",
        help="What everyone has to know who comes in, at least 16 characters; better in the environment, "
        "where other users don't see it.",
        rich_help_panel=_ADDRESS,
        show_default=False,
    ),
]


def _model(what: str) -> Any:
    return typer.Option(
        metavar="FOLDER",
        help=f"{what}; default: that in the state folder.",
        rich_help_panel=_MODELS,
        show_default=False,
    )


Classifier = Annotated[Path | None, _model("What classify train wrote")]
ReaderFolder = Annotated[Path | None, _model("What qa train wrote")]
Index = Annotated[Path | None, _model("What qa index wrote")]
Gan = Annotated[Path | None, _model("What gan train wrote")]
Lm = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="What lm train wrote, as one more way to cut.",
        rich_help_panel=_MODELS,
        show_default=False,
    ),
]


# Long because typer reads the options from the signature: one parameter each.
def studio(
    folder: Mined,
    state: State = None,
    database: Database = None,
    author: Author = None,
    host: Host = "127.0.0.1",
    port: Port = None,
    names: Names = None,
    token: Token = None,
    classifier: Classifier = None,
    reader: ReaderFolder = None,
    index: Index = None,
    gan: Gan = None,
    lm: Lm = None,
    json: opt.Json = False,
) -> None:
    """Look at words, correct them, try what was learned: pages in the browser, and a REST API beside them.

    It prints its address and answers until Ctrl-C. Nothing leaves the machine.
    """
    try:
        from zici.studio import StudioOptions, serve
    except ImportError as error:
        raise MissingExtraError(
            f"zici studio needs {error.name}, which is not installed; try: pip install 'zici[studio]'"
        ) from error

    options = StudioOptions(
        folder,
        state=state,
        host=host,
        port=PORT if port is None else port,
        names=tuple(names or ()),
        token=token,
        database=database,
        classifier=classifier,
        reader=reader,
        index=index,
        gan=gan,
        lm=lm,
        author=author or "",
    )

    if kernels_are_cold(CUT):
        say("compiling kernels (first run on this machine, up to 20 s, once)")

    def ready(address: Address) -> None:
        for note in address.notes:
            say(note)
        if json:
            typer.echo(dumps({"url": address.url, "port": address.port, "folder": str(folder)}))
        else:
            typer.echo(address.url)

    try:
        serve(options, next_port=port is None, ready=ready)
    finally:  # everything is closed; threads may be at work still, and one more Ctrl-C ends them, too
        signal.signal(signal.SIGINT, signal.SIG_DFL)
