"""FER2013 from fer2013.csv (or the archive that holds it): columns emotion, pixels, Usage."""
import contextlib
import csv
import io
import pathlib
import tarfile

import numpy as np

from .errors import TrainingError

SPLITS = {"Training": "train", "PublicTest": "test", "PrivateTest": "test"}  # as both papers: 28,709 and 7,178
SIDE = 48


@contextlib.contextmanager
def open_csv(path):
    if path.suffix == ".csv":
        with open(path, newline="") as file:
            yield file
        return
    with tarfile.open(path) as tar:
        member = next(m for m in tar.getmembers() if pathlib.PurePosixPath(m.name).name == "fer2013.csv")
        yield io.TextIOWrapper(tar.extractfile(member), newline="")


def read(about, path):
    """The published file -> {train,val,test}_x uint8 (N, 48, 48), _y uint8 (N,)."""
    images = {split: [] for split in SPLITS.values()}
    labels = {split: [] for split in SPLITS.values()}
    row = 0
    try:
        with open_csv(path) as file:
            for row, fields in enumerate(csv.DictReader(file), 1):
                split = SPLITS[fields["Usage"]]
                images[split].append(np.array(fields["pixels"].split(), np.uint8).reshape(SIDE, SIDE))  # (48, 48)
                labels[split].append(int(fields["emotion"]))
    except (
        OSError,
        EOFError,
        tarfile.TarError,
        StopIteration,
        csv.Error,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
    ) as error:
        raise TrainingError(f"{path} is not a whole fer2013.csv: after row {row}: {error!r}", "download it again") from error
    empty = [name for name, split in SPLITS.items() if not labels[split]]
    if empty:
        raise TrainingError(f"{path} has no rows of usage {', '.join(empty)}", "is it the whole fer2013.csv?")
    return {
        f"{split}_{key}": np.array(part[split], dtype)
        for split in SPLITS.values()
        for key, part, dtype in (("x", images, np.uint8), ("y", labels, np.int64))
    }
