"""Small real files of every format, which are then damaged."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import struct
from pathlib import Path

import numpy as np

from zici import Corpus, Lexicon, Segmenter, WordVectors

TEXT = "山在水边，水在山边。\n天地人，日月山水！\n好看的山，难看的水。\n" * 4
ROWS = [(text + chr(0x4E00 + k), label) for k in range(12) for text, label in (("好看", 1), ("难看", 0))]
WORDS = ["山水", "天地", "好看", "难看", "日月"]
SEGMENTER = Segmenter({word: 9 - k for k, word in enumerate(WORDS)})


def text(folder: Path, encoding: str) -> None:
    content = TEXT.replace("边", "邊").replace("难", "難") if encoding == "big5" else TEXT
    (folder / "text.txt").write_bytes(content.encode(encoding))


def packed_text(folder: Path, suffix: str) -> None:
    (folder / f"text.txt{suffix}").write_bytes(pack(TEXT.encode(), suffix))


def pack(content: bytes, suffix: str) -> bytes:
    import pyarrow as pa

    ways = {
        ".gz": lambda: gzip.compress(content, mtime=0),
        ".xz": lambda: lzma.compress(content, preset=0),
        ".bz2": lambda: bz2.compress(content),
        ".zst": lambda: pa.compress(content, codec="zstd", asbytes=True),
    }
    return ways[suffix]()


def table(folder: Path, mark: str, name: str) -> None:
    rows = [f'{label}{mark}"{text}{mark}""{text}"""' for text, label in ROWS]
    (folder / name).write_text("\n".join([f"label{mark}review", *rows]), encoding="utf-8")


def records(folder: Path) -> None:
    rows = [json.dumps({"label": label, "review": text}, ensure_ascii=False) for text, label in ROWS]
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")


