"""MNIST from its published idx files, compressed or not."""
import gzip
import pathlib
import struct

import numpy as np

from .errors import TrainingError

FILES = {"train": "train", "test": "t10k"}
UBYTE = 8  # type code of an idx file


def read_idx(path, dimensions):
    """An idx file of bytes -> uint8 array."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        zeros, kind, rank = struct.unpack(">HBB", raw[:4])
        shape = struct.unpack(f">{rank}I", raw[4 : 4 + 4 * rank])
        values = np.frombuffer(raw, np.uint8, offset=4 + 4 * rank)
    except (OSError, EOFError, ValueError, struct.error) as error:
        raise TrainingError(f"{path} cannot be read as an idx file: {error}", "download it again") from error
    if (zeros, kind, rank) != (0, UBYTE, dimensions) or values.size != np.prod(shape):
        raise TrainingError(f"{path} is not a whole idx file of {dimensions} dimensions of bytes", "download it again")
    return values.reshape(shape)


def read(about, folder):
    """The published folder -> {train,test}_x uint8 (N, 28, 28), _y uint8 (N,)."""
    arrays = {}
    for split, prefix in FILES.items():
        for key, kind, dimensions in (("x", "images-idx3", 3), ("y", "labels-idx1", 1)):
            name = f"{prefix}-{kind}-ubyte"
            path = next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)
            if path is None:
                raise TrainingError(
                    f"{about.title}: {folder / name} is missing, with or without .gz",
                    f"download it from {about.source} into {folder}",
                )
            arrays[f"{split}_{key}"] = read_idx(path, dimensions)
    return arrays
