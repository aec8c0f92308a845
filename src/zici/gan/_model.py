"""WGANGP: learns what samples look like, and makes new ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import get_values, set_values
from zici._progress import Progress, silent
from zici._training_state import Arrays, Checkpoint, open_checkpoint
from zici.errors import OptionError
from zici.gan._architectures import Networks, check_fitting, make_networks, pick_architecture
from zici.gan._data import Form, find_kind, fingerprint, learn_form
from zici.gan._generate import check_noise, critic_scores, noise_of, path_between, run_model
from zici.gan._options import KINDS, GanOptions, check_choice
from zici.gan._own import check_pair, check_samples, shape_in
from zici.gan._record import GanRecord
from zici.gan._settings import Settings
from zici.gan._step import Game
from zici.gan._train import Ears, Training
from zici.vectors._options import check_integer

TRAINING = "zici gan training"

Samples = npt.NDArray[Any] | list[str]


class WGANGP:
    """A Wasserstein GAN with gradient penalty, for vectors, images and short strings.

    A critic learns how far generated samples are from real ones, as the greatest mean D(real) - mean D(fake)
    of all functions that are nowhere steeper than 1; a generator learns to make that small. The penalty holds
    the steepness (Gulrajani et al. 2017, arXiv 1704.00028; kexue.fm/archives/4439 and 6583).

    Args:
        kind: "vectors", "images" or "strings"; None: by the data.
        architecture: "mlp" (vectors, and all else), "dcgan" (images: strided convolutions), "residual"
            (images; strings: blocks of x + .3 conv(relu(conv(relu x)))); None: mlp, dcgan, residual by kind.
        options: see :class:`GanOptions`.
        generator: a Keras model of one's own from (rows, latent) to samples as the networks see them: vectors
            shifted and scaled, images from -1 to 1 with a channel axis, strings as shares of characters with
            an end before them, (length, characters + 1). It is trained itself, not a copy.
        critic: its opponent, from samples to one number each. Batch norm is refused.
        seed: from 0, of first weights and all draws; same seed, same bytes, on one machine with one backend.

    Attributes:
        kind, architecture, options: as asked for; after :meth:`fit` as they were used, with no None left.
        history: a :class:`GanRecord` every ``options.record_every`` steps.

    Raises:
        MissingExtraError: own models, and Keras or its backend is not installed.
        OptionError: an argument outside its range, or models that don't go together.

    Example:
        >>> circle = np.array([[np.cos(t), np.sin(t)] for t in np.arange(0, 6.28, 0.01)])
        >>> options = GanOptions(width=16, depth=1, batch_size=32, critic_steps=2, steps=20)
        >>> gan = WGANGP(options=options).fit(circle)
        >>> gan.sample(3, seed=1).shape, gan.history[-1].step
        ((3, 2), 20)
    """

    def __init__(
        self,
        kind: str | None = None,
        *,
        architecture: str | None = None,
        options: GanOptions | None = None,
        generator: Any = None,
        critic: Any = None,
        seed: int = 0,
    ) -> None:
        if kind is not None:
            check_choice("kind", kind, KINDS)
        check_integer("seed", seed, least=0, most=2**31 - 1)
        if options is not None and not isinstance(options, GanOptions):
            raise OptionError(f"options: expected GanOptions, got {type(options).__name__}")
        self._own: Networks | None = None
        self._first: tuple[Arrays, ...] = ()
        if generator is not None or critic is not None:
            if architecture not in (None, "own"):
                raise OptionError("architecture: expected none beside own models; leave it None")
            check_pair(generator, critic)
            self._own, architecture = Networks(generator, critic), "own"
            self._first = tuple(get_values(model.variables) for model in self._own)
        elif kind is not None or architecture is not None:
            check_fitting(kind, architecture)
        self.seed = seed
        # What was asked for stays beside what is used: another fit with other data begins from it.
        self.kind = self._kind = kind
        self.architecture = self._architecture = architecture
        self.options = self._asked = GanOptions() if options is None else options
        self.history: tuple[GanRecord, ...] = ()
        self._form: Form | None = None
        self._networks: Networks | None = None

    def __repr__(self) -> str:
        steps = f"{self.history[-1].step:,} steps" if self.history else "not trained"
        return f"<WGANGP: {self.kind or 'any kind'}, {self.architecture or 'any architecture'}, {steps}>"

    def fit(
        self,
        data: Any,
        *,
        steps: int | None = None,
        progress: Progress = silent,
        checkpoint: str | os.PathLike[str] | None = None,
        on_record: Callable[[GanRecord], object] | None = None,
    ) -> WGANGP:
        """Learn from samples, from the beginning, or from where a checkpoint is.

        Args:
            data: at least two of a kind: vectors, (n, numbers); images, (n, height, width[, channels]), uint8
                or float from 0 (or -1) to 1; strings, or a Lexicon, whose words they are then.
            steps: of the generator in all; None: ``options.steps``.
            progress: told ``Step("train", done, steps, "steps", note)`` several times a second.
            checkpoint: a folder where the state is kept every minute, at the end, and where the training is
                stopped; the same call made again goes on from there, and gives what one call would.
            on_record: called with every record; the GAN can sample then.

        Returns:
            Itself.

        Raises:
            EmptyError: no data.
            FormatError: a file in ``checkpoint`` that is not as it was written.
            InputError: data that can't be learned from; losses that are no numbers any more (the state of the
                last record stays, here and in the checkpoint).
            MissingExtraError: Keras or its backend is not installed.
            OptionError: an option that doesn't go with the data, or another training in ``checkpoint``.
            OutputError: ``checkpoint`` can't be written.
        """
        if steps is not None:
            check_integer("steps", steps, most=1 << 40)
        kind, data = find_kind(data, self._kind)
        form, kept = learn_form(data, kind, self._asked.length)
        asked = self._asked if steps is None else replace(self._asked, steps=steps)
        architecture, settings, networks = self._prepare(form, asked)
        run = {"kind": kind} | self._run(architecture, settings) | {"data": fingerprint(kept, form.told())}
        with (
            nullcontext()
            if checkpoint is None
            else open_checkpoint(Path(checkpoint), run, form=TRAINING) as opened
        ):
            # Nothing is changed before here: a call that is refused leaves the GAN as it is.
            self.kind, self.architecture, self.options = kind, architecture, settings.as_options()
            self._form, self._networks, self.history = form, networks, ()
            self._train(Game(*networks, form.points, settings), kept, opened, Ears(progress, on_record))
        return self

    def _prepare(self, form: Form, asked: GanOptions) -> tuple[str, Settings, Networks]:
        """Networks for data of a form, and the options told in full."""
        if self._own is None:
            architecture = pick_architecture(form.kind, self._architecture)
            settings = Settings.of(asked, form.kind, architecture, form.shape)
            networks = make_networks(form.kind, architecture, form.shape, settings, seed=self.seed)
            return architecture, settings, networks
        check_samples(self._own, form.shape, asked.latent)
        asked = replace(asked, latent=shape_in(self._own.generator)[0])
        return "own", Settings.of(asked, form.kind, "own", form.shape), self._own

    def _train(self, game: Game, kept: npt.NDArray[Any], checkpoint: Checkpoint | None, ears: Ears) -> None:
        for model, values in zip(self._own or (), self._first, strict=True):
            set_values(model.variables, values)  # as they came, not as another fit has left them
        training = Training(game, kept, seed=self.seed)

        def hear(record: GanRecord) -> None:
            self.history = training.good.history
            if ears.on_record is not None:
                ears.on_record(record)

        try:
            training.run(game.options.steps, checkpoint, replace(ears, on_record=hear))
        finally:
            self.history = training.good.history

    def _run(self, architecture: str, settings: Settings) -> dict[str, Any]:
        """What tells this training from others; its length only where the rate depends on it."""
        told: dict[str, Any] = {f"option {name}": value for name, value in asdict(settings).items()}
        if settings.decay == "none":
            del told["option steps"]
        own = None if self._own is None else [model.to_json() for model in self._own]
        return {"architecture": architecture, "own": own, "seed": self.seed} | told

    @property
    def _latent(self) -> int:
        return int(shape_in(self._fitted()[1].generator)[0])

    def _fitted(self) -> tuple[Form, Networks]:
        if self._form is None or self._networks is None or not self.history:
            raise OptionError("expected a trained GAN, got one without training; call fit first")
        return self._form, self._networks

    def noise(self, n: int, *, seed: int = 0) -> npt.NDArray[np.float32]:
        """What :meth:`sample` makes samples from, float32 of shape (n, latent)."""
        check_integer("n", n, least=0)
        check_integer("seed", seed, least=0)
        return noise_of(n, self._latent, seed=seed)

    def generate(self, noise: Any) -> Samples:
        """The samples that noise of shape (n, latent) stands for, see :meth:`sample`.

        Raises:
            InputError: noise of another shape, or with NaN in it.
            OptionError: the GAN is not trained.
        """
        form, networks = self._fitted()
        found: Samples = form.decode(run_model(networks.generator, check_noise(noise, self._latent)))
        return found

    def sample(self, n: int, *, seed: int = 0) -> Samples:
        """New samples, of the running mean of the generator.

        Args:
            n: how many, from 0.
            seed: from 0; the first ones of more are the same.

        Returns:
            An array in the data's own shape and scale, float32 or, for images of bytes, uint8; or strings.

        Raises:
            OptionError: the GAN is not trained.
        """
        return self.generate(self.noise(n, seed=seed))

    def interpolate(self, n: int, *, between: Any = None, seed: int = 0) -> Samples:
        """Samples on the way from one noise to another, along a great circle.

        Args:
            n: how many, both ends included, from 2.
            between: two noises, (2, latent), such as two rows of :meth:`noise`; None: drawn.
            seed: of these.
        """
        check_integer("n", n, least=2)
        ends = self.noise(2, seed=seed) if between is None else check_noise(between, self._latent, 2)
        return self.generate(path_between(ends, n))

    def critic(self, data: Any) -> npt.NDArray[np.float32]:
        """What the critic says of samples of the data's kind, float32 of shape (n,): greater is more real.

        Only differences of scores mean something.

        Raises:
            InputError: samples of another kind, shape or range.
            OptionError: the GAN is not trained.
        """
        form, networks = self._fitted()
        kept = form.encode(find_kind(data, self.kind)[1])
        return critic_scores(networks.critic, form, kept)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write to a folder, complete or not at all: meta.json and weights.npz.

        Raises:
            OptionError: the GAN is not trained.
            OutputError: the folder can't be written.
        """
        from zici.gan._storage import save

        self._fitted()
        save(self, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> WGANGP:
        """Read what :meth:`save` wrote, with any backend. Nothing in it is unpickled.

        One's own models are read in Keras' safe mode; classes of one's own layers have to be registered with
        Keras before.

        Raises:
            InputError: no such folder.
            FormatError: a file in it that isn't as it was written, or of a later version.
            MissingExtraError: Keras or its backend is not installed.
        """
        from zici.gan._storage import load

        found: WGANGP = load(cls, folder)
        return found