def columns(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts, labels = zip(*ROWS, strict=True)
    pq.write_table(pa.table({"review": texts, "label": labels}), folder / "rows.parquet", compression="zstd")


def lexicon(folder: Path, form: str, name: str) -> None:
    words = Lexicon.from_arrays(WORDS, count=np.arange(5, 0, -1), pmi=np.linspace(0, 2, 5))
    words.with_meta({"source": "山水"}).export(folder / name, form)


def questions(folder: Path) -> None:
    passage = {"answer": ["山", "水"], "evidence": "山高九米。", "n": 1}
    entries = {f"Q{k}": {"question": "山多高", "evidences": {f"Q{k}#0": passage}} for k in range(3)}
    (folder / "questions.json").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def predictions(folder: Path) -> None:
    told = {"Q0": "山", "Q1": ["水", "山"], "Q2": {"Q2#0": "九米", "Q2#1": []}, "Q3": None}
    (folder / "predictions.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def vectors() -> WordVectors:
    from zici.vectors import SubwordOptions, Subwords
    from zici.vectors._subwords import distinct_ngrams

    options, random = SubwordOptions(1, 2, buckets=4096), np.random.default_rng(0)
    numbers = distinct_ngrams(WORDS, options)
    subwords = Subwords(numbers, random.normal(size=(numbers.size, 4)), options=options)
    matrix, contexts = random.normal(size=(2, len(WORDS), 4))
    counts = np.arange(9, 4, -1)
    return WordVectors(WORDS, matrix, counts=counts, contexts=contexts, bias=-counts / 9, subwords=subwords)


def word2vec(folder: Path, name: str) -> None:
    vectors().save_word2vec(folder / name, binary=".bin" in name)


def asked_words(folder: Path) -> None:
    (folder / "analogies.txt").write_text(
        ": 对\n山水 天地 好看 难看\n\n天地 日月 山水 好看\n", encoding="utf-8"
    )
    (folder / "pairs.txt").write_text("山水 天地 3.5\n好看 难看 1\n日月 山水 9e-1\n", encoding="utf-8")


def saved_vectors(folder: Path) -> None:
    vectors().save(folder / "kept")


def pairs(folder: Path) -> None:
    from zici.vectors import count_pairs

    whole = count_pairs([list(line) for line in TEXT.split("\n")], min_count=1)
    whole.save(folder / "whole")
    whole.part(words=4, contexts=3).save(folder / "part")


def corpus(folder: Path) -> Corpus:
    text(folder, "utf-8")
    found = Corpus(folder / "text.txt")
    list(found.raw_blocks())
    return found


def ngrams(folder: Path) -> None:
    from zici import count_ngrams

    count_ngrams(corpus(folder), order=3, min_count=1).save(folder / "kept")
    (folder / "text.txt").unlink()


def segmenter(folder: Path) -> None:
    SEGMENTER.save(folder / "words.npz")


def background(folder: Path) -> None:
    from zici.segment import Background

    Background.of([TEXT, "天地山水"], SEGMENTER).save(folder / "words.npz")


def language_model(folder: Path) -> None:
    from zici.segment import CharLM

    CharLM.train(corpus(folder), order=3).save(folder / "kept")
    (folder / "text.txt").unlink()


def tagger(folder: Path) -> None:
    from zici.segment import CharLM

    Segmenter(method="lm", lm=CharLM.train(corpus(folder), order=3)).save(folder / "kept")
    (folder / "text.txt").unlink()


def classifier(folder: Path, model: str, **params: object) -> None:
    from zici.classify import TextClassifier

    texts, labels = zip(*ROWS, strict=True)
    given = {"tokens": SEGMENTER, "workers": 1, "epochs": 1, "seed": 1} | params
    TextClassifier(model, **given).fit(list(texts), list(labels)).save(folder / "kept")


def reader(folder: Path) -> None:
    from zici.qa.reader import Decoding, Reader, ReaderOptions
    from zici.qa.reader._network import Network
    from zici.qa.reader._rows import Encoder
    from zici.qa.reader._vocabulary import Vocabulary
    from zici.qa.reader._words import Words

    # Not trained: what stands in the files has the same form, and no Keras has to be loaded.
    options = ReaderOptions(width=6, dilations=(1, 2), question_dilations=(1,), min_count=1)
    words, vocabulary = (
        Words.of(WordVectors(WORDS, vectors().matrix), SEGMENTER),
        Vocabulary("山水天地人日月高米"),
    )
    network = Network(_reader_weights(len(vocabulary), words.matrix.shape[1], options), words.matrix, options)
    Reader([network, network], Encoder(vocabulary, words, options), Decoding(), {}).save(folder / "kept")


def _reader_weights(size: int, dim: int, options: object) -> dict[str, np.ndarray]:
    """Random weights of the shapes that the network has."""
    wide, random = options.width, np.random.default_rng(0)
    joined = 2 * wide + len(options.features)
    shapes = {
        "characters/embeddings": (size, wide),
        "project/kernel": (dim, wide),
        "alignment/kernel": (wide, wide),
    }
    for name in ("question_0", "passage_0", "passage_1"):
        shapes |= {f"{name}/kernel": (3 * wide, 2 * wide), f"{name}/bias": (2 * wide,)}
    for name in ("question_pool", "passage_pool"):
        shapes |= {f"{name}/kernel": (wide, wide), f"{name}/weights": (wide, 1)}
    for name in ("embedded_norm", "joined_norm", "read_norm"):
        shapes |= {f"{name}/gamma": (wide,), f"{name}/beta": (wide,)}
    for name, (before, after) in {
        "join": (joined, wide),
        "hidden": (wide, wide),
        "places": (wide, 2),
        "answer": (wide, 1),
    }.items():
        shapes |= {f"{name}/kernel": (before, after), f"{name}/bias": (after,)}
    shapes["ask/kernel"] = (wide, wide)
    return {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def passages(folder: Path) -> None:
    from zici.qa.retriever import Retriever

    Retriever([("甲", TEXT), ("乙", "天地。山水在此。")], tokens=SEGMENTER, chars=12).save(folder / "kept")


def gan(folder: Path, kind: str) -> None:
    from zici.gan import WGANGP, GanOptions
    from zici.gan._architectures import make_networks, pick_architecture
    from zici.gan._data import learn_form
    from zici.gan._record import GanRecord
    from zici.gan._settings import Settings

    data = (
        WORDS * 3 if kind == "strings" else np.random.default_rng(0).normal(size=(20, 2)).astype(np.float32)
    )
    options = GanOptions(width=4, depth=1, batch_size=4, steps=2)
    made = WGANGP(kind, architecture=pick_architecture(kind, None), options=options, seed=1)
    form, _ = learn_form(data, kind, None)
    settings = Settings.of(options, kind, made.architecture, form.shape)
    made.options = settings.as_options()
    made._form = form
    made._networks = make_networks(kind, made.architecture, form.shape, settings, seed=1)
    made.history = (GanRecord(2, 0.5, 0.5, 0.5, 1.0, 0.1, 0.2, 0.01),)
    made.save(folder / "kept")


def images(folder: Path) -> None:
    from zici.gan.metrics._image_network import ImageShape, weight_shapes
    from zici.gan.metrics._image_storage import write_classifier

    shape = ImageShape(4, 4, 1, 2)
    weights = [np.full(one, 0.01, np.float32) for one in weight_shapes(shape)]
    write_classifier(folder / "images.npz", shape, weights)


def idx(folder: Path) -> None:
    content = b"\0\0\x08\x03" + struct.pack(">3I", 3, 2, 2) + bytes(range(12))
    (folder / "images.idx").write_bytes(content)
    (folder / "images.gz").write_bytes(gzip.compress(content, mtime=0))
    (folder / "floats.idx").write_bytes(b"\0\0\x0d\x01" + struct.pack(">I3f", 3, 0.5, 1, 2))


def training(folder: Path) -> None:
    from zici._training_state import open_checkpoint

    with open_checkpoint(folder / "kept", {"seed": 1, "data": "abc"}, form="zici test") as checkpoint:
        arrays = [np.arange(6, dtype=np.float32).reshape(2, 3), np.ones(2, np.float32)]
        checkpoint.save({"step": 2, "losses": [0.5]}, {"weights": arrays, "moments": arrays[:1]})


def word2vec_training(folder: Path) -> None:
    train_word2vec(folder, stop=True)


def train_word2vec(folder: Path, *, stop: bool = False) -> object:
    """Train for two epochs, or stop after the first and leave its state."""
    from contextlib import suppress

    from zici import train_vectors

    class Enough(Exception):
        pass

    def enough(_: object) -> None:
        if stop:
            raise Enough

    lines = [list(line) for line in TEXT.split("\n")]
    options = {"method": "sgns", "dim": 4, "workers": 1, "epochs": 2, "subsample": None, "subwords": (1, 2)}
    with suppress(Enough):
        return train_vectors(
            lines, min_count=1, checkpoint=folder / "kept", on_epoch=enough, seed=1, **options
        )


def decisions(folder: Path) -> None:
    rows = [
        {
            "word": word,
            "status": status,
            "target": target,
            "note": "山",
            "author": "甲",
            "time": f"2026-01-0{k}T12:00:00Z",
        }
        for k, (word, status, target) in enumerate(
            [("山水", "accepted", None), ("天地", "rejected", None), ("好看", "merged", "山水")], 1
        )
    ]
    (folder / "decisions.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
