"""The house: which names are public, what loads when, who may import whom."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import zici

ROOT = Path(__file__).parents[1]
HEAVY = {
    "numba",
    "llvmlite",
    "numpy",
    "pyarrow",
    "loky",
    "typer",
    "rich",
    "opencc",
    "charset_normalizer",
    "scipy",
}
EXTRAS = {
    "snownlp",
    "bm25s",
    "jieba",
    "spacy",
    "sklearn",
    "tokenizers",
    "umap",
    "keras",
    "jax",
    "torch",
    "tensorflow",
    "nicegui",
    "fastapi",
    "starlette",
    "uvicorn",
    "sqlalchemy",
    "pyspark",
    "pandas",
    "pydantic",
}

PUBLIC = {
    "zici": [
        "CharLM",
        "Corpus",
        "Lexicon",
        "MiningOptions",
        "NgramCounts",
        "Reader",
        "Segmenter",
        "WGANGP",
        "WordVectors",
        "__version__",
        "count_ngrams",
        "discover",
        "mine",
        "parallel_imap",
        "parallel_map",
        "train_vectors",
    ],
    "zici.classify": [
        "Contribution",
        "Explanation",
        "Loss",
        "Model",
        "Run",
        "SelfTraining",
        "TextClassifier",
        "Threshold",
        "Zone",
        "calibration_error",
        "cross_entropy",
        "find_zone",
        "fit_temperature",
        "focal",
        "hard_margin",
        "softened_margin",
        "tune_threshold",
    ],
    "zici.classify.calibration": [
        "Threshold",
        "Zone",
        "calibration_error",
        "find_zone",
        "fit_temperature",
        "tune_threshold",
    ],
    "zici.classify.bag": ["BagModel", "BagOptions"],
    "zici.classify.data": ["Labelled", "Place", "Row", "read_classes", "read_labelled", "read_rows"],
    "zici.classify.evaluation": [
        "Abstention",
        "Answers",
        "Bin",
        "ClassScore",
        "Comparison",
        "Conflict",
        "Confusion",
        "Covered",
        "Duplicates",
        "Evaluation",
        "McNemar",
        "Mistake",
        "Overlap",
        "PairedT",
        "Result",
        "Summary",
        "abstention",
        "accuracy_interval",
        "answer",
        "class_scores",
        "compare",
        "confusion",
        "coverage_curve",
        "evaluate",
        "expected_error",
        "find_duplicates",
        "find_overlap",
        "log_loss",
        "macro_f1",
        "mcnemar",
        "paired_t",
        "reliability",
        "split_texts",
        "summarise",
        "text_key",
        "worst_mistakes",
    ],
    "zici.classify.explain": ["Explanation", "Piece", "explain"],
    "zici.classify.linear": ["LinearModel", "LinearOptions"],
    "zici.classify.networks": ["Epoch", "NetworkModel", "NetworkOptions"],
    "zici.classify.rules": ["RulesModel", "RulesOptions"],
    "zici.classify.losses": [
        "KernelLoss",
        "Loss",
        "cross_entropy",
        "focal",
        "hard_margin",
        "keras_loss",
        "losses",
        "parse",
        "slopes",
        "softened_margin",
    ],
    "zici.cli": ["main"],
    "zici.discovery": ["Changes", "compare", "derived_words", "discover", "neighbour_entropies", "prune"],
    "zici.gan": ["GanOptions", "GanRecord", "WGANGP"],
    "zici.gan.dirac": ["DEFAULT_WEIGHTS", "DiracPath", "LOSSES", "PENALTIES", "dirac_gan"],
    "zici.gan.metrics": [
        "ImageClassifier",
        "ModeCoverage",
        "Novelty",
        "Validity",
        "class_coverage",
        "frechet_distance",
        "load_idx",
        "mode_coverage",
        "ngram_divergence",
        "ngram_floor",
        "novelty",
        "sliced_wasserstein",
        "train_image_classifier",
        "validity",
    ],
    "zici.gan.toys": ["Mixture", "gaussian_mixture", "gaussians", "swiss_roll"],
    "zici.lexicon": ["Entry", "Lexicon"],
    "zici.mining": ["MiningOptions", "MiningResult", "mine"],
    "zici.qa": ["Answer", "Passage", "QAExample", "Span", "load_examples", "save_examples"],
    "zici.qa.baselines": ["BASELINES", "answer_by", "predict_by", "question_type"],
    "zici.qa.formats": [
        "Checked",
        "FORMATS",
        "Predictions",
        "Problem",
        "Statistics",
        "check_examples",
        "load_examples",
        "load_predictions",
        "save_examples",
        "save_predictions",
        "statistics",
    ],
    "zici.qa.reader": ["Decoding", "FEATURES", "Reader", "ReaderOptions", "choose_threshold"],
    "zici.qa.retriever": ["Hit", "Retriever", "read_documents", "split_passages"],
    "zici.qa.scores": [
        "Evaluation",
        "FuzzyMatch",
        "Scores",
        "SpanScores",
        "character_f1",
        "evaluate",
        "exact_match",
        "read_places",
        "read_synonyms",
        "score_passages",
        "score_questions",
        "score_spans",
        "strict_match",
    ],
    "zici.qa.voting": ["RULES", "combine", "official_vote", "vote"],
    "zici.report": [
        "plot_dirac",
        "plot_gan",
        "plot_vectors",
        "write_comparison",
        "write_evaluation",
        "write_mining_report",
    ],
    "zici.report.charts": [
        "Axis",
        "Bar",
        "Bin",
        "Line",
        "Spread",
        "bar_chart",
        "heat_map",
        "line_chart",
        "point_chart",
        "reliability_chart",
    ],
    "zici.segment": ["Background", "CharLM", "CutCorpus", "Scores", "Segmenter", "keywords", "score"],
    "zici.cluster": ["Spark", "SparkText", "SparkWords", "connect"],
    "zici.studio": ["Address", "Studio", "StudioOptions", "create_app", "serve"],
    "zici.studio.api": ["add_api"],
    "zici.studio.curation": [
        "Conflict",
        "ConflictError",
        "Curation",
        "Decision",
        "MergeResult",
        "Range",
        "WordPage",
        "WordQuery",
        "WordRow",
        "reading",
        "writing",
    ],
    "zici.studio.guard": ["install", "status_of"],
    "zici.studio.runs": [
        "BusyError",
        "FullError",
        "MissingError",
        "Receiver",
        "Run",
        "RunRequest",
        "Runs",
        "TASKS",
        "Task",
        "TooLargeError",
        "Upload",
        "Uploads",
    ],
    "zici.vectors": [
        "AnalogyScore",
        "BREAK",
        "Epoch",
        "Feature",
        "KerasOptions",
        "KerasTrained",
        "Nearest",
        "PairCounts",
        "Place",
        "Sentences",
        "SgnsOptions",
        "SimilarityScore",
        "SubwordOptions",
        "Subwords",
        "Svd",
        "SvdOptions",
        "Vocabulary",
        "WordVectors",
        "bag_of_words",
        "cluster_words",
        "count_pairs",
        "encode_sentences",
        "evaluate_analogies",
        "evaluate_similarity",
        "hashed_ngrams",
        "keep_probabilities",
        "map_words",
        "nearest_words",
        "ppmi",
        "sentence_vectors",
        "train_keras",
        "train_vectors",
        "truncated_svd",
    ],
    "zici.parallel": ["cpu_count", "parallel_imap", "parallel_map"],
}


@pytest.mark.parametrize("package", PUBLIC)
def test_the_public_names(package: str) -> None:
    module = importlib.import_module(package)
    assert sorted(module.__all__) == PUBLIC[package]
    assert all(hasattr(module, name) for name in module.__all__)


def test_every_public_thing_says_what_it_does() -> None:
    for name in zici.__all__:
        thing = getattr(zici, name)
        assert isinstance(thing, str) or (thing.__doc__ or "").strip(), name


def test_a_name_that_does_not_exist_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Corpse'"):
        zici.Corpse  # noqa: B018


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after ``code``."""
    program = f"{code}\nimport json, sys; print(json.dumps([name.split('.')[0] for name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout))


