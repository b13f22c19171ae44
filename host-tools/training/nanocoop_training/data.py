"""Reads a data set: a NumPy archive NAME.npz with {train,val,test}_x uint8 (N, H, W, C) and _y; `train convert` makes it from what the
publishers ship. Validation is split off the training set where there is none."""
import hashlib
import pathlib
import zipfile
from dataclasses import dataclass

import numpy as np

from .datasets import DATA_SETS, DataSet
from .errors import TrainingError


@dataclass(frozen=True)
class Split:
    x: np.ndarray  # uint8 (N, H, W, C)
    y: np.ndarray  # int64 (N,)


@dataclass(frozen=True)
class Data:
    about: DataSet
    sha256: str
    train: Split  # raw: what augmentation cuts its windows from
    validation: Split
    test: Split


def find(name):
    if name not in DATA_SETS:
        raise TrainingError(f"no data set is called {name}", f"one of: {', '.join(DATA_SETS)}")
    return DATA_SETS[name]


def load(name, folder, seed=1):
    """Reads data set `name` from `folder`; the validation split depends on nothing but `seed`."""
    about = find(name)
    path = pathlib.Path(folder) / about.file_name
    if not path.is_file():
        raise TrainingError(
            f"{about.title}: {path} is missing",
            f"expected in {folder}: {about.file_name}, from {about.source}" + (
                "" if about.name == "keywords" else f" ({about.published}) by: train convert {about.name} SOURCE --out {folder}"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {k: archive[k] for k in archive.files if k.split("_")[0] in ("train", "val", "test")}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} cannot be read as a NumPy archive: {error}", "unpack or make it again") from error

    splits = {}
    for split in ("train", "val", "test"):
        x, y = arrays.get(f"{split}_x"), arrays.get(f"{split}_y")
        if x is None or y is None:
            if split == "val":
                continue
            raise TrainingError(f"{path} has no arrays {split}_x and {split}_y", "see README.md, data")
        splits[split] = check(path, split, x, y, about)
    if "val" not in splits:
        order = np.random.default_rng([seed, 0x5A11D]).permutation(len(splits["train"].y))
        held, kept = np.sort(order[: about.validation]), np.sort(order[about.validation:])
        whole = splits["train"]
        splits["train"], splits["val"] = Split(whole.x[kept], whole.y[kept]), Split(whole.x[held], whole.y[held])
    return Data(about, digest, splits["train"], *(Split(preprocess(splits[k].x, about), splits[k].y) for k in ("val", "test")))


def preprocess(x, about):
    """Raw images uint8 (N, H, W, C) -> what the network sees, as the blob's preprocessing does it; images of that shape pass."""
    height, width, _ = about.shape
    if x.shape[1:] == about.shape:
        return x
    how = about.preprocessing
    if how["kind"] == "pad":
        return np.pad(x, ((0, 0), (how["top"], how["bottom"]), (how["left"], how["right"]), (0, 0)), constant_values=how["value"])
    top, left = (x.shape[1] - height) // 2, (x.shape[2] - width) // 2  # centreCrop
    return np.ascontiguousarray(x[:, top:top + height, left:left + width])


def check(path, split, x, y, about):
    if x.ndim == 3:
        x = x[..., None]
    if x.dtype != np.uint8 or x.shape[1:] != about.stored_shape:
        raise TrainingError(f"{path}: {split}_x is {x.dtype} {x.shape[1:]}, expected uint8 {about.stored_shape}")
    if len(x) != len(y) or len(x) == 0:
        raise TrainingError(f"{path}: {split} has {len(x)} images and {len(y)} labels")
    if not np.issubdtype(y.dtype, np.integer) or int(y.min()) < 0 or int(y.max()) >= len(about.classes):
        raise TrainingError(f"{path}: {split}_y has labels outside 0..{len(about.classes) - 1}", "is this the right archive?")
    return Split(np.ascontiguousarray(x), y.astype(np.int64))
