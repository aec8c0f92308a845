"""The program's commands; their libraries are loaded inside them, when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from . import (
    _classify_compare,
    _classify_evaluate,
    _classify_explain,
    _classify_predict,
    _classify_train,
    _count,
    _cut,
    _demo,
    _discover,
    _gan_dirac,
    _gan_evaluate,
    _gan_sample,
    _gan_train,
    _keywords,
    _lm,
    _mine,
    _new,
    _qa,
    _qa_answer,
    _qa_ask,
    _qa_combine,
    _qa_files,
    _qa_index,
    _qa_train,
    _score,
    _studio,
    _vectors,
    _vectors_eval,
    _vectors_export,
    _vectors_keywords,
    _vectors_near,
    _vectors_plot,
)
from ._guard import guarded

app = typer.Typer(
    help="zici 字词: from raw Chinese text to its words, a segmenter that knows them, and word vectors.",
    epilog="First try: zici demo. Then: zici mine texts/ -o out/",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

app.command(epilog=_mine.EXAMPLE)(guarded(_mine.mine))
app.command(epilog=_count.EXAMPLE)(guarded(_count.count))
app.command(epilog=_discover.EXAMPLE)(guarded(_discover.discover))
app.command(epilog=_new.EXAMPLE)(guarded(_new.new))
app.command(epilog=_cut.EXAMPLE)(guarded(_cut.cut))
app.command(epilog=_score.EXAMPLE)(guarded(_score.score))
app.command(epilog=_keywords.EXAMPLE)(guarded(_keywords.keywords))
lm = typer.Typer(help="Language models of characters, to cut with.", epilog=_lm.EXAMPLE, no_args_is_help=True)
lm.command(epilog=_lm.EXAMPLE)(guarded(_lm.train))
app.add_typer(lm, name="lm")
vectors = typer.Typer(
    help="Word vectors: train them, ask them, test them, draw them.",
    epilog=_vectors.EXAMPLE,
    no_args_is_help=True,
)
vectors.command(epilog=_vectors.EXAMPLE)(guarded(_vectors.train))
vectors.command(epilog=_vectors_near.NEAR)(guarded(_vectors_near.near))
vectors.command(epilog=_vectors_near.ANALOGY)(guarded(_vectors_near.analogy))
vectors.command("eval", epilog=_vectors_eval.EXAMPLE)(guarded(_vectors_eval.evaluate))
vectors.command(epilog=_vectors_plot.EXAMPLE)(guarded(_vectors_plot.plot))
vectors.command(epilog=_vectors_keywords.EXAMPLE)(guarded(_vectors_keywords.keywords))
vectors.command(epilog=_vectors_export.EXAMPLE)(guarded(_vectors_export.export))
app.add_typer(vectors, name="vectors")
qa = typer.Typer(
    help="Short answers from passages: check data, index documents, measure answers.",
    epilog=_qa.EXAMPLE,
    no_args_is_help=True,
)
qa.command(epilog=_qa.EXAMPLE)(guarded(_qa.evaluate))
qa.command(epilog=_qa_files.CHECK)(guarded(_qa_files.check))
qa.command(epilog=_qa_files.CONVERT)(guarded(_qa_files.convert))
qa.command(epilog=_qa_index.EXAMPLE)(guarded(_qa_index.index))
qa.command(epilog=_qa_train.EXAMPLE)(guarded(_qa_train.train))
qa.command(epilog=_qa_combine.EXAMPLE)(guarded(_qa_combine.combine))
qa.command(epilog=_qa_answer.EXAMPLE)(guarded(_qa_answer.answer))
qa.command(epilog=_qa_ask.EXAMPLE)(guarded(_qa_ask.ask))
app.add_typer(qa, name="qa")
classify = typer.Typer(
    help="Texts into classes: learn from labelled ones, label others, measure, compare, explain.",
    epilog=_classify_train.EXAMPLE,
    no_args_is_help=True,
)
classify.command(epilog=_classify_train.EXAMPLE)(guarded(_classify_train.train))
classify.command(epilog=_classify_predict.EXAMPLE)(guarded(_classify_predict.predict))
classify.command(epilog=_classify_evaluate.EXAMPLE)(guarded(_classify_evaluate.evaluate))
classify.command(epilog=_classify_compare.EXAMPLE)(guarded(_classify_compare.compare))
classify.command(epilog=_classify_explain.EXAMPLE)(guarded(_classify_explain.explain))
app.add_typer(classify, name="classify")
gan = typer.Typer(
    help="New samples like real ones: train a GAN on words, pictures or points, draw from it, measure it.",
    epilog=_gan_train.EXAMPLE,
    no_args_is_help=True,
)
gan.command(epilog=_gan_train.EXAMPLE)(guarded(_gan_train.train))
gan.command(epilog=_gan_sample.EXAMPLE)(guarded(_gan_sample.sample))
gan.command(epilog=_gan_evaluate.EXAMPLE)(guarded(_gan_evaluate.evaluate))
gan.command(epilog=_gan_dirac.EXAMPLE)(guarded(_gan_dirac.dirac))
app.add_typer(gan, name="gan")
app.command(epilog=_studio.EXAMPLE)(guarded(_studio.studio))
app.command(epilog=_demo.EXAMPLE)(guarded(_demo.demo))


def _show_version(wanted: bool) -> None:
    if wanted:
        from zici import __version__

        typer.echo(f"zici {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Give --version to the program as a whole."""
