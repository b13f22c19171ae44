"""Seeds of generated cases: printed by every test that uses one, and taken back from NANOCOOP_TEST_SEED to repeat a failure."""
import os
import sys

import numpy as np

VARIABLE = "NANOCOOP_TEST_SEED"


def generator(test):
    """A numpy RandomState for one test (its stream is the same in every numpy); the seed is printed."""
    seed = int(os.environ.get(VARIABLE) or int.from_bytes(os.urandom(4), "little") >> 1)
    print(f"{test}: {VARIABLE}={seed}", file=sys.stderr)
    return np.random.RandomState(seed)
