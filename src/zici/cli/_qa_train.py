"""``zici qa train``: from questions with right answers to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici._results import Earlier, result_folder
from zici._run_file import Stopwatch, write_run
from zici.errors import OutputError

from . import _options as opt
from ._cutting import Cutting, load_segmenter
from ._guard import say
from ._output import write_object
from ._progress import progress_bars, seconds
from ._table import print_table
from ._vectors_load import load_vectors

if TYPE_CHECKING:
    from zici.qa import QAExample
    from zici.qa.reader import Reader

EXAMPLE = (
    "Example: zici qa train me_train.json -o reader/ --validation me_validation.ann.json --vectors vec/\n\n"
    "Example: zici qa train me_train.json cmrc_train.json -o reader/ --epochs 8 --resume"
)
EARLIER = Earlier("a reader", ("meta.json",), "zici reader")
STATE = "state.npz"
KERNELS = ("qa_features",)
_TRAINING = "Training"

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Questions with passages and right answers: WebQA, SQuAD, CMRC 2018, DRCD, the merged list.",
        show_default=False,
    ),
]
Validation = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Questions by which the best epoch is chosen and training stops early; may be repeated.",
        show_default=False,
    ),
]
Vectors = Annotated[
    Path | None,
    typer.Option(
        metavar="VECTORS", help="Word vectors: what vectors train or mine wrote.", show_default=False
    ),
]
Epochs = Annotated[int, typer.Option(metavar="N", help="Passes.", min=1, rich_help_panel=_TRAINING)]
Width = Annotated[
    int, typer.Option(metavar="N", help="Numbers for each character.", min=4, rich_help_panel=_TRAINING)
]
BatchSize = Annotated[
    int, typer.Option(metavar="N", help="Rows of a step.", min=1, rich_help_panel=_TRAINING)
]
Rate = Annotated[float, typer.Option(metavar="X", help="Highest learning rate.", rich_help_panel=_TRAINING)]
TrainLength = Annotated[
    int,
    typer.Option(
        metavar="N",
        help="Longest stretch of a passage that is read in training.",
        min=16,
        rich_help_panel=_TRAINING,
    ),
]
Shared = Annotated[
    bool,
    typer.Option(
        "--shared/--no-shared",
        help="Learn from what other passages of the question hold; needs questions with several.",
        rich_help_panel=_TRAINING,
    ),
]
Patience = Annotated[
    int,
    typer.Option(metavar="N", help="Epochs to wait for a better one.", min=1, rich_help_panel=_TRAINING),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on with a training that was stopped.", rich_help_panel=_TRAINING),
]


# Long because typer reads the options from the signature: one parameter each.
def train(
    inputs: Files,
    output: opt.Folder,
    validation: Validation = None,
    vectors: Vectors = None,
    lexicon: opt.LexiconFile = None,
    epochs: Epochs = 10,
    width: Width = 96,
    batch_size: BatchSize = 32,
    learning_rate: Rate = 1e-3,
    train_length: TrainLength = 160,
    shared: Shared = True,
    patience: Patience = 4,
    resume: Resume = False,
    seed: opt.Seed = 0,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
) -> None:
    """Learn to find short answers in passages, from questions whose right answers are known.

    With --vectors every character also gets the vector of the word that covers it; -l names the words that
    text is cut with, by default those of the vectors. Needs the extra qa; to ask what was trained needs none.
    """
    asked: dict[str, Any] = {
        "epochs": epochs,
        "width": width,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "train_length": train_length,
        "patience": patience,
    }
    watch = Stopwatch()
    with ExitStack() as stack:
        state = stack.enter_context(kept_training(output, resume=resume))
        folder = stack.enter_context(result_folder(output, EARLIER))
        progress = stack.enter_context(progress_bars(quiet=quiet, kernels=KERNELS))
        with watch.stage("read"):
            examples, held = _read(inputs), _read(validation or [])
            known = None if vectors is None else load_vectors(vectors)
            segmenter = None if lexicon is None else load_segmenter(Cutting(lexicon))
        with watch.stage("train"):
            from zici.qa.reader import FEATURES, Reader, ReaderOptions

            used = tuple(name for name in FEATURES if shared or not name.endswith("shared"))
            reader = Reader.train(
                examples,
                options=ReaderOptions(features=used, **asked),
                vectors=known,
                segmenter=segmenter,
                validation=held or None,
                checkpoint=state,
                seed=seed,
                progress=progress,
            )
        reader.save(folder)
        counts = {"questions": len(examples), "validation": len(held), **reader.info}
        given = {"input": inputs, "validation": validation or [], "output": output, "seed": seed}
        given |= {"vectors": vectors, "lexicon": lexicon, "shared": shared}
        write_run(folder, parameters=given | asked, counts=counts, watch=watch)
    _show(output, reader, len(examples), watch, as_json=json)


@contextmanager
def kept_training(output: Path, *, resume: bool) -> Iterator[Path]:
    """The folder for the state of a training, beside its result; the state goes once that is written.

    Raises:
        OutputError: a state that is not asked for is there: hours of work are not thrown away.
    """
    whole = output.absolute()
    folder = whole.with_name(f"{whole.name}.training")
    begun = (folder / STATE).exists()
    if begun and not resume:
        raise OutputError(
            f"{folder}: a training for {output} stopped; go on with --resume, or delete this folder"
        )
    if resume and not begun:
        say(f"nothing to resume in {folder}: beginning")
    try:
        yield folder
    except (KeyboardInterrupt, SystemExit):
        if (folder / STATE).exists():
            say(f"the training is kept in {folder}; the same command with --resume goes on")
        raise
    else:
        for path in (folder / STATE, *folder.glob(f".{STATE}.*.part")):  # a run that was killed left parts
            with suppress(OSError):
                path.unlink()
    finally:
        with suppress(OSError):
            folder.rmdir()  # only where it is empty: it may hold files of the user's own


def _read(paths: list[Path]) -> list[QAExample]:
    from zici.qa import load_examples

    return [example for path in paths for example in load_examples(path)]


def _show(output: Path, reader: Reader, questions: int, watch: Stopwatch, *, as_json: bool) -> None:
    scores, losses = reader.info["scores"], reader.info["losses"]
    row: dict[str, Any] = {"questions": questions, "rows": reader.info["rows"], "epochs": len(losses)}
    row["loss"] = losses[-1]
    if scores:
        row["fuzzy F1"] = max(scores)
    if as_json:
        row |= {"losses": losses, "scores": scores, "seconds": watch.total}
        write_object({"folder": str(output), **row})
        return
    print_table([row])
    print_table([{"folder": str(output), "time": seconds(watch.total)}])