def test_import_zici_loads_nothing_heavy() -> None:
    assert not (HEAVY | EXTRAS) & loaded_by("import zici; dir(zici)")


def test_the_whole_api_needs_no_command_line_and_no_extra() -> None:
    names = ", ".join(name for name in zici.__all__ if name != "__version__")
    assert not (EXTRAS | {"typer", "rich"}) & loaded_by(f"from zici import {names}")


def test_what_needs_an_extra_is_there_and_says_so() -> None:
    assert "TextClassifier" in dir(zici)
    assert "TextClassifier" not in zici.__all__
    program = "import sys; sys.modules['sklearn'] = None; from zici import *; from zici import TextClassifier"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stderr.splitlines()[-1].endswith('run: pip install "zici[classify]"')


def test_the_layers_hold() -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    if not checker.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_requirements_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line.startswith(("#", "-r ")) or ("==" in line and "/" not in line), f"{path}: {line}"


def test_both_readmes_and_both_languages_of_the_docs_have_the_same_pages() -> None:
    assert (ROOT / "README.md").exists()
    assert (ROOT / "README.zh.md").exists()
    pages = [{page.name for page in (ROOT / "docs" / language).glob("*.md")} for language in ("en", "zh")]
    assert pages[0] == pages[1]
    assert len(pages[0]) >= 10
