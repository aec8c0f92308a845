"""``zici qa evaluate``: answers against the right ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zici.errors import InputError

from . import _options as opt
from ._guard import say
from ._output import write_object
from ._table import print_table

if TYPE_CHECKING:
    from zici.qa import QAExample
    from zici.qa.formats import Predictions
    from zici.qa.scores import Evaluation, Scores

EXAMPLE = (
    "Example: zici qa evaluate answers.json questions.json\n\n"
    "Example: zici qa evaluate typed questions.json --json"
)

Given = Annotated[
    str,
    typer.Argument(
        metavar="ANSWERS",
        help="JSON: an answer (or a list, or an object by passages) for each question's id; or a baseline: "
        "sentence, overlap, typed.",
        show_default=False,
    ),
]
Questions = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS",
        help="Questions in the form of WebQA, SQuAD, CMRC 2018, DRCD or the merged list, packed or not.",
        show_default=False,
    ),
]
Synonyms = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Sets of names for one thing: a set a line, tabs between.", show_default=False
    ),
]
PlaceTable = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Places for the fuzzy match: a code of six digits (GB/T 2260) and a name a line; default: "
        "provinces and prefectures.",
        show_default=False,
    ),
]
GoldChoice = Literal["question", "passage"]
Gold = Annotated[
    GoldChoice, typer.Option(help="What makes a passage's answer right: that of its question, or its own.")
]


def evaluate(
    given: Given,
    questions: Questions,
    synonyms: Synonyms = None,
    places: PlaceTable = None,
    gold: Gold = "question",
    json: opt.Json = False,
) -> None:
    """Measure answers as WebQA does (strict and fuzzy, with voting), and as CMRC 2018 does (exact, F1)."""
    from zici.qa import load_examples
    from zici.qa.scores import FuzzyMatch, evaluate, read_places, read_synonyms

    fuzzy = FuzzyMatch(
        synonyms=() if synonyms is None else read_synonyms(synonyms),
        places=None if places is None else read_places(places),
    )
    examples = load_examples(questions)
    found = evaluate(examples, _predictions(given, examples), fuzzy=fuzzy, gold=gold)
    if found.foreign:
        say(
            f"{given}: {len(found.foreign):,} ids belong to no question or passage of {questions} and count "
            f"nowhere, the first of them {found.foreign[0]!r:.100}"
        )
    rows = _rows(found)
    spans = {"exact": found.spans.exact, "f1": found.spans.f1, "questions": found.spans.total}
    if json:
        write_object({"official": rows, "spans": spans, "foreign": len(found.foreign)})
        return
    print_table(rows)
    print_table([spans])


def _predictions(given: str, examples: list[QAExample]) -> Predictions:
    from zici.qa.baselines import BASELINES, predict_by
    from zici.qa.formats import load_predictions

    if given in BASELINES and not Path(given).exists():
        return predict_by(given, examples)
    if given != "-" and not Path(given).exists():
        raise InputError(
            f"{given}: expected a file of answers or a baseline ({', '.join(BASELINES)}), found neither"
        )
    return load_predictions(given)


def _rows(found: Evaluation) -> list[dict[str, Any]]:
    passages = {"passages, strict": found.passages_strict, "passages, fuzzy": found.passages_fuzzy}
    questions = {"questions, strict": found.strict, "questions, fuzzy": found.fuzzy}
    return [_row(name, scores) for name, scores in (passages | questions).items() if scores is not None]


def _row(name: str, scores: Scores) -> dict[str, Any]:
    measures = {key: getattr(scores, key) for key in ("precision", "recall", "f1")}
    return {"measure": name, **measures, "asked": scores.total, "given": scores.given, "right": scores.right}
