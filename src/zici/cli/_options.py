"""The options that several commands share: one name, one meaning, one help line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

_READING = "Reading"
_WRITING = "Writing"
_RUNNING = "Running"
_FINDING = "Finding words"

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Files, folders or globs: .txt .jsonl .csv .tsv .parquet, also .gz .xz .zst .bz2; "
        "- or nothing: standard input.",
        show_default=False,
    ),
]
Text = Annotated[
    str | None,
    typer.Option(
        "--text", metavar="COLUMN", help="Column or field that holds the text.", rich_help_panel=_READING
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(help="Encoding of the input; default: UTF-8, else detected.", rich_help_panel=_READING),
]
InputFormatChoice = Literal["text", "jsonl", "csv", "tsv", "parquet"]
InputFormat = Annotated[
    InputFormatChoice | None,
    typer.Option(
        help="What the input is, whatever its name says.", rich_help_panel=_READING, show_default=False
    ),
]
OnErrorChoice = Literal["raise", "skip", "replace"]
OnError = Annotated[
    OnErrorChoice,
    typer.Option(
        "--on-error",
        help="Text that can't be decoded: stop, skip the document, or put U+FFFD.",
        rich_help_panel=_READING,
    ),
]
Nfkc = Annotated[
    bool,
    typer.Option(
        "--nfkc", help="Normalise to NFKC (full-width letters become plain).", rich_help_panel=_READING
    ),
]
Simplify = Annotated[
    bool, typer.Option("--simplify", help="Traditional to simplified script.", rich_help_panel=_READING)
]

MethodChoice = Literal["best", "ngram", "pair", "entropy", "min-entropy", "svd"]
Method = Annotated[
    MethodChoice,
    typer.Option(
        help="How words are found; svd gives words that the text's words suggest.", rich_help_panel=_FINDING
    ),
]
# What svd suggests is mostly not in the text: nothing to cut with.
CuttingMethodChoice = Literal["best", "ngram", "pair", "entropy", "min-entropy"]
CuttingMethod = Annotated[
    CuttingMethodChoice, typer.Option(help="How words are found.", rich_help_panel=_FINDING)
]
Order = Annotated[
    int | None,
    typer.Option(
        help="Longest n-gram that is counted; default: the method's, 6 for best, 4 for ngram.",
        min=1,
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
MinCount = Annotated[
    str | None,
    typer.Option(
        metavar="N|auto|low|n:N,...",
        help="Rarer strings are dropped; auto and low grow with the text; 1:4,2:8 sets lengths apart; "
        "default: the method's.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
MinPmi = Annotated[
    str | None,
    typer.Option(
        metavar="X|auto|n:X,...",
        help="Least cohesion (natural log of PMI); 2:1,3:5,4:8 sets lengths apart; auto (ngram, pair) "
        "finds it from the text; default: the method's.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Test shorter windows of long words too.", rich_help_panel=_FINDING)
]
MinEntropy = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="entropy: least neighbour entropy on both sides, in nats; default: 3.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
MinGain = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="min-entropy: least gain over the parts, per character, in nats; default: 1.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
Rank = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="svd: singular values kept; default: the large ones.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
MinScore = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="svd: least restored count; default: 10.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
JoinPenalty = Annotated[
    str | None,
    typer.Option(
        metavar="X|n:X,...",
        help="best: what a word of n characters pays for being one, in nats, such as 2=2.3,3=5; larger: "
        "shorter words; default: the method's.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
Rounds = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="best: how often counts are estimated; default: the method's.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
Entropy = Annotated[
    bool,
    typer.Option(
        "--entropy/--no-entropy",
        help="The entropies of the neighbours as columns: how freely a word is used.",
        rich_help_panel=_FINDING,
    ),
]
MinLength = Annotated[
    int,
    typer.Option(
        help="Shortest word, in characters; 2 leaves out single ones.", min=1, rich_help_panel=_FINDING
    ),
]
MaxLength = Annotated[
    int | None,
    typer.Option(help="Longest word, in characters.", min=1, rich_help_panel=_FINDING, show_default=False),
]
Exclude = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Known words to leave out: a plain list or any dictionary; may be repeated.",
        rich_help_panel=_FINDING,
        show_default=False,
    ),
]
Top = Annotated[
    int | None, typer.Option(metavar="N", help="Keep the N most frequent.", min=1, show_default=False)
]

LexiconFile = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        "-l",
        metavar="FILE",
        help="The words: what discover or mine wrote, or a dictionary.",
        show_default=False,
    ),
]
LanguageModel = Annotated[
    Path | None,
    typer.Option(
        "--lm",
        metavar="FOLDER",
        help="In the place of words: a language model, what lm train wrote.",
        show_default=False,
    ),
]
Granularity = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="With --lm: above 1 more and shorter words, below 1 fewer and longer; default: 1.",
        show_default=False,
    ),
]
CutMethodChoice = Literal["unigram", "maxmatch", "forward", "backward", "ngram", "pair", "lm"]
CutMethod = Annotated[
    CutMethodChoice | None,
    typer.Option(
        help="Most probable words, longest words from either side, gaps closed, or a language model; "
        "default: unigram, with --lm lm.",
        show_default=False,
    ),
]
NumbersChoice = Literal["join", "dates", "off"]
Numbers = Annotated[
    NumbersChoice | None,
    typer.Option(
        help="Chinese numbers: one word each (default), 年月日 included, or as the words have them.",
        show_default=False,
    ),
]
UserWords = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="More words, with or without counts.", show_default=False),
]

FormatChoice = Literal["tsv", "jieba", "hanlp", "ik", "rime", "parquet", "plain"]
Format = Annotated[
    FormatChoice | None,
    typer.Option(
        "--format", help="Format of the words; default: tsv, or what the file name says.", show_default=False
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="File to write; default: standard output.", show_default=False
    ),
]
Folder = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder to write; it appears when complete.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON in place of a table.")]

Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Threads or processes; default: one per core.",
        rich_help_panel=_RUNNING,
        show_default=False,
    ),
]
Seed = Annotated[
    int, typer.Option(help="Same input, same seed, one worker: same result.", min=0, rich_help_panel=_RUNNING)
]
Memory = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="Memory to stay within, such as 2GB.",
        rich_help_panel=_RUNNING,
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.", rich_help_panel=_RUNNING)]
