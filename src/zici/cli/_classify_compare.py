"""``zici classify compare``: losses and models against each other, over several seeds."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from itertools import product
from typing import Annotated, Any, get_args

import typer

from zici._files import only_writer

from . import _classify_options as own
from . import _classify_parse as parse
from . import _options as opt
from ._classify_data import Reading, read_data, tell_duplicates, tell_overlap, told_warnings
from ._classify_learn import KERNELS, Learning
from ._classify_show import setting_rows
from ._guard import say
from ._output import write_object
from ._progress import progress_bars
from ._table import print_table

EXAMPLE = (
    "Example: zici classify compare reviews.csv --loss cross_entropy --loss hard_margin --model bag "
    "--model lstm --seeds 5 --html page.html"
)

Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        metavar="|".join(get_args(own.ModelChoice)),
        help="What learns; may be repeated.",
        rich_help_panel="Learning",
    ),
]
Losses = Annotated[
    list[str],
    typer.Option(
        "--loss",
        metavar="|".join(get_args(own.LossChoice)),
        help="What it minimises; may be repeated.",
        rich_help_panel="Learning",
    ),
]
Seeds = Annotated[int, typer.Option(metavar="N", help="Runs of every setting.", min=1)]
TestShare = Annotated[
    float,
    typer.Option(
        metavar="X",
        help="Share of DATA to test on, drawn anew with every seed, where --test is not given.",
        min=0.01,
        max=0.9,
        rich_help_panel="Labelled texts",
    ),
]


# Long because typer reads the options from the signature: one parameter each.
def compare(
    inputs: own.Data = None,
    model: Models = ["bag"],  # noqa: B006 - typer copies it
    loss: Losses = ["cross_entropy", "hard_margin"],  # noqa: B006
    seeds: Seeds = 5,
    text: own.Text = None,
    label: own.Label = None,
    classes: own.Classes = None,
    test: own.Test = None,
    test_share: TestShare = 0.2,
    drop_duplicates: own.DropDuplicates = False,
    margin: own.Margin = None,
    tokens: own.Tokens = "auto",
    lexicon: own.Lexicon = None,
    vectors: own.Vectors = None,
    class_weight: own.ClassWeight = None,
    epochs: own.Epochs = None,
    early_stopping: own.EarlyStopping = False,
    option: own.Option = None,
    html: own.Page = None,
    title: own.Title = None,
    lang: own.Language = None,
    json: opt.Json = False,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: own.OnError = "raise",
    seed: opt.Seed = 0,
    workers: opt.Workers = None,
    quiet: opt.Quiet = False,
) -> None:
    """Train every model with every loss, several times, and test whether they differ from the first.

    Accuracies are in percent, means with standard deviations over the seeds (--seed and those behind it).
    p_seeds: paired t test of the runs; p_texts: McNemar's exact test of the first seed's answers; neither is
    corrected for the number of settings.
    """
    reading = Reading(text, label, encoding, input_format, on_error)
    learning = Learning(tokens, lexicon, vectors)
    shared: dict[str, Any] = {
        "margin": margin,
        "class_weight": parse.class_weight(class_weight),
        "epochs": epochs,
        "early_stopping": early_stopping,
        "options": parse.model_options(option),
        "workers": workers,
    }
    _check("--model", model, get_args(own.ModelChoice))
    _check("--loss", loss, get_args(own.LossChoice))
    pairs = list(dict.fromkeys(product(model, loss)))
    kernels = tuple(name for kind in model for name in KERNELS.get(kind, ()))
    with ExitStack() as stack:
        if html is not None:
            stack.enter_context(only_writer(html))  # first: it would be a pity after hours
        progress = stack.enter_context(progress_bars(quiet=quiet, kernels=kernels))
        stack.enter_context(told_warnings())
        from zici.classify.evaluation import compare as run
        from zici.classify.evaluation import find_duplicates, find_overlap

        data = read_data(inputs, parse.class_files(classes), reading, progress)
        held = read_data(test, {}, reading, progress) if test else None
        found = find_duplicates(data.texts, data.labels)
        tell_duplicates(data, found, dropped=drop_duplicates)
        data = data.take(found.kept) if drop_duplicates else data
        if held is not None:
            tell_overlap(held, data, find_overlap(held.texts, held.labels, data.texts, data.labels))
        shared |= learning.parameters()
        result = run(
            {f"{kind} {name}": {"model": kind, "loss": name, **shared} for kind, name in pairs},
            data.texts,
            data.labels,
            test=None if held is None else (held.texts, held.labels),
            test_share=test_share,
            seeds=range(seed, seed + seeds),
            progress=progress,
        )
        if html is not None:
            from zici.report._comparison_page import write_comparison

            write_comparison(result, html, title=title, lang=lang)
    if json:
        write_object(result.to_dict())
        return
    print_table(setting_rows(result))
    split = "the same test for all" if result.fixed else "a split for each seed"
    sys.stdout.write(
        f"\n{len(result.seeds)} seeds, {split}: {result.train_texts:,} texts to learn from, "
        f"{result.test_texts:,} to test on\n"
    )
    if html is not None:
        say(f"wrote {html}")


def _check(option: str, given: list[str], known: tuple[str, ...]) -> None:
    """Typer checks a choice, but not one that may be repeated."""
    for value in given:
        if value not in known:
            raise typer.BadParameter(f"{option}: expected one of {', '.join(known)}, found {value!r}")
