"""From the archive that CIFAR-10's authors publish (cifar-10-binary.tar.gz) to cifar10.npz."""
import pathlib
import tarfile

import numpy as np

from .data import DATA_SETS
from .errors import TrainingError

ARCHIVE = "cifar-10-binary.tar.gz"
MEMBERS = {"train": [f"data_batch_{i}.bin" for i in range(1, 6)], "test": ["test_batch.bin"]}
RECORD = 1 + 3 * 32 * 32  # label, then red, green and blue planes


def convert(archive, folder):
    """Reads the published archive; writes `folder`/cifar10.npz."""
    archive, folder = pathlib.Path(archive), pathlib.Path(folder)
    if not archive.is_file():
        raise TrainingError(f"CIFAR-10: {archive} is missing",
                            f"download {ARCHIVE} from https://www.cs.toronto.edu/~kriz/cifar.html")
    arrays = {}
    try:
        with tarfile.open(archive) as tar:
            members = {pathlib.PurePosixPath(m.name).name: m for m in tar.getmembers() if m.isfile()}
            for split, names in MEMBERS.items():
                raw = np.frombuffer(b"".join(tar.extractfile(members[n]).read() for n in names), np.uint8)
                records = raw.reshape(-1, RECORD)  # (N, 3073)
                arrays[f"{split}_x"] = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)  # (N, 32, 32, 3)
                arrays[f"{split}_y"] = records[:, 0]  # (N,)
    except (tarfile.TarError, KeyError, ValueError, OSError, EOFError) as error:
        raise TrainingError(f"{archive} is not a whole {ARCHIVE}: {error}", "download it again") from error
    if max(int(y.max()) for k, y in arrays.items() if k.endswith("_y")) > 9:
        raise TrainingError(f"{archive} has labels above 9", f"is it {ARCHIVE}, not CIFAR-100?")
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / DATA_SETS["cifar10"].file_name, **{k: np.ascontiguousarray(v) for k, v in arrays.items()})
