"""WGAN-GP, generator steps a second: zici on Keras' backend against a plain eager loop of PyTorch.

    python benchmarks/bench_gan.py --torch PYTHON [--steps 500] [--pairs 5]
    python benchmarks/bench_gan.py --memory [--steps 10000]

PYTHON is one with PyTorch installed. Both play the same game: networks of 3 layers of 128 ReLU, batches of
256 of the 25 Gaussians, 5 critic steps before each of the generator, two-sided penalty of weight .1, Adam.
They take turns, ``--pairs`` times, each in a process of its own; the medians of the turns and the median of
the pairs' ratios are printed. Compiling and the first steps don't count; drawing the batches does.

With ``--memory`` the memory of the process is printed every 1,000 steps of one training.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

WIDTH, DEPTH, BATCH, CRITIC_STEPS, WEIGHT = 128, 3, 256, 5, 0.1
WARM_UP = 50


def gaussians(n: int = 100_000):
    random = np.random.default_rng(0)
    centres = 2 / 2.828 * np.array([[x, y] for x in range(-2, 3) for y in range(-2, 3)])
    return (centres[random.integers(25, size=n)] + 0.05 / 2.828 * random.normal(size=(n, 2))).astype(
        "float32"
    )


def ours(steps: int) -> float:
    """Steps a second of zici."""
    from zici.gan import WGANGP, GanOptions

    begun: list[float] = []
    options = GanOptions(
        width=WIDTH, depth=DEPTH, batch_size=BATCH, critic_steps=CRITIC_STEPS, penalty_weight=WEIGHT,
        record_every=WARM_UP, steps=WARM_UP + steps // WARM_UP * WARM_UP,
    )  # fmt: skip
    gan = WGANGP(options=options)
    gan.fit(gaussians(), on_record=lambda record: begun.append(time.perf_counter()))
    return (options.steps - WARM_UP) / (begun[-1] - begun[0])


def theirs(steps: int) -> float:
    """Steps a second of the plain loop."""
    import torch
    from torch import nn

    def network(width_in: int, width_out: int):
        widths = [width_in] + DEPTH * [WIDTH]
        pairs = itertools.pairwise(widths)
        layers = [part for a, b in pairs for part in (nn.Linear(a, b), nn.ReLU())]
        return nn.Sequential(*layers, nn.Linear(WIDTH, width_out))

    torch.manual_seed(0)
    data = torch.from_numpy(gaussians())
    generator, critic = network(2, 2), network(2, 1)
    adams = [torch.optim.Adam(net.parameters(), lr=1e-3, betas=(0.5, 0.9)) for net in (generator, critic)]
    begin = 0.0
    for step in range(WARM_UP + steps):
        if step == WARM_UP:
            begin = time.perf_counter()
        for _ in range(CRITIC_STEPS):
            real = data[torch.randint(len(data), (BATCH,))]
            with torch.no_grad():
                fake = generator(torch.randn(BATCH, 2))
            share = torch.rand(BATCH, 1)
            points = (share * real + (1 - share) * fake).requires_grad_(True)
            slopes = torch.autograd.grad(critic(points).sum(), points, create_graph=True)[0]
            penalty = ((slopes.norm(dim=1) - 1) ** 2).mean()
            loss = critic(fake).mean() - critic(real).mean() + WEIGHT * penalty
            adams[1].zero_grad()
            loss.backward()
            adams[1].step()
        adams[0].zero_grad()
        (-critic(generator(torch.randn(BATCH, 2))).mean()).backward()
        adams[0].step()
    return steps / (time.perf_counter() - begin)


def turn(python: str, who: str, steps: int) -> float:
    command = [python, str(Path(__file__).resolve()), "--turn", who, "--steps", str(steps)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def versions(python: str, *names: str) -> str:
    code = f"import importlib.metadata as m; print(*[n + ' ' + m.version(n) for n in {names!r}], sep=', ')"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def compare(python: str, steps: int, pairs: int) -> None:
    from zici._keras import load_keras

    backend = load_keras().backend.backend()
    print(f"zici: {versions(sys.executable, 'keras', backend)}; PyTorch: {versions(python, 'torch')}")
    found = []
    for number in range(pairs):
        order = ("ours", "theirs") if number % 2 == 0 else ("theirs", "ours")
        took = {who: turn(sys.executable if who == "ours" else python, who, steps) for who in order}
        found.append((took["ours"], took["theirs"]))
        print(f"pair {number + 1}: {took['ours']:.1f} and {took['theirs']:.1f} steps a second", flush=True)
    mine, other = (statistics.median(side) for side in zip(*found, strict=True))
    ratio = statistics.median(a / b for a, b in found)
    print(f"medians: zici {mine:.1f}, PyTorch {other:.1f} generator steps a second; ratio {ratio:.2f}")


def memory(steps: int) -> None:
    from zici.gan import WGANGP, GanOptions

    page = os.sysconf("SC_PAGE_SIZE")
    seen: list[float] = []

    def look(record) -> None:
        seen.append(int(Path("/proc/self/statm").read_text().split()[1]) * page / 2**20)
        print(f"step {record.step:,}: {seen[-1]:.1f} MB", flush=True)

    options = GanOptions(width=WIDTH, depth=DEPTH, batch_size=BATCH, steps=steps, record_every=1000)
    WGANGP(options=options).fit(gaussians(), on_record=look)
    print(f"greatest to least after the first: {max(seen[1:]) / min(seen[1:]):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--torch", metavar="PYTHON")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--turn", choices=("ours", "theirs"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.turn:
        print({"ours": ours, "theirs": theirs}[asked.turn](asked.steps))
    elif asked.memory:
        memory(asked.steps or 10_000)
    elif asked.torch:
        compare(asked.torch, asked.steps or 500, asked.pairs)
    else:
        parser.error("expected --torch PYTHON or --memory")


if __name__ == "__main__":
    main()
