"""Does the engine answer as the network that was trained? A network of the bundle, run by PyTorch, against a record of
`nanocoop evaluate`.

The binary network has its ends in 8 bits, as training saw them (eq. (10), (11)), and everything between in double precision. The
other one is float32, as the engine has it in a model of floats (eq. (20)).
"""
import json
import pathlib

import numpy as np
import torch

from . import bundle, neutral
from .errors import TrainingError

MAGIC = "# nanocoop predictions 1"
FIELDS = "index,label,bnn,int8,full,confidence65536"


def read_record(path):
    """Returns (model's name, {column: int64 (N,)}) of a record of `nanocoop evaluate --record`; -1 where it has nothing."""
    try:
        lines = pathlib.Path(path).read_text().splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines[1:] if line.startswith("# "))
        rows = [line.split(",") for line in lines if not line.startswith("#")]
        if lines[0] != MAGIC or ",".join(rows[0]) != FIELDS:
            raise ValueError("no record of predictions, version 1")
        table = np.array([[int(value or -1) for value in row] for row in rows[1:]])  # (N, columns)
        return head["model"], dict(zip(rows[0], table.T, strict=True))
    except (OSError, ValueError, IndexError, KeyError) as error:
        raise TrainingError(
            f"{path} is not a record of predictions: {error}", "nanocoop evaluate --record FILE writes one"
        ) from error


PRECISION = {"bnn": torch.float64, "int8": torch.float32}


def compare(folder, record_path, split, net="bnn"):
    """Returns {samples, equal, differences}; a difference names sample, both answers and the float network's margin between the
    two, in logits. `split`: the data.Split that the record is of; `net`: a network of PRECISION."""
    manifest, tensors = bundle.read(folder)
    model, columns = read_record(record_path)
    integer = columns[net]  # (N,)
    if not np.array_equal(columns["label"], split.y):
        raise TrainingError(f"{record_path} is not of these samples", "nanocoop evaluate --data DATA-test.npz --record FILE")
    if model != manifest["name"]:
        raise TrainingError(
            f"{record_path} is a record of {model}, the bundle is {manifest['name']}", "name the record of this model"
        )
    dtype = PRECISION[net]
    if dtype == torch.float64:
        tensors = {name: array.astype(np.float64) if array.dtype == np.float32 else array for name, array in tensors.items()}
    layers = manifest["networks"][net]["layers"]
    batches = []
    for i in range(0, len(split.y), 500):
        begin = neutral.run_stem(manifest, tensors, split.x[i : i + 500], dtype)
        batches.append(neutral.run_float(layers, tensors, begin, dtype))
    logits = torch.cat(batches).numpy()  # (N, classes)
    answers = logits.argmax(1)  # (N,)
    differing = np.flatnonzero(answers != integer)
    return {
        "samples": len(answers),
        "equal": round(1 - len(differing) / len(answers), 6),
        "differences": [
            {
                "sample": int(i),
                "float": int(answers[i]),
                "integer": int(integer[i]),
                "margin": round(float(logits[i, answers[i]] - logits[i, integer[i]]), 4),
            }
            for i in differing
        ],
    }


def write(path, folder, record_path, split, net="bnn"):
    """Writes what `compare` finds; of the binary network for `nanocoop points --agreement`."""
    found = compare(folder, record_path, split, net)
    pathlib.Path(path).write_text(json.dumps(found, indent=2) + "\n")
    return found
