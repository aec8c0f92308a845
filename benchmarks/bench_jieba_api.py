"""The calls of jieba, answered by zici and by jieba in turn, on jieba's own dictionary.

    python benchmarks/bench_jieba_api.py [--data DIR] [--sentences 3000] [--repeats 5]

Medians of repeated runs, both sides in each; HMM off. At the end the share of sentences that both cut alike.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import lzma
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
SENTENCE = "我来到北京清华大学上课，今天的天气真不错"
PLAIN = re.compile(r"(?!.*(?:[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\s]|([^\w\s])\1)).*", re.DOTALL)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--sentences", type=int, default=3000)
    arguments.add_argument("--repeats", type=int, default=5)
    options = arguments.parse_args()
    import jieba

    from zici.segment import jieba_api

    names = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("zici", "jieba", "numpy", "numba")
    )
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {names}")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    with jieba.get_dict_file() as file, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dict.txt"
        path.write_bytes(file.read())
        sides = {"zici": jieba_api.Tokenizer(path), "jieba": jieba.dt}
        print(f"dictionary read in {seconds(sides['zici'].initialize):.2f} s")
        sentences = read_sentences(options.data / "raw" / "news_msra.txt.xz", options.sentences)
        calls(sides, sentences, options.repeats)
        changes(sides, path, options.repeats)
        million(path, Path(folder))
    for name in ("news_msra", "novels_modern"):
        alike(sides, name, read_sentences(options.data / "raw" / f"{name}.txt.xz", 20 * options.sentences))


def read_sentences(path: Path, most: int) -> list[str]:
    text = lzma.decompress(path.read_bytes()).decode("utf-8")
    return [line for line in re.findall("[^。！？\n]+[。！？]?", text) if line.strip()][:most]


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def compare(name: str, runs: dict[str, Callable[[], object]], repeats: int, unit: tuple[str, float]) -> None:
    """Both sides in turn; medians, and how many times as fast zici is."""
    times: dict[str, list[float]] = {side: [] for side in runs}
    for _ in range(repeats):
        for side, run in runs.items():
            times[side].append(seconds(run))
    label, scale = unit
    ours, theirs = (statistics.median(times[side]) * scale for side in ("zici", "jieba"))
    print(f"{name:44} zici {ours:9.1f}  jieba {theirs:9.1f} {label:14} {theirs / ours:6.1f} x")


def calls(sides: dict, sentences: list[str], repeats: int) -> None:
    one = {side: lambda t=tokenizer: t.lcut(SENTENCE, HMM=False) for side, tokenizer in sides.items()}
    compare(f"lcut, a sentence of {len(SENTENCE)} characters", one, 400 * repeats, ("microseconds", 1e6))
    size = sum(map(len, sentences)) / 1e6
    shapes = {
        "lcut": lambda t, text: t.lcut(text, HMM=False),
        "list(cut)": lambda t, text: list(t.cut(text, HMM=False)),
        "lcut, cut_all": lambda t, text: t.lcut(text, cut_all=True),
        "lcut_for_search": lambda t, text: t.lcut_for_search(text, HMM=False),
        "list(tokenize)": lambda t, text: list(t.tokenize(text, HMM=False)),
    }
    for name, call in shapes.items():
        runs = {
            side: lambda t=t, call=call: [call(t, text) for text in sentences] for side, t in sides.items()
        }
        compare(
            f"{name}, {len(sentences):,} sentences one by one", runs, repeats, ("ms per M chars", 1e3 / size)
        )


def changes(sides: dict, path: Path, repeats: int) -> None:
    """New words into copies of the dictionaries, so that what is measured next finds the old ones."""
    import jieba

    from zici.segment import jieba_api

    def fresh() -> dict:
        other = jieba.Tokenizer()
        other.FREQ, other.total, other.initialized = dict(jieba.dt.FREQ), jieba.dt.total, True
        return {"zici": jieba_api.Tokenizer(path), "jieba": other}

    copies = fresh()
    copies["zici"].add_word("甲甲甲")  # reads the dictionary, compiles the kernel
    words = [line.split(" ")[0] + "甲" for line in path.read_text("utf-8").splitlines()[::400]]

    def add(tokenizer, words):
        for word in words:
            tokenizer.add_word(word)
            tokenizer.lcut(SENTENCE, HMM=False)

    times = {side: seconds(lambda t=t: add(t, words)) for side, t in copies.items()}
    shown = "  ".join(f"{side} {taken / len(words) * 1e6:9.1f}" for side, taken in times.items())
    print(f"{'add_word of a new word, and lcut':44} {shown} microseconds")
    new = path.with_name("user.txt")
    lines = path.read_text("utf-8").splitlines()
    for name, kept in (("with counts", slice(0, 2)), ("without counts", slice(0, 1))):
        # A letter in front makes them new.
        new.write_text("\n".join("甲" + " ".join(line.split(" ")[kept]) for line in lines), "utf-8")
        found: dict[str, list[float]] = {"zici": [], "jieba": []}
        for _ in range(min(repeats, 3)):
            copies = fresh()
            copies["zici"].initialize()
            for side, tokenizer in copies.items():
                found[side].append(seconds(lambda t=tokenizer: t.load_userdict(str(new))))
        ours, theirs = (statistics.median(found[side]) for side in ("zici", "jieba"))
        title = f"load_userdict, {len(lines):,} words {name}"
        print(f"{title:44} zici {ours:9.2f}  jieba {theirs:9.2f} seconds {theirs / ours:13.1f} x")


def million(path: Path, folder: Path) -> None:
    from zici.segment import Segmenter, jieba_api

    words = [line.split(" ")[0] for line in path.read_text("utf-8").splitlines()]
    many = {word + end: number for end in "甲乙丙" for number, word in enumerate(words, 1)}
    saved = folder / "million.npz"
    Segmenter(many).save(saved)
    loads = statistics.median(seconds(lambda: Segmenter.load(saved)) for _ in range(3))
    made = statistics.median(seconds(lambda: jieba_api.Tokenizer(saved).initialize()) for _ in range(3))
    print(f"{len(many):,} words from the binary form: Segmenter.load {loads:.2f} s, Tokenizer {made:.2f} s")


def alike(sides: dict, name: str, sentences: list[str]) -> None:
    """The share of sentences with the same tokens; of all, and of those without figures, letters and runs."""
    same = [sides["zici"].lcut(text, HMM=False) == sides["jieba"].lcut(text, HMM=False) for text in sentences]
    plain = [equal for equal, text in zip(same, sentences, strict=True) if PLAIN.fullmatch(text)]
    print(f"{name}: the same tokens in {sum(same):,} of {len(same):,} sentences; of those without figures,")
    print(f"    Latin letters, blanks and runs of one sign {sum(plain):,} of {len(plain):,}")


if __name__ == "__main__":
    main()
