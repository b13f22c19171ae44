"""Writes random models with images and the integer model's answers, for the C# tests, in the form of golden/:

    /usr/bin/python3 tests/kernels/dump_models.py FOLDER SEED COUNT
"""
import pathlib
import sys

import numpy as np

from make_golden import entry, to_json
from model import blob
from model.random_model import random_model

if __name__ == "__main__":
    folder, seed, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    rng = np.random.RandomState(seed)
    entries = []
    for index in range(count):
        model = random_model(rng)
        data = blob.write(model)
        (folder / f"{index}.ncn").write_bytes(data)
        entries.append(entry(f"{index}.ncn", data, model, rng))
    (folder / "golden.json").write_bytes(to_json(entries))
