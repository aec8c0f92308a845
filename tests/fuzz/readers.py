"""Every reader of files, with real files for it and a use of what it gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from fuzz import seeds
from fuzz.seal import seal_classifier, seal_gan, seal_reader
from zici import Corpus, Lexicon, Segmenter, WordVectors, discover

ASKED = ["山水好看，天地人。", "", "abc 水\U00020000\ud800"]
SMALL = {"min_count": 1, "char_ngrams": (1, 2), "opening": ()}


class Target(NamedTuple):
    """A reader under attack.

    Attributes:
        make: writes real files into an empty folder.
        read: reads them from there, and uses what was read.
        seal: writes checksums anew, as one does who changes files on purpose.
        keras: whether Keras is needed, which takes seconds to load.
        writes: whether the reader writes into the folder, too.
    """

    make: Callable[[Path], object]
    read: Callable[[Path], object]
    seal: Callable[[Path], None] | None = None
    keras: bool = False
    writes: bool = False


def read_text(folder: Path) -> None:
    for errors in ("raise", "replace"):
        for _ in Corpus(one(folder), errors=errors):
            pass


def read_labelled(folder: Path) -> None:
    from zici.classify.data import read_labelled

    for _ in Corpus(one(folder), text="review"):
        pass
    read_labelled(one(folder), errors="skip")


def read_lexicon(folder: Path, form: str | None) -> None:
    words = Lexicon.load(one(folder), form)
    words.top(3)
    if len(words) < 1000:
        Segmenter(words).cut(ASKED[0])
        words.to_text()


def read_user_words(folder: Path) -> None:
    from zici.segment.jieba_api import Tokenizer

    tokenizer = Tokenizer(dict.fromkeys(seeds.WORDS, 3))
    tokenizer.load_userdict(str(one(folder)))
    tokenizer.lcut(ASKED[0])


def read_word2vec(folder: Path) -> None:
    path = one(folder)
    vectors = WordVectors.load_word2vec(path, binary=".bin" in path.name)
    use_vectors(vectors)


def use_vectors(vectors: WordVectors) -> None:
    from zici.vectors import nearest_words

    nearest_words(vectors, n=2)
    vectors.sentence_vector(vectors.words[:2])
    if vectors.subwords is not None and "山河" in vectors.subwords:
        vectors.subwords.vector("山河")


def read_asked(folder: Path) -> None:
    from zici.vectors import evaluate_analogies, evaluate_similarity

    vectors = seeds.vectors()
    both(
        lambda: evaluate_analogies(vectors, folder / "analogies.txt"),
        lambda: evaluate_similarity(vectors, folder / "pairs.txt"),
    )


def read_pairs(folder: Path) -> None:
    from zici.vectors import PairCounts, ppmi

    def read(name: str) -> None:
        pairs = PairCounts.load(folder / name)
        ppmi(pairs)
        pairs.part(words=1)

    both(partial(read, "whole"), partial(read, "part"))


def read_ngrams(folder: Path) -> None:
    from zici.ngrams import NgramCounts

    counts = NgramCounts.load(folder / "kept")
    counts.find(["山水", "山在水", "", "abc"])
    for n in range(1, counts.order + 1):
        counts.strings(n)
    counts.merge(counts)
    for method in ("ngram", "entropy", "min-entropy"):
        discover(counts, method=method, order=2, min_count=2, min_pmi=0.1, workers=1)


def read_segmenter(folder: Path) -> None:
    cut(Segmenter.load(folder / "words.npz"))


def read_background(folder: Path) -> None:
    from zici.segment import Background, keywords

    keywords(ASKED[0], segmenter=seeds.SEGMENTER, background=Background.load(folder / "words.npz"))


def read_tagger(folder: Path) -> None:
    cut(Segmenter.load(folder / "kept"))


def cut(segmenter: Segmenter) -> None:
    for text in ASKED:
        segmenter.cut(text)


def read_language_model(folder: Path) -> None:
    from zici.segment import CharLM

    model = CharLM.load(folder / "kept")
    for text in ASKED:
        model.score_chars(text)
    Segmenter(method="lm", lm=model).cut(ASKED[0])


def read_classifier(folder: Path) -> None:
    from zici.classify import TextClassifier

    model = TextClassifier.load(folder / "kept")
    model.predict_proba(ASKED)
    model.explain(ASKED[0])


def read_reader(folder: Path) -> None:
    from zici.qa.reader import Reader

    Reader.load(folder / "kept").answer("山多高？", ["山高九米。", ASKED[2]])


def read_passages(folder: Path) -> None:
    from zici.qa.retriever import Retriever

    found = Retriever.load(folder / "kept")
    found.search("山水在哪里", 3)


def read_questions(folder: Path) -> None:
    from zici.qa.formats import check_examples, load_examples

    both(lambda: load_examples(one(folder)), lambda: check_examples(one(folder)))


def read_predictions(folder: Path) -> None:
    from zici.qa.formats import load_predictions

    load_predictions(one(folder))


def read_gan(folder: Path) -> None:
    from zici.gan import WGANGP

    WGANGP.load(folder / "kept").sample(2)


def read_images(folder: Path) -> None:
    from zici.gan.metrics._image_storage import read_classifier

    read_classifier(folder / "images.npz")


def read_idx(folder: Path) -> None:
    from zici.gan.metrics import load_idx

    both(*(partial(load_idx, folder / name) for name in ("images.idx", "images.gz", "floats.idx")))


def read_training(folder: Path) -> None:
    from zici._training_state import open_checkpoint

    with open_checkpoint(folder / "kept", {"seed": 1, "data": "abc"}, form="zici test") as checkpoint:
        told = checkpoint.kept
    if told is not None:
        json.dumps(told[0])


def read_decisions(folder: Path) -> None:
    from zici.studio.curation._lines import read_lines

    list(read_lines(one(folder), datetime(2026, 6, 1, tzinfo=UTC)))


def one(folder: Path) -> Path:
    """The only file there."""
    return next(iter(folder.iterdir()))


def both(*reads: Callable[[], Any]) -> None:
    """Read all, though one may be refused."""
    from zici.errors import ZiciError

    refused = None
    for read in reads:
        try:
            read()
        except ZiciError as error:
            refused = error
    if refused is not None:
        raise refused


def _folders() -> dict[str, Target]:
    made = {
        "word vectors": Target(
            seeds.saved_vectors, lambda folder: use_vectors(WordVectors.load(folder / "kept"))
        ),
        "pair counts": Target(seeds.pairs, read_pairs),
        "n-gram counts": Target(seeds.ngrams, read_ngrams),
        "segmenter": Target(seeds.segmenter, read_segmenter),
        "background": Target(seeds.background, read_background),
        "segmenter lm": Target(seeds.tagger, read_tagger),
        "language model": Target(seeds.language_model, read_language_model),
        "passages": Target(seeds.passages, read_passages),
        "training state": Target(seeds.training, read_training, writes=True),
        "word2vec training": Target(seeds.word2vec_training, seeds.train_word2vec, writes=True),
        "image classifier": Target(seeds.images, read_images),
        "idx": Target(seeds.idx, read_idx),
        "reader": Target(seeds.reader, read_reader, seal_reader),
        "gan vectors": Target(partial(seeds.gan, kind="vectors"), read_gan, seal_gan, keras=True),
        "gan strings": Target(partial(seeds.gan, kind="strings"), read_gan, seal_gan, keras=True),
    }
    kinds: dict[str, dict[str, Any]] = {
        "linear": {"options": SMALL},
        "bag": {"options": SMALL | {"dim": 2}},
        "rules": {"epochs": None},
        "cnn": {"options": {"dim": 4, "width": 4, "length": 8}, "keras": True},
    }
    for name, params in kinds.items():
        keras = bool(params.pop("keras", False))
        make = partial(seeds.classifier, model=name, **params)
        made[f"classifier {name}"] = Target(make, read_classifier, seal_classifier, keras)
    return made


def _files() -> dict[str, Target]:
    made = {
        f"text {name}": Target(partial(seeds.text, encoding=name), read_text)
        for name in ("utf-8", "gb18030", "big5", "utf-16")
    }
    for suffix in (".gz", ".xz", ".bz2", ".zst"):
        made[f"text{suffix}"] = Target(partial(seeds.packed_text, suffix=suffix), read_text)
    made |= {
        "csv": Target(partial(seeds.table, mark=",", name="rows.csv"), read_labelled),
        "tsv": Target(partial(seeds.table, mark="\t", name="rows.tsv"), read_labelled),
        "json lines": Target(seeds.records, read_labelled),
        "parquet": Target(seeds.columns, read_labelled),
        "questions": Target(seeds.questions, read_questions),
        "predictions": Target(seeds.predictions, read_predictions),
        "analogies": Target(seeds.asked_words, read_asked),
        "decisions": Target(seeds.decisions, read_decisions),
        "user words": Target(partial(seeds.lexicon, form="jieba", name="words.txt"), read_user_words),
    }
    for form, name in (
        ("tsv", "words.tsv"),
        ("parquet", "words.parquet"),
        ("jieba", "words.txt"),
        ("hanlp", "words.txt"),
        ("hanlp", "words.csv"),
        ("ik", "words.dic"),
        ("rime", "words.dict.yaml"),
        ("plain", "words.txt"),
        *(("tsv", f"words.tsv{suffix}") for suffix in (".gz", ".xz", ".bz2", ".zst")),
    ):
        made[f"lexicon {form} {name}"] = Target(
            partial(seeds.lexicon, form=form, name=name), partial(read_lexicon, form=form)
        )
    made["lexicon guessed"] = Target(
        partial(seeds.lexicon, form="rime", name="words.txt"), partial(read_lexicon, form=None)
    )
    for name in ("v.txt", "v.bin", "v.txt.gz", "v.bin.xz", "v.bin.zst"):
        made[f"word2vec {name}"] = Target(partial(seeds.word2vec, name=name), read_word2vec)
    return made


TARGETS = _files() | _folders()
