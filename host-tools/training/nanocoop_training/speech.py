"""Spoken words as log-mel images: Google Speech Commands from its folders, Arabic Speech Commands from an archive of sound."""
import pathlib
import zipfile

import numpy as np

from . import wav
from .errors import TrainingError
from .logmel import SAMPLES, log_mel
from .words import KEYWORDS, SILENCE

LISTS = {"val": "validation_list.txt", "test": "testing_list.txt"}
NOISE = "_background_noise_"
SILENCE_SHARE = {"train": (0.0, 0.8), "val": (0.8, 0.9), "test": (0.9, 1.0)}  # part of each noise file


def silence_clips(folder, split, count, rng):
    """Seconds of background noise at a random level, from a part of each file that no other split hears."""
    files = wav.files(folder / NOISE)
    if not files:
        raise TrainingError(f"{folder / NOISE} holds no .wav", "unpack the whole data set")
    low, high = SILENCE_SHARE[split]
    clips = []
    for i in range(count):
        sound = wav.read(files[i % len(files)])
        first, last = int(low * len(sound)), max(int(low * len(sound)), int(high * len(sound)) - SAMPLES)
        start = int(rng.integers(first, last + 1))
        clips.append((sound[start : start + SAMPLES] * rng.uniform(0.1, 1.0)).astype(np.int16))
    return clips


def name_in_list(line):
    """word/file, in lower case, of a line of the split lists, whichever system wrote it."""
    return pathlib.PurePosixPath(line.strip().replace("\\", "/")).as_posix().lower()


def read_folders(about, folder):
    """The published folder -> {train,val,test}_x uint8 (N, 32, 32, 1), _y. Words that are no class are left out."""
    listed = {}
    for split, name in LISTS.items():
        path = folder / name
        if not path.is_file():
            raise TrainingError(f"{about.title}: {path} is missing", f"unpack the data set from {about.source} into {folder}")
        listed.update({name_in_list(line): split for line in path.read_text().splitlines()})
    images = {split: [] for split in SILENCE_SHARE}
    labels = {split: [] for split in SILENCE_SHARE}
    for label, word in enumerate(KEYWORDS):
        files = wav.files(folder / word)
        if not files:
            raise TrainingError(f"{folder / word} holds no .wav", "unpack the whole data set")
        for path in files:
            split = listed.get(name_in_list(f"{word}/{path.name}"), "train")
            images[split].append(log_mel(wav.read(path)))  # (32, 32, 1)
            labels[split].append(label)
    rng = np.random.default_rng(0x51)
    for split in images:
        if not labels[split]:
            raise TrainingError(
                f"{folder} has no files of the {split} split", "are validation_list.txt and testing_list.txt whole?"
            )
        for clip in silence_clips(folder, split, max(1, len(labels[split]) // len(KEYWORDS)), rng):
            images[split].append(log_mel(clip))
            labels[split].append(about.classes.index(SILENCE))
    return {f"{split}_{key}": np.array(part[split], np.uint8) for split in images for key, part in (("x", images), ("y", labels))}


def read_sound(about, path):
    """An archive of int16 (N, 16000) sound -> the same splits as log-mel images."""
    arrays = {}
    try:
        with np.load(path, allow_pickle=False) as archive:
            for split in ("train", "val", "test"):
                sound = archive[f"{split}_x"]  # (N, 16000)
                if sound.dtype != np.int16 or sound.ndim != 2:
                    raise TrainingError(
                        f"{path}: {split}_x is {sound.dtype} {sound.shape}, expected int16 (N, {SAMPLES})",
                        f"source: {about.source}",
                    )
                arrays[f"{split}_x"] = np.stack([log_mel(clip) for clip in sound])  # (N, 32, 32, 1)
                arrays[f"{split}_y"] = archive[f"{split}_y"]
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} is not a whole archive of {about.title}: {error}", f"source: {about.source}") from error
    return arrays
