"""What the files of a result are called."""

from __future__ import annotations

from zici._results import Earlier
from zici._run_file import NAME as RUN

LEXICON = "lexicon.tsv"
JIEBA = "lexicon.jieba.txt"
NEW_WORDS = "new_words.tsv"
SEGMENTER = "segmenter.npz"
SEGMENTED = "segmented.txt"
VECTORS = "vectors"
REPORT = "report.html"
EARLIER = Earlier("words and cut text", (RUN, SEGMENTER, SEGMENTED))
