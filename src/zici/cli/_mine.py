"""``zici mine``: everything that a text gives, in one folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zici.errors import OutputError

from . import _options as opt
from . import _parse
from ._cold import CUT, DISCOVERY, PAIRS
from ._cutting import write_cut
from ._inputs import STDIN, Reading, open_corpus, report_skipped
from ._output import Earlier, result_folder, write_object
from ._progress import Renamed, progress_bars, seconds
from ._run_file import NAME, Stopwatch, write_run
from ._table import print_table
from ._vectors_mine import write_vectors
from ._words import Finding, chosen, load_known

if TYPE_CHECKING:
    from zici.corpus import Corpus
    from zici.lexicon import Lexicon

EXAMPLE = "Example: zici mine texts/ -o out/ --exclude known.txt"
SEGMENTED = "segmented.txt"
EARLIER = Earlier("words and cut text", (NAME, "segmenter.npz", SEGMENTED))

Vectors = Annotated[bool, typer.Option("--vectors/--no-vectors", help="Word vectors, too.")]


# Long because typer reads the options from the signature: one parameter each.
def mine(
    output: opt.Folder,
    inputs: opt.Inputs = None,
    method: opt.CuttingMethod = "best",
    order: opt.Order = None,
    min_count: opt.MinCount = None,
    min_pmi: opt.MinPmi = None,
    strict: opt.Strict = False,
    min_entropy: opt.MinEntropy = None,
    min_gain: opt.MinGain = None,
    join_penalty: opt.JoinPenalty = None,
    rounds: opt.Rounds = None,
    entropy: opt.Entropy = True,
    max_length: opt.MaxLength = None,
    exclude: opt.Exclude = None,
    top: opt.Top = None,
    vectors: Vectors = True,
    json: opt.Json = False,
    text: opt.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: opt.OnError = "raise",
    nfkc: opt.Nfkc = False,
    simplify: opt.Simplify = False,
    workers: opt.Workers = None,
    memory: opt.Memory = None,
    quiet: opt.Quiet = False,
) -> None:
    """Find the words of a text and cut it with them; everything goes into one folder.

    lexicon.tsv (words, counts, cohesion, weights, entropies of the neighbours), lexicon.jieba.txt (the same
    words for jieba), segmenter.npz (for cut), segmented.txt, vectors/ (for vectors near and others), run.json
    (parameters, counts, times); with --exclude also new_words.tsv.
    """
    reading = Reading(text, encoding, input_format, on_error, nfkc, simplify)
    finding = Finding(
        method,
        order=order,
        min_count=_parse.min_count(min_count),
        min_pmi=_parse.min_pmi(min_pmi),
        strict=strict,
        min_entropy=min_entropy,
        min_gain=min_gain,
        join_penalty=_parse.join_penalty(join_penalty),
        rounds=rounds,
        entropy=entropy,
        max_length=max_length,
    )
    _check_outside(output, inputs or [])
    known = load_known(exclude)
    watch = Stopwatch()
    kernels = DISCOVERY + CUT + (PAIRS if vectors else ())
    with result_folder(output, EARLIER) as folder:
        with progress_bars(quiet=quiet, kernels=kernels) as progress:
            reported = Renamed(progress)
            corpus = open_corpus(inputs, reading, reported)
            with watch.stage("discover"):
                from zici.discovery import discover

                lexicon = discover(
                    corpus, **asdict(finding), workers=workers, memory=memory, progress=progress
                )
                lexicon = chosen(lexicon, frozenset(), top)
            with watch.stage("write words"):
                counts = _write_words(folder, lexicon, known)
            reported.names["read text"] = "cut text"
            with watch.stage("cut"):
                _write_segmented(folder, lexicon, corpus, workers)
            if vectors:
                with watch.stage("vectors"):
                    counts["word_vectors"] = write_vectors(
                        folder, folder / SEGMENTED, workers=workers, memory=memory, progress=progress
                    )
        counts["skipped"] = len(corpus.skipped)
        given = {"input": inputs or [STDIN], "output": output, "top": top, "exclude": exclude or []}
        given["vectors"] = vectors
        parameters = given | asdict(reading) | asdict(finding) | {"workers": workers, "memory": memory}
        parameters["in_force"] = lexicon.meta  # with the defaults of the method filled in
        write_run(folder, parameters=parameters, counts=counts, watch=watch)
    report_skipped(corpus)
    _show(output, counts, watch, as_json=json)


def _check_outside(output: Path, inputs: Sequence[str]) -> None:
    """Refuse a result among the texts: the next run would read it as text."""
    target = output.resolve()
    for name in inputs:
        source = Path(name).resolve()
        if source.is_dir() and target.is_relative_to(source):
            raise OutputError(f"{output}: expected a folder outside the input {name}; name another with -o")
        if source.is_relative_to(target):
            raise OutputError(
                f"{output}: expected a folder that holds no input ({name}); name another with -o"
            )


def _write_words(folder: Path, lexicon: Lexicon, known: frozenset[str]) -> dict[str, int]:
    lexicon.save(folder / "lexicon.tsv")
    lexicon.export(folder / "lexicon.jieba.txt", format="jieba")
    counts = {"words": len(lexicon), "words_of_two_or_more": len(lexicon.filter(min_length=2))}
    if known:
        new = lexicon - known
        new.save(folder / "new_words.tsv")
        counts["new_words"] = len(new)
    return counts


def _write_segmented(folder: Path, lexicon: Lexicon, corpus: Corpus, workers: int | None) -> None:
    from zici.segment import Segmenter

    segmenter = Segmenter(lexicon)
    segmenter.save(folder / "segmenter.npz")
    with (folder / SEGMENTED).open("wb") as stream:
        write_cut(segmenter, corpus, stream, sep=" ", workers=workers)


def _show(output: Path, counts: dict[str, Any], watch: Stopwatch, *, as_json: bool) -> None:
    if as_json:
        write_object({"folder": str(output), **counts, "seconds": watch.total})
        return
    print_table([{"what": name.replace("_", " "), "number": number} for name, number in counts.items()])
    print_table([{"folder": f"{output}", "time": seconds(watch.total)}])
