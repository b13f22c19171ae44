"""Does the integer engine answer as the binary network that was trained? The bundle's float network against a record of `nanocoop evaluate`.

The float network has its ends in 8 bits, as training saw them (eq. (10), (11)), and everything between in double precision.
"""
import json
import pathlib

import numpy as np
import torch

from . import bundle, points, simulate
from .errors import TrainingError


def compare(folder, record_path, split):
    """Returns {samples, equal, differences}; a difference names sample, both answers and the float network's margin between the two, in
    logits. `split`: the data.Split that the record is of."""
    manifest, tensors = bundle.read(folder)
    record = points.read(record_path)
    if not np.array_equal(record.columns["label"], split.y):
        raise TrainingError(f"{record_path} is not of these samples", "nanocoop evaluate --data DATA-test.npz --record FILE")
    if record.head["model"] != manifest["name"]:
        raise TrainingError(f"{record_path} is a record of {record.head['model']}, the bundle is {manifest['name']}", "name the record of this model")
    exact = {name: array.astype(np.float64) if array.dtype == np.float32 else array for name, array in tensors.items()}
    layers = manifest["networks"]["bnn"]["layers"]
    logits = torch.cat([simulate.run_float(layers, exact, split.x[i:i + 500], torch.float64) for i in range(0, len(split.y), 500)]).numpy()  # (N, classes)
    answers, integer = logits.argmax(1), record.columns["bnn"]  # (N,)
    differing = np.flatnonzero(answers != integer)
    return {
        "samples": len(answers), "equal": round(1 - len(differing) / len(answers), 6),
        "differences": [{"sample": int(i), "float": int(answers[i]), "integer": int(integer[i]),
                         "margin": round(float(logits[i, answers[i]] - logits[i, integer[i]]), 4)} for i in differing],
    }


def update_card(path, folder, record_path, split):
    """Writes `agreement` into a card; every other field stays as it is."""
    path = pathlib.Path(path)
    found = compare(folder, record_path, split)
    card = points.read_card(path)
    card["agreement"] = found
    points.write_card(path, card)
    return found
