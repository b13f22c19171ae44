"""From what a data set's publishers ship to NAME.npz, checked: `train convert NAME SOURCE --out FOLDER`."""
import pathlib

import numpy as np

from . import cifar, data, fer2013, mnist, people, speech
from .errors import TrainingError

READERS = {
    "cifar10": cifar.read,
    "cifar100": cifar.read,
    "mnist": mnist.read,
    "fer2013": fer2013.read,
    "speech-commands": speech.read_folders,
    "arabic": speech.read_sound,
    "voices": people.read,
}


def convert(name, source, folder):
    """Writes `folder`/NAME.npz and returns its path."""
    about, source, folder = data.find(name), pathlib.Path(source), pathlib.Path(folder)
    if name not in READERS:
        raise TrainingError(f"{about.title} is not converted", about.source)
    if not source.exists():
        raise TrainingError(f"{about.title}: {source} is missing", f"expected: {about.published}; source: {about.source}")
    arrays = READERS[name](about, source)
    for split in sorted({key.split("_")[0] for key in arrays}):
        data.check(source, split, arrays[f"{split}_x"], arrays[f"{split}_y"], about)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / about.file_name
    if path.exists() and path.samefile(source):
        raise TrainingError(f"{path} is the source itself", "choose another folder with --out")
    np.savez(path, **{data.PUBLISHED: True}, **{key: np.ascontiguousarray(array) for key, array in arrays.items()})
    return path
