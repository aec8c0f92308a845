"""Penalties against their definitions, on the backend that Keras runs on."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_gan
from zici._keras import as_array, load_backend, load_keras
from zici.gan._options import GanOptions
from zici.gan._penalty import PENALTIES, between, penalty, quotients, slope_norms
from zici.gan._settings import Settings
from zici.gan._step import Game, critic_loss, first_state

pytestmark = pytest.mark.keras


def tensor(array):
    return load_keras().ops.convert_to_tensor(np.asarray(array, np.float32))


def make_critic(shape, *, hidden=(7, 5)):
    keras = load_keras()
    layers = [keras.layers.Flatten()]
    for k, width in enumerate((*hidden, 1)):
        first = keras.initializers.GlorotUniform(seed=k)
        activation = "tanh" if k < len(hidden) else None
        layers.append(keras.layers.Dense(width, activation=activation, kernel_initializer=first))
    return keras.Sequential([keras.Input(shape), *layers])


def make_game(critic, shape, **options):
    keras = load_keras()
    generator = keras.Sequential([keras.Input((3,)), keras.layers.Dense(int(np.prod(shape)))])
    settings = Settings.of(GanOptions(**options), "vectors", "own", shape)
    return Game(generator, critic, lambda rows: rows, settings)


def compiled(function):
    """The function as one program on JAX, where every operation by itself would be compiled."""
    if load_keras().backend.backend() != "jax":
        return function
    import jax

    return jax.jit(function)


def loss_of(game, real, fake, shares):
    """What critic_loss says: the loss and the five figures."""
    fixed = [variable.value for variable in game.critic.non_trainable_variables]
    weights = [variable.value for variable in game.critic.trainable_variables]
    batch = (tensor(real), tensor(fake), tensor(shares))
    total, (_, figures) = compiled(lambda weights, batch: critic_loss(game, weights, fixed, batch))(
        weights, batch
    )
    return float(as_array(total)), as_array(figures)


@pytest.mark.parametrize("shape", [(2,), (3, 4, 2)])
def test_a_linear_critic(shape):
    """Its gradient is its weights everywhere: the penalty is (|w| - 1)^2 whatever the points are."""
    random = np.random.default_rng(0)
    critic = make_critic(shape, hidden=())
    weights = random.normal(size=(int(np.prod(shape)), 1)).astype(np.float32)
    critic.layers[-1].kernel.assign(weights)
    real, fake = random.normal(size=(2, 6, *shape))
    game = make_game(critic, shape, penalty_weight=10.0)
    total, figures = loss_of(game, real, fake, random.random((2, 6)))
    size = float(np.linalg.norm(weights.astype(np.float64)))
    assert total - figures[0] == pytest.approx(10 * (size - 1) ** 2, rel=1e-5)
    assert figures[3] == pytest.approx(size, rel=1e-6)
    assert figures[4] == pytest.approx(0, abs=1e-5)
    assert figures[0] == -figures[2]
    told = float(
        real.reshape(6, -1).mean(axis=0) @ weights[:, 0] - fake.reshape(6, -1).mean(axis=0) @ weights[:, 0]
    )
    assert figures[2] == pytest.approx(told, rel=1e-4)


@pytest.mark.parametrize("name", PENALTIES)
def test_penalties_against_the_slow_twin(name):
    random, shape = np.random.default_rng(1), (2, 3)
    critic = make_critic(shape)
    for variable in critic.trainable_variables:
        variable.assign(2 * as_array(variable.value))  # steep enough for the one-sided ones
    real, fake = random.normal(size=(2, 8, *shape))
    shares = random.random((2, 8)).astype(np.float32)
    weights = [as_array(variable.value).astype(np.float64) for variable in critic.trainable_variables]

    def slow(x):
        return ref_gan.critic(weights, x)

    steep = ref_gan.steepness(slow, real, fake, shares, difference=name == "difference")
    expected = ref_gan.penalty(name, steep, 0.3)
    assert expected > 0
    total, figures = loss_of(
        make_game(critic, shape, penalty=name, penalty_weight=3.0, target_norm=0.3), real, fake, shares
    )
    distance = np.mean([slow(x) for x in real]) - np.mean([slow(x) for x in fake])
    assert figures[2] == pytest.approx(distance, rel=1e-4, abs=1e-5)
    assert total == pytest.approx(3 * expected - distance, rel=1e-3)
    assert figures[3:5] == pytest.approx([steep.mean(), steep.std()], rel=1e-3)


@pytest.mark.parametrize("name", PENALTIES)
def test_gradients_of_the_loss_by_differences(name):
    """The gradient by the weights, through the gradient by the points."""
    random = np.random.default_rng(2)
    critic = make_critic((3,))
    game = make_game(critic, (3,), penalty=name, penalty_weight=2.0, target_norm=0.2)
    real, fake = (tensor(random.normal(size=(5, 3))) for _ in range(2))
    batch = (real, fake, tensor(random.random((2, 5))))
    weights = [variable.value for variable in critic.trainable_variables]

    def loss(weights):
        return critic_loss(game, weights, [], batch)

    found = compiled(lambda weights: load_backend().loss_and_gradients(loss, weights)[1])(weights)
    arrays = [as_array(weight).astype(np.float64) for weight in weights]
    real, fake, shares = (as_array(part) for part in batch)

    def slow(place, change):
        moved = [array.copy() for array in arrays]
        moved[place[0]][place[1]] += change

        def critic(x):
            return ref_gan.critic(moved, x)

        steep = ref_gan.steepness(critic, real, fake, shares, difference=name == "difference")
        distance = np.mean([critic(x) for x in real]) - np.mean([critic(x) for x in fake])
        return 2.0 * ref_gan.penalty(name, steep, 0.2) - distance

    for place in ((0, (1, 2)), (1, (3,)), (2, (0, 1)), (4, (2, 0))):
        expected = (slow(place, 1e-4) - slow(place, -1e-4)) / 2e-4
        assert as_array(found[place[0]])[place[1]] == pytest.approx(expected, rel=2e-2, abs=1e-4)


def test_shares_are_of_samples_not_of_numbers():
    real, fake = np.ones((3, 2, 2)), np.zeros((3, 2, 2))
    found = as_array(between(tensor(real), tensor(fake), tensor([0.0, 0.25, 1.0])))
    assert found.reshape(3, 4).tolist() == [[0.0] * 4, [0.25] * 4, [1.0] * 4]


def test_a_flat_critic_has_a_finite_penalty_and_gradient():
    """The slope of a root at 0 is infinite, and 0 times infinity NaN."""
    critic = make_critic((2,))
    for variable in critic.trainable_variables:
        variable.assign(0 * as_array(variable.value))
    game = make_game(critic, (2,))
    zeros = tensor(np.zeros((4, 2)))
    batch = (zeros, zeros, tensor(np.zeros((2, 4))))
    weights = [variable.value for variable in critic.trainable_variables]

    def loss(weights):
        return critic_loss(game, weights, [], batch)

    (_, figures), found = compiled(lambda weights: load_backend().loss_and_gradients(loss, weights))(weights)
    assert np.isfinite(as_array(figures)).all()
    assert all(np.isfinite(as_array(slope)).all() for slope in found)
    same = as_array(quotients(lambda x: x[:, 0], zeros, zeros))
    assert same.tolist() == [0.0] * 4


def test_norms_go_over_all_axes_of_a_sample():
    weights = np.random.default_rng(3).normal(size=(2, 3, 2)).astype(np.float32)
    ops = load_keras().ops

    def linear(x):
        return ops.sum(x * tensor(weights), axis=(1, 2, 3))

    found = as_array(slope_norms(linear, tensor(np.zeros((5, 2, 3, 2)))))
    assert found == pytest.approx([np.linalg.norm(weights)] * 5, rel=1e-6)


@pytest.mark.parametrize(("name", "expected"), [("two-sided", 2.5), ("one-sided", 2.0), ("difference", 2.0)])
def test_one_sided_penalties_let_flat_critics_be(name, expected):
    assert float(as_array(penalty(name, tensor([0.0, 3.0]), 1.0))) == expected


def test_the_first_state_is_a_copy():
    critic = make_critic((2,))
    game = make_game(critic, (2,))
    state = first_state(game.generator, critic)
    state["critic"][0][:] = 7
    state["running"][0][:] = 7
    assert (as_array(critic.trainable_variables[0].value) != 7).all()
    assert (state["generator"][0] != 7).all()
