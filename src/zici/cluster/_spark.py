"""Spark: the engine that counts and cuts in the executors of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from zici._progress import Progress
from zici.cluster._count import count
from zici.cluster._files import SHARE, PieceReader, plan
from zici.cluster._pairs import count_pairs, count_words
from zici.cluster._pieces import count_best, count_pieces
from zici.cluster._rows import RowReader, text_column, types_of
from zici.cluster._shared import Sharing, same
from zici.cluster._source import Source, SparkText, check_positive
from zici.cluster._urls import chosen_column, read_urls
from zici.cluster._words import CutReader, ListReader, SparkWords, words_column
from zici.corpus import Corpus
from zici.corpus._options import Options, checked
from zici.corpus._reader import FileReader
from zici.discovery._estimate import WordCounts
from zici.discovery._grams import KeptGrams
from zici.errors import OptionError
from zici.ngrams import MinCount, NgramCounts
from zici.segment import Segmenter
from zici.vectors import PairCounts, Vocabulary
from zici.vectors._options import CountOptions

if TYPE_CHECKING:
    from zici._kernels.best_path import Scores
    from zici._kernels.cut import Pieces


class Spark:
    """Counts and cuts on Spark: what ``engine=`` takes.

    The executors read the text by themselves, run the same kernels as one machine does, and add up their
    tables; the driver gets what is left of each. Results are the same to the last byte.

    Args:
        session: a SparkSession, of pyspark 4.0 or newer.
        parts: into how many parts text and tables are divided; None: one for every core, more where a part
            would have over 64 MB.

    Attributes:
        session: the session.

    Raises:
        OptionError: no session, or one of Spark Connect, which has no broadcasts.

    Example:
        >>> from pyspark.sql import SparkSession                                            # doctest: +SKIP
        >>> engine = zici.cluster.Spark(SparkSession.builder.getOrCreate())                 # doctest: +SKIP
        >>> zici.discover(zici.Corpus("/shared/texts"), engine=engine)                      # doctest: +SKIP
        >>> zici.discover(engine.text(session.table("posts"), "body"), engine=engine)       # doctest: +SKIP
    """

    def __init__(self, session: Any, *, parts: int | None = None) -> None:
        check_positive("parts", parts)
        self._set(session, _context(session), parts)

    def _set(self, session: Any, context: Any, parts: int | None) -> None:
        self.session = session
        self._context = context
        self._parts = parts
        self._kept = Sharing(context)  # as long as the engine: what is cut lazily needs its segmenter
        self._texts: WeakKeyDictionary[Corpus, SparkText] = WeakKeyDictionary()

    def __repr__(self) -> str:
        return f"<Spark {self._context.version} on {self._context.master}>"

    def text(
        self, frame: Any, column: str = "text", *, nfkc: bool = False, simplify: bool = False
    ) -> SparkText:
        """The texts in a column of a data frame, to be used in the place of a Corpus.

        The frame is read once for every length of n-grams and every cut: ``frame.persist()`` first where that
        is slow, as with a query. Rows may come in any order; rows without a text are left out.

        Args:
            frame: any data frame: a table, files of an object store, the result of a query.
            column: of strings; each is a document.
            nfkc: as for :class:`zici.Corpus`.
            simplify: as for :class:`zici.Corpus`.

        Raises:
            CorpusError: no such column, or not of strings.
            OptionError: no data frame.
        """
        reader = RowReader(checked(Options(nfkc=nfkc, simplify=simplify)))
        return SparkText(text_column(frame, column), reader, self._tasks)

    def read(
        self,
        urls: str | Sequence[str],
        *,
        text: str | None = None,
        format: str | None = None,  # noqa: A002 - Corpus's word
        nfkc: bool = False,
        simplify: bool = False,
    ) -> SparkText:
        """Text at URLs of an object store or a distributed file system, to be used in the place of a Corpus.

        Spark reads it, as UTF-8. Paths that all executors have are better named to a Corpus, which knows
        other encodings and tells the lines that are wrong.

        Args:
            urls: of files or folders, such as ``"s3a://bucket/posts/*.jsonl.gz"``, all of one format.
            text: the column of the text; by default the only one, or the only one with a usual name.
            format: "text" (every line is a document), "jsonl", "csv", "tsv" or "parquet"; by default what the
                names say.
            nfkc: as for :class:`zici.Corpus`.
            simplify: as for :class:`zici.Corpus`.

        Raises:
            CorpusError: nothing there, no access, or no such column.
            OptionError: a format that is unknown or can't be told.
        """
        named = [urls] if isinstance(urls, str) else list(urls)
        frame = read_urls(self.session, named, format=format)
        return self.text(frame, chosen_column(frame, text), nfkc=nfkc, simplify=simplify)

    def words(self, frame: Any, column: str = "words") -> SparkWords:
        """Lists of words in a column of a data frame, such as :meth:`SparkWords.save` wrote.

        Args:
            frame: any data frame.
            column: of lists of strings; each is a text.

        Raises:
            CorpusError: no such column, or not of lists of strings.
            OptionError: no data frame.
        """
        lists = words_column(frame, column, dict(types_of(frame)))
        return SparkWords(Source(lists, ListReader(), self._tasks, "data frame", lambda skipped: None))

    def count_ngrams(
        self, corpus: Any, *, order: int, min_count: MinCount, progress: Progress
    ) -> NgramCounts:
        """What :func:`zici.count_ngrams` does with ``engine=``; the counts don't keep the text."""
        source = self._source(corpus).blocks
        with Sharing(self._context) as share:
            return count(source, share, order=order, min_count=min_count, progress=progress)

    def count_pieces(self, corpus: Any, counts: NgramCounts, kept: KeptGrams, *, strict: bool) -> Pieces:
        """The n-gram cut of :func:`zici.discover`."""
        with Sharing(self._context) as share:
            return count_pieces(self._source(corpus).blocks, share, counts, kept, strict=strict)

    def count_best(self, corpus: Any, counts: NgramCounts, kept: KeptGrams, *, scores: Scores) -> WordCounts:
        """The most probable cut of :func:`zici.discover`."""
        with Sharing(self._context) as share:
            return count_best(self._source(corpus).blocks, share, counts, kept, scores=scores)

    def cut_corpus(self, segmenter: Segmenter, corpus: Any) -> SparkWords:
        """What :meth:`zici.Segmenter.cut_corpus` does with ``engine=``."""
        source = self._source(corpus).documents
        shared = self._kept(segmenter, same)
        return SparkWords(replace(source, read=CutReader(source.read, shared)))

    def count_pairs(
        self,
        tokens: Any,
        options: CountOptions,
        *,
        direction: str,
        min_count: int,
        max_words: int | None,
        vocabulary: Vocabulary | None,
    ) -> PairCounts:
        """What :func:`zici.vectors.count_pairs` does with ``engine=``."""
        if not isinstance(tokens, SparkWords):
            raise OptionError(
                f"tokens: expected words that the engine cuts, got {type(tokens).__name__}; pass "
                "segmenter.cut_corpus(corpus, engine=engine), or engine.words(frame)"
            )
        if vocabulary is None:
            vocabulary = count_words(tokens.source, options, min_count=min_count, max_words=max_words)
        with Sharing(self._context) as share:
            return count_pairs(tokens.source, share, vocabulary, options, direction=direction)

    @property
    def _tasks(self) -> int:
        return self._parts or int(self._context.defaultParallelism)

    def _source(self, corpus: Any) -> SparkText:
        if isinstance(corpus, SparkText):
            return corpus
        if not isinstance(corpus, Corpus):
            raise OptionError(
                f"corpus: expected a zici.Corpus, or what Spark.text made of a data frame, got "
                f"{type(corpus).__name__}; wrap it: Corpus(path)"
            )
        if corpus not in self._texts:
            self._texts[corpus] = self._of_corpus(corpus)
        return self._texts[corpus]

    def _of_corpus(self, corpus: Corpus) -> SparkText:
        reader = corpus._reader
        if not isinstance(reader, FileReader) or any(not source.path.is_file() for source in reader._sources):
            return self._of_texts(corpus)
        size = corpus.size or 0
        cores = int(self._context.defaultParallelism)
        parts = self._parts or cores * max(1, -(-size // (SHARE * cores)))
        pieces = plan(reader._sources, reader._options, parts)
        numbers = self.session.range(0, len(pieces), 1, len(pieces))
        return SparkText(numbers, PieceReader(pieces, reader._options), max(self._tasks, parts // 4), corpus)

    def _of_texts(self, corpus: Corpus) -> SparkText:
        """Texts that only this process has: they are handed to Spark."""
        import pyarrow as pa

        texts = pa.table({"text": pa.array(corpus, pa.string())})
        frame = self.session.createDataFrame(texts)
        return SparkText(frame, RowReader(Options()), self._tasks, corpus)


def _context(session: Any) -> Any:
    from zici.cluster._session import load_pyspark

    load_pyspark()
    from pyspark.sql.session import SparkSession

    if not isinstance(session, SparkSession):
        raise OptionError(
            f"session: expected a SparkSession, got {type(session).__name__}; "
            "make one with SparkSession.builder, or with zici.cluster.connect(master)"
        )
    return session.sparkContext
