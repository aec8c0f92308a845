"""WordVectors: words with a vector each, what they can be asked, and their files."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zici.vectors._bag import bag_vectors
from zici.vectors._probabilities import Probabilities
from zici.vectors._similarities import EPSILON as EPSILON
from zici.vectors._similarities import Similarities
from zici.vectors._word_table import Float32


class WordVectors(Similarities, Probabilities):
    """Words and their vectors; all similarities are cosines.

    Args:
        words: different words, the most frequent first.
        matrix: one row a word, shape (words, dim); kept as float32, without a copy where it is already.
        counts: how often each word occurs, int64 of shape (words,); None where unknown.
        contexts: the words' vectors as contexts, the weights of the output, float32 of shape (words, dim);
            None where they were not kept. With them ln p(c | x), the probability of the word c near the
            word x, is ``matrix[x] @ contexts[c] + bias[c]`` less a number that makes the sum over c 1.
        bias: float32 of shape (words,), see ``contexts``; None: zeros. Not without ``contexts``.
        subwords: vectors of character n-grams; with them words that are not in ``words`` have a vector too,
            wherever one is asked for. ``in`` still says whether a word is in ``words``.
        info: what is worth knowing of how they were made; JSON values.

    Raises:
        EmptyError: no words.
        OptionError: arguments whose sizes don't go together, or a word twice.

    Example:
        >>> vectors = WordVectors(["王", "后", "男", "女"], [[1, 1], [1, -1], [0, 1], [0, -1]])
        >>> vectors
        WordVectors(4 words, dim 2)
        >>> vectors.similarity("王", "男")
        0.707106...
        >>> vectors.analogy("男", "王", "女", n=1)[0][0], "字" in vectors, vectors["后"].tolist()
        ('后', False, [1.0, -1.0])
    """

    def sentence_vector(self, tokens: Iterable[str], *, how: str = "mean", smooth: float = 1e-3) -> Float32:
        """One vector for a list of words, shape (dim,); see :func:`sentence_vectors` for what it takes."""
        result: Float32 = bag_vectors(self, [tokens], how=how, smooth=smooth)[0]
        return result

    def subset(self, words: Iterable[str]) -> WordVectors:
        """The vectors of some words only, in the order given; words without one are left out.

        Subwords stay, so the others can still be asked for if there are some.

        Raises:
            EmptyError: no word has a vector.

        Example:
            >>> WordVectors("猫狗书", [[1], [2], [3]]).subset(["书", "字", "猫"]).words
            ('书', '猫')
        """
        kept = [word for word in dict.fromkeys(words) if word in self.index]
        rows = [self.index[word] for word in kept]
        counts, contexts, bias = (
            None if column is None else column[rows] for column in (self.counts, self.contexts, self.bias)
        )
        return WordVectors(
            kept,
            self.matrix[rows],
            counts=counts,
            contexts=contexts,
            bias=bias,
            subwords=self.subwords,
            info=self.info,
        )

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write to a folder, complete or not at all.

        It holds words.parquet, matrix.npy, meta.json and, where there are contexts, contexts.npy and
        bias.npy, and where there are subwords, ngrams.npy and buckets.npy.

        Raises:
            OutputError: the folder can't be written.
        """
        from zici.vectors._storage import save

        save(self, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> WordVectors:
        """Read what :meth:`save` wrote; the matrices stay on disk and are read where needed.

        Raises:
            InputError: no such folder.
            FormatError: a file in it that isn't as it was written.
        """
        from zici.vectors._storage import load

        return load(folder)

    def save_word2vec(self, path: str | os.PathLike[str], *, binary: bool = False) -> None:
        """Write in the format of word2vec, text or binary, as gensim and others read it.

        A name that ends in .gz, .xz, .bz2 or .zst is packed so. Counts and contexts have no place there.

        Raises:
            OutputError: a word holds a blank or a line break, which the format can't; or the file can't be
                written.
        """
        from zici.vectors._word2vec import write_word2vec

        write_word2vec(self, path, binary=binary)

    @classmethod
    def load_word2vec(cls, path: str | os.PathLike[str], *, binary: bool = False) -> WordVectors:
        """Read a file in the format of word2vec, UTF-8, text or binary, packed as its suffix says.

        Raises:
            InputError: no such file, or a packed one that is truncated or corrupt.
            FormatError: the file isn't in that format; names the line or the word.
        """
        from zici.vectors._word2vec import read_word2vec

        return read_word2vec(path, binary=binary)

    def save_projector(self, folder: str | os.PathLike[str]) -> None:
        r"""Write a folder for TensorBoard's embedding projector: ``tensorboard --logdir folder``.

        It holds tensors.tsv, metadata.tsv and projector_config.pbtxt; the two tables can also be loaded at
        projector.tensorflow.org. Tabs and line ends in words become ``\t``, ``\n`` and ``\r``. The
        projector is made for some ten thousand points: pass a :meth:`subset` of the first words.

        Raises:
            OutputError: the folder can't be written.
        """
        from zici.vectors._projector import write_projector

        write_projector(self, folder)
