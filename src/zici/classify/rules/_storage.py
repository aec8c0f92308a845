"""Rules in files: rules.json (options, scale, bias), rules.tsv (the words) and the tokenizer."""

from __future__ import annotations

import io
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from zici._plain import open_plain, read_json
from zici.classify.features import Tokenizer, load_tokenizer, save_tokenizer
from zici.classify.rules._fit import Fitted
from zici.classify.rules._options import RulesOptions
from zici.classify.rules._rules import Marks
from zici.errors import FormatError, OptionError

FORMAT, VERSION = "zici rules", 1
META, WORDS = "rules.json", "rules.tsv"
HEADER = ["word", "kind", "value"]
REMEDY = "save the model again"
POLAR = ("given", "grown", "learned")
LISTS = ("negations", "turns", "neutral")
GRADED = ("degrees", "suffixes")
IN_TABLE = ("lexicon", "negations", "degrees", "turns")  # options that the table holds


class Parts(NamedTuple):
    """What a model knows beyond its options."""

    given: dict[str, float]
    grown: dict[str, float]
    fitted: Fitted
    marks: Marks


def write_model(model: Any, folder: Path) -> None:
    """Write a model; each word with each of its kinds is a line of the table."""
    fitted, marks = model._fitted, model._marks
    tables = dict(zip(POLAR, (model._given, model._grown, fitted.learned), strict=True))
    tables |= {name: getattr(marks, name) for name in GRADED}
    tables |= {name: dict.fromkeys(sorted(getattr(marks, name)), 1.0) for name in LISTS}
    lines = ["\t".join(HEADER)]
    lines += [f"{word}\t{kind}\t{value!r}" for kind, words in tables.items() for word, value in words.items()]
    options = {name: value for name, value in asdict(model.options).items() if name not in IN_TABLE}
    meta = {"format": FORMAT, "version": VERSION, "words": len(lines) - 1, "options": options}
    meta |= {"scale": fitted.scale, "bias": fitted.bias, "positive": fitted.positive}
    (folder / META).write_text(json.dumps(meta), encoding="utf-8")
    (folder / WORDS).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    save_tokenizer(model.tokenizer, folder)


def read_model(folder: Path, words: Any) -> tuple[RulesOptions, Tokenizer, Parts]:
    """The options, the tokenizer and the rest of a model.

    Raises:
        FormatError: the files are missing, damaged or don't fit together.
        OptionError: the tokenizer had a function, and none is given.
    """
    folder = Path(folder)
    tokenizer = load_tokenizer(folder, words)
    try:
        meta = read_json(folder / META)
        _check_format(meta)
        tables = _read_table(folder / WORDS, meta["words"])
        marks = Marks(
            negations=frozenset(tables["negations"]),
            degrees=tables["degrees"],
            suffixes=tables["suffixes"],
            turns=frozenset(tables["turns"]),
            neutral=frozenset(tables["neutral"]),
        )
        options = RulesOptions(
            lexicon=tables["given"],
            negations=list(tables["negations"]),
            degrees=marks.degrees,
            turns=list(tables["turns"]),
            **{name: value for name, value in meta["options"].items() if name not in IN_TABLE},
        )
        fitted = Fitted(tables["learned"], *_numbers(meta))
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        OptionError,
    ) as error:
        raise FormatError(
            f"{folder}: expected {FORMAT} of version {VERSION}, found something else ({error}); {REMEDY}"
        ) from error
    return options, tokenizer, Parts(tables["given"], tables["grown"], fitted, marks)


def _check_format(meta: Any) -> None:
    if (meta["format"], meta["version"]) != (FORMAT, VERSION):
        raise ValueError(f"{meta['format']!r} of version {meta['version']!r}")


def _numbers(meta: Any) -> tuple[float, float, int]:
    scale, bias, positive = meta["scale"], meta["bias"], meta["positive"]
    for value in (scale, bias):
        if type(value) not in (int, float) or not math.isfinite(value) or abs(value) > 1e9:
            raise ValueError("scale or bias is no number")
    if scale <= 0 or type(positive) is not int or positive not in (0, 1):
        raise ValueError("scale or positive outside its range")
    return float(scale), float(bias), positive


def _read_table(path: Path, size: Any) -> dict[str, dict[str, float]]:
    """Words with values by kind."""
    with open_plain(path) as raw, io.TextIOWrapper(raw, "utf-8", newline="\n") as file:
        header, *rows = [line.rstrip("\n").split("\t") for line in file]
    if header != HEADER or len(rows) != size:
        raise ValueError(f"{WORDS}: another header or number of words than told")
    tables: dict[str, dict[str, float]] = {kind: {} for kind in (*POLAR, *GRADED, *LISTS)}
    for line, row in enumerate(rows, 2):
        word, kind, number = row if len(row) == 3 else ("", "", "")
        value = float(number or "nan")
        if not word or word in tables[kind] or not math.isfinite(value) or abs(value) > 1e6:
            raise ValueError(f"{WORDS}: line {line}")
        if kind in GRADED and value <= 0:
            raise ValueError(f"{WORDS}: line {line}: a level above 0")
        tables[kind][word] = value
    return tables
