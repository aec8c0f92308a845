"""Word vectors for the reader from raw text alone: words found without labels, then skip-gram.

    python benchmarks/reader_vectors.py -o FOLDER [--data DIR] [--dim 128] [--words 80000] [--epochs 5]

All text of DIR/raw is read, in simplified characters, and the passages that the reader learns from, without
their questions. FOLDER takes the vectors (vectors/) and the segmenter that cut the text (segmenter.npz).
``train_reader.py`` does this by itself where it is given no vectors.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader_data import reader_data

from zici import Corpus, Segmenter, WordVectors, discover, train_vectors

HERE = Path(__file__).resolve().parents[1]
DEFAULT = HERE.parent / "shared" / "data"
SENTENCES = re.compile(r"[^。！？!?\n]+[。！？!?]*")
REPEAT = 3


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("-o", "--out", type=Path, required=True)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--dim", type=int, default=128)
    arguments.add_argument("--words", type=int, default=80_000)
    arguments.add_argument("--epochs", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    vectors, segmenter = learn_words(
        options.data / "raw",
        reader_data(options.data).passages,
        dim=options.dim,
        words=options.words,
        epochs=options.epochs,
        seed=options.seed,
    )
    options.out.mkdir(parents=True, exist_ok=True)
    vectors.save(options.out / "vectors")
    segmenter.save(options.out / "segmenter.npz")


def sentences(raw: Path) -> Iterator[str]:
    """The sentences of all raw texts; of tables those of the last column."""
    for path in sorted(raw.iterdir()):
        table = ".tsv" in path.suffixes
        for line in Corpus(path, format="text", nfkc=True, simplify=True):
            text = line.split("\t")[-1].replace("\\n", "\n") if table else line
            yield from SENTENCES.findall(text)


def learn_words(
    raw: Path, passages: Sequence[str], *, dim: int, words: int, epochs: int, seed: int
) -> tuple[WordVectors, Segmenter]:
    """The vectors of the most frequent words, and the segmenter that knows all words found.

    The vectors read the passages ``REPEAT`` times: they are few beside the raw text, but of the kind that is
    to be understood.
    """
    start = time.perf_counter()
    near = [sentence for passage in passages for sentence in SENTENCES.findall(passage)]
    texts = [*sentences(raw), *near]
    print(f"{sum(map(len, texts)):,} characters of raw text, {time.perf_counter() - start:.0f} s", flush=True)
    lexicon = discover(Corpus.from_texts(texts), method="best")
    print(f"{len(lexicon):,} words found, {time.perf_counter() - start:.0f} s", flush=True)
    segmenter = Segmenter(lexicon)
    cut = segmenter.cut_corpus([*texts, *near * (REPEAT - 1)])
    vectors = train_vectors(  # one thread: the same vectors in every run
        cut, method="sgns", dim=dim, max_words=words, epochs=epochs, seed=seed, workers=1, contexts=False
    )
    print(f"{len(vectors):,} vectors, {time.perf_counter() - start:.0f} s", flush=True)
    return vectors, segmenter


if __name__ == "__main__":
    main()
