"""WGANGP in training: what it learns, that it goes on, what it keeps; small networks on Keras' backend."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

from reference import ref_gan
from zici._keras import get_values, load_keras
from zici._meta import checksum
from zici.errors import FormatError, InputError, OptionError
from zici.gan import WGANGP, GanOptions
from zici.gan._draws import draw, room
from zici.gan._settings import Settings

pytestmark = pytest.mark.keras

SMALL = GanOptions(width=6, depth=1, batch_size=8, critic_steps=2, steps=6, record_every=2)
DATA = np.random.default_rng(0).normal((3, -1), (0.5, 0.1), size=(300, 2))
WORDS = ["山水", "大海", "山", "大山水"]


class Stopped(Exception):
    """What a user does in the middle."""


def weights_of(gan):
    return [array.tobytes() for array in (gan.sample(5), gan.critic(DATA[:5]))]


@pytest.fixture(scope="module")
def trained():
    return WGANGP(options=SMALL, seed=3).fit(DATA)


def test_same_seed_same_bytes(trained):
    again = WGANGP(options=SMALL, seed=3).fit(DATA)
    assert weights_of(again) == weights_of(trained)
    assert [record[:7] for record in again.history] == [record[:7] for record in trained.history]
    assert weights_of(WGANGP(options=SMALL, seed=4).fit(DATA)) != weights_of(trained)


def test_what_is_told(trained):
    assert [record.step for record in trained.history] == [2, 4, 6]
    for record in trained.history:
        assert record.wasserstein == -record.critic_loss
        assert record.critic_loss_with_penalty >= record.critic_loss
        assert min(record.gradient_norm_mean, record.gradient_norm_sd) > 0
    assert list(np.diff([record.seconds for record in trained.history]) > 0) == [True, True]
    assert (trained.kind, trained.architecture, trained.options.latent) == ("vectors", "mlp", 2)
    assert repr(trained) == "<WGANGP: vectors, mlp, 6 steps>"


def test_samples_and_paths(trained):
    assert trained.sample(0).shape == (0, 2)
    assert trained.sample(300, seed=1)[:5].tobytes() == trained.sample(5, seed=1).tobytes()
    ends = trained.noise(2, seed=8)
    path = trained.interpolate(4, between=ends)
    assert path.shape == (4, 2)
    assert path[[0, 3]] == pytest.approx(trained.generate(ends), abs=1e-4)
    assert trained.interpolate(4, seed=8).tobytes() == path.tobytes()
    with pytest.raises(InputError, match=r"noise: expected the shape \(2, 2\), got \(3, 2\)"):
        trained.interpolate(4, between=np.zeros((3, 2)))
    with pytest.raises(InputError, match=r"noise: expected finite numbers"):
        trained.generate([[np.nan, 0.0]])
    with pytest.raises(InputError, match=r"expected samples of shape \(2,\), got \(3,\)"):
        trained.critic(np.zeros((4, 3)))


def test_a_training_that_was_stopped_goes_on(trained, tmp_path):
    """Stopped by whatever comes, it keeps the state of the last record, and ends where one call does."""
    heard, gan = [], WGANGP(options=SMALL, seed=3)

    def stop(record):
        heard.append(record.step)
        if record.step == 4:
            raise Stopped

    with pytest.raises(Stopped):
        gan.fit(DATA, checkpoint=tmp_path / "state", on_record=stop)
    assert [record.step for record in gan.history] == [2, 4]
    assert gan.sample(2).shape == (2, 2)
    gan.fit(DATA, checkpoint=tmp_path / "state", on_record=lambda record: heard.append(record.step))
    assert heard == [2, 4, 6]
    assert weights_of(gan) == weights_of(trained)
    assert [record[:7] for record in gan.history] == [record[:7] for record in trained.history]
    gan.fit(DATA, checkpoint=tmp_path / "state", on_record=heard.append)  # nothing is left to do
    assert len(heard) == 3
    assert weights_of(gan) == weights_of(trained)
    for other, data, named in (
        (WGANGP(options=SMALL, seed=5), DATA, r"seed 3 \(now 5\)"),
        (WGANGP(options=GanOptions(width=7, depth=1), seed=3), DATA, r"option width 6 \(now 7\)"),
        (WGANGP(options=SMALL, seed=3), DATA + 1, r"data 300 samples of shape \(2,\), \w+ \(now 300"),
        (WGANGP(options=SMALL, seed=3), WORDS, r"kind vectors \(now strings\), architecture mlp \(now resid"),
    ):
        with pytest.raises(OptionError, match=named) as caught:
            other.fit(data, checkpoint=tmp_path / "state")
        assert "\n" not in str(caught.value)
    (tmp_path / "state" / "state.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(FormatError, match="expected the state of a training, found something else"):
        gan.fit(DATA, checkpoint=tmp_path / "state")


def test_steps_against_gradients_by_hand():
    """Two linear networks, whose game NumPy plays along: order, draws, penalty, Adam and running mean."""
    keras = load_keras()
    generator = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    critic = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    random = np.random.default_rng(1)
    start = {"A": random.normal(size=(3, 2)), "b": random.normal(size=2), "w": random.normal(size=2)}
    generator.set_weights([start["A"], start["b"]])
    critic.set_weights([start["w"][:, None]])
    options = GanOptions(
        penalty_weight=2.0, critic_steps=3, batch_size=8, steps=5, learning_rate=0.05, ema=0.9, record_every=5
    )
    gan = WGANGP(options=options, generator=generator, critic=critic, seed=7).fit(DATA)
    settings = Settings.of(gan.options, "vectors", "own", (2,))
    drawn = room(settings, 5)
    for step in range(5):
        draw(drawn, step, settings, step=step, samples=len(DATA), seed=7)
    draws = [tuple(drawn[name][k] for name in ("rows", "noise", "rates", "momentum")) for k in range(5)]
    scaled = (DATA - DATA.mean(axis=0)) / np.sqrt(np.mean((DATA - DATA.mean(axis=0)) ** 2))
    values, running = ref_gan.play(start, scaled, draws, 2.0, settings.beta_1, settings.beta_2)
    assert get_values(critic.variables)[0][:, 0] == pytest.approx(values["w"], abs=1e-4)
    assert get_values(generator.variables)[0] == pytest.approx(running["A"], abs=1e-4)
    assert get_values(generator.variables)[1] == pytest.approx(running["b"], abs=1e-4)
    assert np.abs(running["A"] - values["A"]).max() > 1e-3  # it samples with the mean, not with the last


def test_losses_that_are_no_numbers_stop_it(tmp_path):
    """A critic that grows like exp, with nothing that holds it."""
    keras = load_keras()
    keras.utils.set_random_seed(1)
    generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    layers = [keras.layers.Dense(4, activation="exponential"), keras.layers.Dense(1)]
    critic = keras.Sequential([keras.Input((2,)), *layers])
    options = GanOptions(
        batch_size=8,
        critic_steps=2,
        steps=60,
        record_every=1,
        learning_rate=0.5,
        penalty_weight=0,
        decay="none",
    )
    gan = WGANGP(options=options, generator=generator, critic=critic)
    told = r"^step \d+: losses .*state after step \d+ is kept; use a sm"
    with pytest.raises(InputError, match=told) as caught:
        gan.fit(DATA, checkpoint=tmp_path / "state")
    step = int(str(caught.value).split(":")[0].split()[1])
    assert len(gan.history) == step - 1 > 0
    assert np.isfinite(gan.sample(9)).all()
    kept = weights_of(gan)
    with pytest.raises(InputError, match=f"^step {step}: "):  # it goes on from the state that was kept
        gan.fit(DATA, checkpoint=tmp_path / "state")
    assert weights_of(gan) == kept


def test_vectors_are_learned():
    options = GanOptions(width=24, depth=2, batch_size=64, steps=300, learning_rate=2e-3, record_every=300)
    gan = WGANGP(options=options).fit(DATA)
    found = gan.sample(2000)
    assert found.mean(axis=0) == pytest.approx([3, -1], abs=0.12)
    assert found.std(axis=0) == pytest.approx([0.5, 0.1], rel=0.5, abs=0.05)


def test_strings_are_learned(tmp_path):
    options = GanOptions(
        width=16, depth=1, batch_size=32, critic_steps=3, latent=8, steps=150, record_every=150,
        learning_rate=3e-3,
    )  # fmt: skip
    gan = WGANGP(options=options).fit(WORDS)
    found = gan.sample(200)
    assert sum(word in WORDS for word in found) > 100
    assert len(set(found) & set(WORDS)) >= 2
    gan.save(tmp_path / "gan")
    again = WGANGP.load(tmp_path / "gan")
    assert again.sample(50, seed=2) == gan.sample(50, seed=2)
    assert again.critic(WORDS).tobytes() == gan.critic(WORDS).tobytes()
    with pytest.raises(InputError, match="'火', which no string had that was learned from"):
        gan.critic(["火"])


@pytest.mark.parametrize(
    ("architecture", "shape", "dtype"),
    [("dcgan", (9, 7), np.uint8), ("residual", (8, 8, 3), np.float32), ("mlp", (4, 5), np.uint8)],
)
def test_images_of_any_size(architecture, shape, dtype, tmp_path):
    random = np.random.default_rng(2)
    images = random.integers(256, size=(20, *shape)).astype(np.uint8)
    if dtype == np.float32:
        images = (images / 127.5 - 1).astype(np.float32)
    options = GanOptions(width=4, depth=1, batch_size=4, critic_steps=1, steps=2, latent=5)
    gan = WGANGP(architecture=architecture, options=options).fit(images)
    found = gan.sample(3)
    assert (found.shape, found.dtype) == ((3, *shape), dtype)
    assert gan.critic(images).shape == (20,)
    gan.save(tmp_path / "gan")
    again = WGANGP.load(tmp_path / "gan")
    assert again.sample(3).tobytes() == found.tobytes()
    assert again.critic(images).tobytes() == gan.critic(images).tobytes()
    assert again.options == gan.options
    assert again.history == gan.history


def own_pair(features=2, *, latent=4, norm=None):
    keras = load_keras()
    layers = [keras.layers.Dense(5, activation="relu")] + ([norm] if norm else [])
    layers = [*layers, keras.layers.Dropout(0.1, seed=1), keras.layers.Dense(1)]
    mixed = [keras.layers.BatchNormalization(), keras.layers.Dense(features)]
    return (
        keras.Sequential([keras.Input((latent,)), keras.layers.Dense(5, activation="relu"), *mixed]),
        keras.Sequential([keras.Input((features,)), *layers]),
    )


def test_own_models(tmp_path):
    """Batch norm in the generator and dropout in the critic have states of their own, which are kept."""
    load_keras().utils.set_random_seed(1)
    generator, critic = own_pair()
    before = get_values(generator.variables)
    gan = WGANGP(options=SMALL, generator=generator, critic=critic).fit(DATA)
    after = get_values(generator.variables)
    assert all((one != two).any() for one, two in zip(before, after, strict=True))
    assert (gan.architecture, gan.options.latent) == ("own", 4)
    first = weights_of(gan)
    gan.save(tmp_path / "gan")
    assert weights_of(WGANGP.load(tmp_path / "gan")) == first
    assert weights_of(gan.fit(DATA)) == first  # from the weights that the models came with


def test_own_models_that_do_not_go_together():
    keras = load_keras()
    generator, critic = own_pair()
    with pytest.raises(OptionError, match=r"'mixing' is batch norm, which mixes .* use LayerNormalization"):
        WGANGP(generator=generator, critic=own_pair(norm=keras.layers.BatchNormalization(name="mixing"))[1])
    with pytest.raises(OptionError, match=r"critic: expected one that takes \(2,\), .*, it takes \(3,\)"):
        WGANGP(generator=generator, critic=own_pair(3)[1])
    with pytest.raises(OptionError, match=r"generator: .* shape \(5,\), as the data has, it gives \(2,\)"):
        WGANGP(generator=generator, critic=critic).fit(np.random.default_rng(0).normal(size=(9, 5)))
    with pytest.raises(OptionError, match="latent: expected 4, what the generator takes, got 9"):
        WGANGP(generator=generator, critic=critic, options=GanOptions(latent=9)).fit(DATA)
    with pytest.raises(OptionError, match="expected one number for each sample, it gives"):
        WGANGP(generator=generator, critic=keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)]))
    with pytest.raises(
        OptionError, match=r"critic: expected a Keras model \(give both of them, or neither\)"
    ):
        WGANGP(generator=generator)
    with pytest.raises(OptionError, match="architecture: expected none beside own models"):
        WGANGP(generator=generator, critic=critic, architecture="mlp")


def test_saved_files(trained, tmp_path):
    for name in ("one", "two"):
        trained.save(tmp_path / name)
    for file in os.listdir(tmp_path / "one"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    again = WGANGP.load(tmp_path / "one")
    assert weights_of(again) == weights_of(trained)
    assert (again.options, again.history, again.seed) == (trained.options, trained.history, 3)


@pytest.mark.parametrize("damage", ["meta", "weights", "version", "format", "gone", "checksum", "latent"])
def test_damaged_folders(damage, trained, tmp_path):
    folder = tmp_path / "gan"
    trained.save(folder)
    path, found = folder / "meta.json", json.loads((folder / "meta.json").read_text())
    if damage == "gone":
        (folder / "weights.npz").unlink()
    elif damage == "weights":
        content = bytearray((folder / "weights.npz").read_bytes())
        content[len(content) // 2] ^= 1
        (folder / "weights.npz").write_bytes(content)
    elif damage == "meta":
        path.write_text(path.read_text()[:-20])
    else:
        if damage == "latent":  # told rightly, but other networks than the weights are of
            found["options"]["latent"] = 3
            found["checksum"] = checksum(found)
        else:
            found |= {"version": 2} if damage == "version" else {damage: "other"}
        path.write_text(json.dumps(found))
    with pytest.raises(FormatError) as caught:
        WGANGP.load(folder)
    assert "\n" not in str(caught.value)


def test_folders_that_are_none(tmp_path):
    with pytest.raises(InputError, match="expected the folder of a GAN, found nothing"):
        WGANGP.load(tmp_path / "none")


def test_weights_that_are_no_numbers_stop_it_too(monkeypatch):
    """Losses may still be numbers in the step after which weights are none."""

    def broken(state):
        return {name: [np.full(value.shape, np.nan) for value in values] for name, values in state.items()}

    monkeypatch.setattr("zici.gan._train.as_arrays", broken)
    with pytest.raises(InputError, match="step 2: losses or weights are no numbers any more"):
        WGANGP(options=SMALL).fit(DATA)
