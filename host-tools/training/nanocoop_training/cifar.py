"""CIFAR-10 and CIFAR-100 from the archives that their authors publish (binary version): records of labels and three colour
planes."""
import pathlib
import tarfile

import numpy as np

from .errors import TrainingError

IMAGE = 3 * 32 * 32  # red, green and blue planes
# Name: (label bytes of a record, which of them counts, members of each split)
LAYOUTS = {
    "cifar10": (1, 0, {"train": [f"data_batch_{i}.bin" for i in range(1, 6)], "test": ["test_batch.bin"]}),
    "cifar100": (2, 1, {"train": ["train.bin"], "test": ["test.bin"]}),  # coarse label, fine label
}


def read(about, archive):
    """The published archive -> {train,test}_x uint8 (N, 32, 32, 3), _y uint8 (N,)."""
    labels, which, splits = LAYOUTS[about.name]
    arrays = {}
    try:
        with tarfile.open(archive) as tar:
            members = {pathlib.PurePosixPath(m.name).name: m for m in tar.getmembers() if m.isfile()}
            for split, names in splits.items():
                raw = np.frombuffer(b"".join(tar.extractfile(members[n]).read() for n in names), np.uint8)
                records = raw.reshape(-1, labels + IMAGE)  # (N, record)
                arrays[f"{split}_x"] = records[:, labels:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)  # (N, 32, 32, 3)
                arrays[f"{split}_y"] = records[:, which]  # (N,)
    except (tarfile.TarError, KeyError, ValueError, OSError, EOFError) as error:
        raise TrainingError(f"{archive} is not a whole {about.published}: {error}", "download it again") from error
    return arrays
