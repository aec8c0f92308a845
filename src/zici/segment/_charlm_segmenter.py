"""Segmenters that cut by a language model, on disk: a folder with the model and the options."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from zici._files import atomic_folder
from zici._plain import read_json
from zici.errors import FormatError, OptionError
from zici.segment._charlm import CharLM
from zici.segment._charlm_cut import TagOptions, tag_options
from zici.segment._options import Options

FORMAT, VERSION = "zici.segmenter", 1
HEADER, MODEL = "segmenter.json", "lm"


def write_tagger(path: str | os.PathLike[str], lm: CharLM, options: Options, tags: TagOptions) -> None:
    """Write a segmenter so that the folder appears complete or not at all."""
    about = {"format": FORMAT, "version": VERSION, "options": asdict(options), "tags": asdict(tags)}
    with atomic_folder(path) as part:
        lm.save(part / MODEL)
        (part / HEADER).write_text(json.dumps(about), encoding="utf-8")


def read_tagger(path: str | os.PathLike[str]) -> tuple[CharLM, Options, TagOptions]:
    """Read what ``write_tagger`` wrote.

    Raises:
        FormatError: something else, of a later version, or damaged.
    """
    folder = Path(path)
    try:
        about = read_json(folder / HEADER)
        if about["format"] != FORMAT or about["version"] != VERSION:
            raise FormatError(
                f"{folder}: expected {FORMAT} of version {VERSION}, found {about['format']!r} of version "
                f"{about['version']!r}; update zici or save it again"
            )
        options = Options(**about["options"])
        tags = tag_options(dict(about["tags"]["transitions"]), about["tags"]["granularity"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError, OptionError) as error:
        raise FormatError(f"{folder}: expected a saved segmenter, found something else ({error})") from error
    if not options.tags:
        raise FormatError(f'{folder}: expected the method "lm", found "{options.method}"; save it again')
    return CharLM.load(folder / MODEL), options, tags
