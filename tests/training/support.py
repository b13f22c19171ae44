"""What the training tests share: the package on the path, seeds that are printed, and data sets made up on the spot."""
import os
import pathlib
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TRAINING = REPOSITORY / "host-tools" / "training"
sys.path.insert(0, str(TRAINING))

try:
    import numpy as np
except ModuleNotFoundError:
    np = None
try:
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", 2)))
except ModuleNotFoundError:
    torch = None

NEEDS_NUMPY = "this Python has no numpy (Debian: apt-get install python3-numpy, /usr/bin/python3)"
NEEDS_TORCH = "this Python has no torch (Debian: apt-get install python3-torch, /usr/bin/python3)"
VARIABLE = "NANOCOOP_TEST_SEED"


def generator(test):
    """A NumPy generator for one test; its seed is printed, and taken back from NANOCOOP_TEST_SEED."""
    seed = int(os.environ.get(VARIABLE) or int.from_bytes(os.urandom(4), "little") >> 1)
    print(f"{test}: {VARIABLE}={seed}", file=sys.stderr)
    return np.random.default_rng(seed)


def made_images(rng, count, classes, shape):
    """Images that can be learnt: each class has a colour of its own, under noise. uint8 (N, H, W, C), uint8 (N,)."""
    height, width, channels = shape
    numbers = rng.permutation(3**channels)[:classes, None]  # (classes, 1)
    colours = numbers // 3 ** np.arange(channels) % 3 * 80  # (classes, C)
    y = rng.integers(0, classes, count).astype(np.uint8)
    y[:classes] = np.arange(classes)
    x = colours[y][:, None, None, :] + rng.integers(0, 96, (count, height, width, channels))  # (N, H, W, C)
    return x.astype(np.uint8), y


def write_cifar10(rng, folder, train=256, test=64):
    """A cifar10.npz of made images in `folder`; validation is split off by the loader, so `train` holds it too."""
    x, y = made_images(rng, train + test, 10, (32, 32, 3))
    np.savez(pathlib.Path(folder) / "cifar10.npz", train_x=x[:train], train_y=y[:train], test_x=x[train:], test_y=y[train:])


# What another order of summation may change in a value after a batch norm.
SUM_ERROR = 5e-6


def assert_same_logits(logits, expected, edges=(), rtol=1e-7):
    """(N, C) twice, computed in two orders of summation. `edges`: how far the values lie from where their sign or rounding
    changes, each (N, ...), of neutral.run_float. Only a sample with a value at such an edge may differ."""
    in_doubt = np.zeros(len(logits), bool)
    for edge in edges:
        in_doubt |= (edge.reshape(len(logits), -1) < SUM_ERROR).numpy().any(1)
    far = (np.abs(logits - expected) > 2e-3 + rtol * np.abs(expected)).any(1)  # (N,)
    logits, expected = logits[~(far & in_doubt)], expected[~(far & in_doubt)]
    np.testing.assert_allclose(logits, expected, atol=2e-3, rtol=rtol)
