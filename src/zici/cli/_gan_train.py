"""``zici gan train``: from real samples to a GAN."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zici._files import only_writer
from zici._progress import Progress, Step
from zici._results import Earlier, result_folder
from zici._run_file import Stopwatch, write_run
from zici.errors import OptionError

from . import _gan_learning as learn
from . import _gan_options as own
from . import _options as opt
from ._classify_parse import model_options
from ._gan_data import Reading, read_real
from ._guard import say
from ._output import write_object
from ._progress import progress_bars, seconds
from ._qa_train import kept_training
from ._table import one_line, print_table

if TYPE_CHECKING:
    from zici.gan import WGANGP, GanOptions, GanRecord

    Look = Callable[[GanRecord], None]

EXAMPLE = (
    "Example: zici gan train words.tsv -o names/ --kind strings --page names.html\n\n"
    "Example: zici gan train train-images-idx3-ubyte.gz -o digits/ --kind images --steps 5000"
)
EARLIER = Earlier("a GAN", ("meta.json",), "zici gan")
SHOWN, TIMES = 12, 10  # strings that are shown, and how often in a training
WIDE = 110  # columns of a terminal that has room for more words


# Long because typer reads the options from the signature: one parameter each.
def train(
    data: own.Data,
    output: opt.Folder,
    kind: own.Kind,
    architecture: learn.Architecture = None,
    steps: learn.Steps = None,
    penalty: learn.Penalty = "two-sided",
    penalty_weight: learn.Weight = None,
    critic_steps: learn.CriticSteps = 5,
    batch_size: learn.BatchSize = None,
    latent: learn.Latent = None,
    width: learn.Width = None,
    depth: learn.Depth = None,
    learning_rate: learn.Rate = None,
    option: learn.Option = None,
    lines: own.Lines = False,
    min_length: own.MinLength = 2,
    max_length: own.MaxLength = 4,
    top: own.Top = None,
    array: own.Array = None,
    page: learn.Page = None,
    title: own.Title = None,
    lang: own.Language = None,
    show_every: learn.Every = None,
    resume: learn.Resume = False,
    seed: opt.Seed = 0,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
) -> None:
    """Learn to make new samples like those of a file: words, pictures, points (WGAN-GP).

    The state is kept beside the folder, every minute and where the training is stopped. Needs Keras, the
    extra neural.
    """
    asked: dict[str, Any] = {
        "steps": steps,
        "penalty": penalty,
        "penalty_weight": penalty_weight,
        "critic_steps": critic_steps,
        "batch_size": batch_size,
        "latent": latent,
        "width": width,
        "depth": depth,
        "learning_rate": learning_rate,
        **(model_options(option) or {}),
    }
    watch = Stopwatch()
    with ExitStack() as stack:
        state = stack.enter_context(kept_training(output, resume=resume))
        folder = stack.enter_context(result_folder(output, EARLIER))
        stack.enter_context(nullcontext() if page is None else only_writer(page))
        progress = stack.enter_context(progress_bars(quiet=quiet, kernels=()))
        with watch.stage("read"):
            real = read_real(data, Reading(kind, lines, (min_length, max_length), top, array), quiet=quiet)
        with watch.stage("train"):
            from zici.gan import WGANGP

            gan = WGANGP(kind, architecture=architecture, options=_options(asked), seed=seed)
            written = None if page is None else _writer(gan, page, real, title=title, lang=lang)
            told = Told(progress, tuple(_looks(gan, show_every, written, quiet=quiet)))
            gan.fit(real, progress=told, checkpoint=state, on_record=told.hear)
        gan.save(folder)
        counts = {"samples": len(real), "steps": gan.history[-1].step}
        given = {"data": data, "kind": kind, "architecture": gan.architecture, "output": output, "seed": seed}
        given |= {"lines": lines, "min_length": min_length, "max_length": max_length, "top": top}
        write_run(folder, parameters=given | vars(gan.options), counts=counts, watch=watch)
        if written is not None:
            written(gan.history[-1])
            say(f"wrote {page}")
    _print(output, gan, len(real), watch, as_json=json)


def _writer(gan: WGANGP, page: Path, real: Any, *, title: str | None, lang: str | None) -> Look:
    """What writes the page, as far as the training is."""

    def write(record: GanRecord) -> None:
        from zici.report import plot_gan

        plot_gan(gan, page, real=real, title=title, lang=lang)

    return write


def _options(asked: dict[str, Any]) -> GanOptions:
    from zici.gan import GanOptions

    try:
        return GanOptions(**asked)
    except TypeError as error:
        known = ", ".join(GanOptions.__dataclass_fields__)
        unknown = ", ".join(name for name in asked if name not in GanOptions.__dataclass_fields__)
        raise OptionError(f"--option {unknown}: expected one of {known}") from error


class Told:
    """A ``progress=`` callback whose note is the last record: means over its steps are calmer than a step."""

    def __init__(self, progress: Progress, looks: Sequence[Look]) -> None:
        self._progress, self._looks = progress, looks
        self._note = ""

    def __call__(self, step: Step) -> None:
        """Pass a step on."""
        self._progress(step._replace(note=self._note or step.note))

    def hear(self, record: GanRecord) -> None:
        """Take the figures of a record."""
        self._note = note(record, shutil.get_terminal_size().columns)
        for look in self._looks:
            look(record)


def note(record: GanRecord, columns: int) -> str:
    """The figures as a terminal has room for: the distance is the critic's loss with its sign turned.

    Example:
        >>> from zici.gan import GanRecord
        >>> record = GanRecord(100, -1.5, -1.2346, 1.5, 0.97, 0.12, 0.3, 8.0)
        >>> note(record, 80)
        'critic -1.5/-1.23, slope 0.97±0.12'
        >>> note(record, 120)
        'distance 1.5, critic -1.5 (-1.235 with penalty), slope 0.97±0.12'
    """
    loss, whole = record.critic_loss, record.critic_loss_with_penalty
    slope = f"slope {record.gradient_norm_mean:.2f}±{record.gradient_norm_sd:.2f}"
    if columns < WIDE:
        return f"critic {loss:.3g}/{whole:.3g}, {slope}"
    return f"distance {record.wasserstein:.4g}, critic {loss:.4g} ({whole:.4g} with penalty), {slope}"


def _often(gan: WGANGP, every: int | None, look: Look) -> Look:
    """``look`` at some of the records: every so many steps, or ten times in a training."""
    after = 0

    def hear(record: GanRecord) -> None:
        nonlocal after
        pause = gan.options.steps // TIMES if every is None else every  # type: ignore[operator]  # set by fit
        if record.step >= after + pause:
            after = record.step
            look(record)

    return hear


def _looks(gan: WGANGP, show_every: int | None, write_page: Look | None, *, quiet: bool) -> Iterator[Look]:
    """Who looks at the training while it goes on: at strings on standard error, and at the page."""

    def show(record: GanRecord) -> None:
        some = "  ".join(one_line(str(one)) or "∅" for one in gan.sample(SHOWN, seed=record.step))
        say(f"step {record.step:,}: {some}")

    wanted = sys.stderr.isatty() and not quiet if show_every is None else show_every > 0
    if wanted and gan.kind == "strings":
        yield _often(gan, show_every, show)
    if write_page is not None:
        yield _often(gan, None, write_page)


def _print(output: Path, gan: WGANGP, samples: int, watch: Stopwatch, *, as_json: bool) -> None:
    last = gan.history[-1]
    row: dict[str, Any] = {"samples": samples, "steps": last.step, "distance": last.wasserstein}
    row |= {"critic": last.critic_loss, "with penalty": last.critic_loss_with_penalty}
    row |= {"slope": last.gradient_norm_mean, "spread": last.gradient_norm_sd}
    row["steps/s"] = last.step / last.seconds
    if as_json:
        history = [record._asdict() for record in gan.history]
        write_object({"folder": str(output), **row, "history": history, "seconds": watch.total})
        return
    print_table([row])
    print_table([{"folder": str(output), "time": seconds(watch.total)}])
