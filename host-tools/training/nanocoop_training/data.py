"""Reads a data set: a NumPy archive NAME.npz with {train,val,test}_x uint8 (N, H, W, C) and _y; `train convert` makes it from
what the publishers ship. Validation is split off the training set where there is none."""
import hashlib
import pathlib
import zipfile
from dataclasses import dataclass, replace

import numpy as np

from .datasets import DATA_SETS, DataSet
from .errors import TrainingError
from .logmel import log_mel

LOG_MEL = {"kind": "logMel"}
PUBLISHED = "published"  # in archives that `train convert` made: their splits are the publishers'
FEWEST = 64  # images of the training split: what the quantiser's calibration needs, TENSORS.md


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
            f"expected in {folder}: {about.file_name}, from {about.source}"
            + ("" if about.name == "keywords" else f" ({about.published}) by: train convert {about.name} SOURCE --out {folder}"),
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {k: archive[k] for k in archive.files if k.split("_")[0] in ("train", "val", "test")}
            if PUBLISHED not in archive.files:
                about = replace(about, title=about.title + about.otherwise)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} cannot be read as a NumPy archive: {error}", "unpack or make it again") from error

    splits = {}
    for split in ("train", "val", "test"):
        x, y = arrays.get(f"{split}_x"), arrays.get(f"{split}_y")
        if split == "val" and x is None and y is None:
            continue
        if x is None or y is None:
            raise TrainingError(
                f"{path} lacks {' and '.join(n for n in (f'{split}_x', f'{split}_y') if n not in arrays)}",
                "images (_x) and labels (_y) belong together: give both" + (", or neither" if split == "val" else ""),
            )
        splits[split] = check(path, split, x, y, about)
    if about.joined:
        other = load(about.joined, folder, seed)
        own = splits["train"]
        splits["train"] = Split(np.concatenate((own.x, other.train.x)), np.concatenate((own.y, other.train.y)))
        digest = hashlib.sha256((digest + other.sha256).encode()).hexdigest()
    held = 0 if "val" in splits else about.validation
    if len(splits["train"].y) < FEWEST + held:
        raise TrainingError(
            f"{path} has {len(splits['train'].y)} training images",
            f"at least {FEWEST + held} are needed: {FEWEST} to train "
            "and calibrate on" + (f" and {held} that are held back for validation" if held else ""),
        )
    if held:
        order = np.random.default_rng([seed, 0x5A11D]).permutation(len(splits["train"].y))
        held, kept = np.sort(order[: about.validation]), np.sort(order[about.validation :])
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
    return np.ascontiguousarray(x[:, top : top + height, left : left + width])


def labels_of(where, y):
    """Class numbers, int64 (N,), from an array of labels: integers of shape (N,) or (N, 1), or rows (N, classes) with one 1 each.

    `where`: the array's name in messages, for example `shapes.npz: train_y`.
    """
    hint = "labels are integers from 0, one an image: shape (N,), (N, 1), or one-hot rows (N, classes)"
    if not (np.issubdtype(y.dtype, np.integer) or y.dtype == bool) or y.ndim not in (1, 2) or y.size == 0:
        kind = {"U": "text", "S": "text", "f": "float"}.get(y.dtype.kind, str(y.dtype))
        raise TrainingError(
            f"{where} is {kind} of shape {y.shape}",
            hint
            + (
                "; names go into `classes`"
                if kind == "text"
                else "; y.astype(int) if they are whole numbers"
                if kind == "float"
                else ""
            ),
        )
    if y.ndim == 2 and y.shape[1] > 1:
        if not ((y == 0) | (y == 1)).all() or not (y.sum(1) == 1).all():
            raise TrainingError(f"{where} has shape {y.shape}, and not every row holds a single 1 among zeros", hint)
        y = y.argmax(1)
    return y.reshape(-1).astype(np.int64)


def check(path, split, x, y, about):
    y = labels_of(f"{path}: {split}_y", y)
    if x.dtype == np.int16 and x.ndim == 2 and about.preprocessing == LOG_MEL:
        x = np.stack([log_mel(samples) for samples in x])
    if x.ndim == 3:
        x = x[..., None]
    if x.dtype != np.uint8 or x.shape[1:] != about.stored_shape:
        raise TrainingError(
            f"{path}: {split}_x is {x.dtype} {x.shape[1:]}, expected uint8 {about.stored_shape}",
            "save images of that size with values of 0 to 255 as uint8, or give a network of another input",
        )
    if len(x) != len(y) or len(x) == 0:
        raise TrainingError(f"{path}: {split} has {len(x)} images and {len(y)} labels", "give one label for each image")
    if int(y.min()) < 0 or int(y.max()) >= len(about.classes):
        raise TrainingError(f"{path}: {split}_y has labels outside 0..{len(about.classes) - 1}", "is this the right archive?")
    return Split(np.ascontiguousarray(x), y)
