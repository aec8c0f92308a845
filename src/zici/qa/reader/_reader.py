"""Reader: a question and passages in, short answers out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zici._progress import Progress, Step, silent
from zici._training_state import open_checkpoint
from zici.errors import EmptyError, InputError, OptionError
from zici.qa._example import Answer, QAExample, Span
from zici.qa.reader._examples import as_examples, learn_vocabulary, training_rows
from zici.qa.reader._fingerprints import fingerprints
from zici.qa.reader._model import make_model
from zici.qa.reader._network import Network
from zici.qa.reader._options import Decoding, ReaderOptions
from zici.qa.reader._read import read_many
from zici.qa.reader._rows import Encoder
from zici.qa.reader._train import Training
from zici.qa.reader._weights import named
from zici.qa.reader._words import Words
from zici.qa.voting import vote
from zici.segment import Segmenter

if TYPE_CHECKING:
    from zici.vectors import WordVectors

TRAINING = "zici reader training"

Question = QAExample | tuple[str, Sequence[str]]


class Reader:
    """Finds short answers in passages, many of which may have none (kexue.fm/archives/4338, 5409, 6906).

    Made by :meth:`train` or :meth:`load`.

    Attributes:
        options: the network, see :class:`ReaderOptions`.
        decoding: how answers are read off where a call doesn't say, see :class:`Decoding`.
        info: how it was trained: seed, rows, the loss and the validation of every epoch; JSON values.
    """

    def __init__(
        self, networks: Sequence[Network], encoder: Encoder, decoding: Decoding, info: dict[str, Any]
    ) -> None:
        self._networks, self._encoder = tuple(networks), encoder
        self.options, self.decoding, self.info = encoder.options, decoding, info

    def __repr__(self) -> str:
        size, words = len(self._encoder.vocabulary), len(self._encoder.words.words)
        several = f", {len(self._networks)} networks" if self._networks[1:] else ""
        return f"<Reader: {size:,} characters, {words:,} words, width {self.options.width}{several}>"

    @classmethod
    def train(
        cls,
        examples: Iterable[QAExample],
        *,
        options: ReaderOptions | None = None,
        vectors: WordVectors | None = None,
        segmenter: Segmenter | None = None,
        validation: Iterable[QAExample] | None = None,
        decoding: Decoding | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> Reader:
        """Learn to read from questions whose right answers are known.

        Every match of a right answer in a passage is one to be found; passages without a match teach what an
        answer doesn't look like. The weights with which the reader reads are a running mean of those of the
        training, where there is a validation those after the epoch that was best by its fuzzy F1.

        Args:
            examples: what to learn from.
            options: see :class:`ReaderOptions`.
            vectors: vectors of words, which every character gets of the word that covers it.
            segmenter: cuts text into the words of ``vectors``; None: made of their words.
            validation: examples by which the best epoch is chosen and training stops early.
            decoding: how answers are read, in the validation too.
            checkpoint: a folder where the state is kept after every epoch and every five minutes; the same
                call made again goes on from there, and gives the reader of a training that never stopped.
            seed: from 0; same seed, same reader, on one machine with one backend.
            progress: told ``Step("train epoch 2 of 12", done, rows, "rows", "loss 1.234")``.

        Raises:
            EmptyError: no example whose answer stands in its passage, or a validation without examples.
            FormatError: a file in ``checkpoint`` that is not as it was written.
            MissingExtraError: Keras or its backend is not installed.
            OptionError: an option outside its range, or another training in ``checkpoint``.
            OutputError: ``checkpoint`` can't be written.

        Example:
            >>> from zici.qa import Passage
            >>> examples = [
            ...     QAExample(f"{n}", "山高多少", (Passage(f"{n}#0", f"山高{n}米。"),), (f"{n}米",))
            ...     for n in range(10, 42)
            ... ]
            >>> options = ReaderOptions(width=16, dilations=(1, 2), epochs=60, learning_rate=0.02)
            >>> reader = Reader.train(examples, options=options)
            >>> reader.answer("山高多少", ["山高25米。"])[0].text
            '25米'
        """
        options, decoding = options or ReaderOptions(), decoding or Decoding()
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**31:
            raise OptionError(f"seed: expected an integer from 0 to {2**31 - 1}, got {seed!r}")
        report = progress or silent
        learned = as_examples(examples, "examples")
        held = None if validation is None else as_examples(validation, "validation")
        if held is not None and not held:
            raise EmptyError("validation: expected examples, found none; leave it out, or give some")
        report(Step("encode questions", 0, len(learned), "questions"))
        vocabulary = learn_vocabulary(learned, min_count=options.min_count)
        encoder = Encoder(vocabulary, Words.of(vectors, segmenter), options)
        rows = training_rows(learned, encoder)
        report(Step("encode questions", len(learned), len(learned), "questions"))
        model = make_model(len(vocabulary), encoder.words.matrix, options, seed=seed)
        training = Training(model, rows, options, seed=seed)

        def now() -> Reader:
            return cls([Network(named(model), encoder.words.matrix, options)], encoder, decoding, {})

        measure = None if held is None else lambda: now()._fuzzy_f1(held)
        if checkpoint is None:
            training.run(measure, None, report)
        else:
            run = {"options": asdict(options), "seed": seed, **fingerprints(rows, encoder.words, held or ())}
            with open_checkpoint(Path(checkpoint), run, form=TRAINING) as kept:
                training.run(measure, kept, report)
        place, reader = training.place, now()
        reader.info = {"seed": seed, "rows": len(rows), "losses": place.losses, "scores": place.scores}
        return reader

    @classmethod
    def combine(cls, readers: Iterable[Reader]) -> Reader:
        """One reader of several networks, whose logits are averaged: errs less, takes as many times as long.

        Args:
            readers: trained from the same examples and vectors with other seeds. Decoding is that of the
                first.

        Raises:
            EmptyError: no reader.
            OptionError: readers that don't see text alike, or networks of other shapes.

        Source:
            Hansen and Salamon 1990, doi 10.1109/34.58871.
        """
        from zici.qa.reader._combine import combine

        reader: Reader = combine(cls, list(readers))
        return reader

    def answer(
        self, question: str, passages: Sequence[str], *, decoding: Decoding | None = None
    ) -> list[Answer]:
        """The answers to a question, the best first.

        How sure a passage has to be for its answer to count is ``threshold`` of the decoding. With 0, which
        is where it stands unless it is set, every passage gives its best answer, however unsure; with another
        (see :func:`choose_threshold`), there is none where no passage seems to have one.

        Args:
            question: what is asked.
            passages: where to look; of any length.
            decoding: how; None: as the reader was made.

        Returns:
            Answers that the passages voted for, each with all places where it was read.

        Raises:
            InputError: a question or a passage that is no string.
        """
        return self.answer_many([(question, passages)], decoding=decoding)[0]

    def answer_many(
        self, questions: Iterable[Question], *, decoding: Decoding | None = None
    ) -> list[list[Answer]]:
        """The answers to many questions, much faster than one by one.

        Args:
            questions: QAExamples (their answers are not looked at), or pairs of a question and its passages.
            decoding: as for :meth:`answer`.
        """
        rule = (decoding or self.decoding).vote
        return [vote(spans, rule=rule) for spans in self.spans_many(questions, decoding=decoding)]

    def spans_many(
        self, questions: Iterable[Question], *, decoding: Decoding | None = None
    ) -> list[list[Span]]:
        """What every passage gives by itself, before the vote: passage by passage, the best first."""
        asked = [_asked(question, place) for place, question in enumerate(questions)]
        return read_many(self._networks, self._encoder, asked, decoding or self.decoding)

    def _fuzzy_f1(self, examples: Sequence[QAExample]) -> float:
        from zici.qa.reader._validate import fuzzy_f1

        return fuzzy_f1(examples, self.answer_many(examples))

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write to a folder, complete or not at all: meta.json, weights.npz, vectors.npy, segmenter.npz.

        Raises:
            OutputError: the folder can't be written.
        """
        from zici.qa.reader._storage import save

        save(self, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Reader:
        """Read what :meth:`save` wrote. It takes no Keras, and nothing in it is run or unpickled.

        The vectors of words stay on disk: only those of words that come are read.

        Raises:
            InputError: no such folder.
            FormatError: a file in it that isn't as it was written, or of another version.
        """
        from zici.qa.reader._storage import load

        reader: Reader = load(cls, folder)
        return reader


def _asked(question: Question, place: int) -> tuple[str, Sequence[str]]:
    if isinstance(question, QAExample):
        return question.question, [passage.text for passage in question.passages]
    text, passages = question
    if not isinstance(text, str):
        raise InputError(f"question {place}: expected a string, got {type(text).__name__}")
    if isinstance(passages, str) or not all(isinstance(passage, str) for passage in passages):
        raise InputError(f"question {place}: expected a list of passages as strings, got {passages!r:.60}")
    return text, list(passages)
