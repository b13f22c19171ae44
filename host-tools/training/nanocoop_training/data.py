"""Data sets as NumPy archives: {train,val,test}_x uint8 (N, H, W, C) and _y; validation is split off the training set."""
import hashlib
import pathlib
import zipfile
from dataclasses import dataclass
from typing import Tuple

import numpy as np

from .errors import TrainingError
from .words import CLASSES as KEYWORDS


@dataclass(frozen=True)
class DataSet:
    name: str
    title: str
    file_name: str
    classes: Tuple[str, ...]
    shape: Tuple[int, int, int]
    validation: int  # images split off the training set where the archive has no val_x
    augmentation: str  # see augment.py
    source: str  # where a person gets it


DATA_SETS = {
    d.name: d
    for d in (
        DataSet(
            "cifar10", "CIFAR-10", "cifar10.npz",
            ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
            (32, 32, 3), 5000, "crop-flip",
            "https://www.cs.toronto.edu/~kriz/cifar.html (cifar-10-python.tar.gz), as train_x, train_y, test_x, test_y"),
        DataSet(
            "keywords", "espeak-ng keywords", "keywords.npz", KEYWORDS, (32, 32, 1), 0, "shift-mask",
            "made here: nanocoop_training keywords --out FOLDER (needs espeak-ng)"),
    )
}


@dataclass(frozen=True)
class Split:
    x: np.ndarray  # uint8 (N, H, W, C)
    y: np.ndarray  # int64 (N,)


@dataclass(frozen=True)
class Data:
    about: DataSet
    sha256: str
    train: Split
    validation: Split
    test: Split


def load(name, folder, seed=1):
    """Reads data set `name` from `folder`; the validation split depends on nothing but `seed`."""
    about = DATA_SETS[name]
    path = pathlib.Path(folder) / about.file_name
    if not path.is_file():
        raise TrainingError(f"{about.title}: {path} is missing",
                            f"expected in {folder}: {about.file_name}; source: {about.source}")
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
    return Data(about, digest, splits["train"], splits["val"], splits["test"])


def check(path, split, x, y, about):
    if x.ndim == 3:
        x = x[..., None]
    if x.dtype != np.uint8 or x.shape[1:] != about.shape:
        raise TrainingError(f"{path}: {split}_x is {x.dtype} {x.shape[1:]}, expected uint8 {about.shape}")
    if len(x) != len(y) or len(x) == 0:
        raise TrainingError(f"{path}: {split} has {len(x)} images and {len(y)} labels")
    if not np.issubdtype(y.dtype, np.integer) or int(y.min()) < 0 or int(y.max()) >= len(about.classes):
        raise TrainingError(f"{path}: {split}_y has labels outside 0..{len(about.classes) - 1}", "is this the right archive?")
    return Split(np.ascontiguousarray(x), y.astype(np.int64))
