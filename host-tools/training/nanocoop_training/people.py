"""Single words said by people, from an archive of sound: the words of the made keywords, and everything else as `unknown`.
Training hears made noise too (noises.py), as `unknown`; validation and test are people and recorded noise."""
import zipfile

import numpy as np

from . import noises
from .errors import TrainingError
from .logmel import SAMPLES, log_mel
from .words import KEYWORDS, UNKNOWN

SPLITS = ("train", "val", "test")


def read(about, path):
    """{train,val,test}_x int16 (N, 16000), _word, _speaker (N,) -> the same splits as log-mel images, labels by word.

    A word that is a class gets its number, every other one, and silence, that of `unknown`. Made noise follows the training
    clips. Speakers of two splits are refused.
    """
    arrays, speakers = {}, {}
    try:
        with np.load(path, allow_pickle=False) as archive:
            for split in SPLITS:
                sound, words = archive[f"{split}_x"], archive[f"{split}_word"]  # (N, 16000), (N,)
                if sound.dtype != np.int16 or sound.ndim != 2 or len(sound) != len(words):
                    raise TrainingError(
                        f"{path}: {split}_x is {sound.dtype} {sound.shape} beside {len(words)} words, expected int16 (N, "
                        f"{SAMPLES})",
                        "make the archive again: train convert voices SOURCE --out FOLDER",
                    )
                arrays[f"{split}_x"] = np.stack([log_mel(clip) for clip in sound])  # (N, 32, 32, 1)
                arrays[f"{split}_y"] = np.array(
                    [about.classes.index(word if word in KEYWORDS else UNKNOWN) for word in words.tolist()], np.uint8
                )
                if split == "train":
                    made = np.stack([log_mel(clip) for clip in noises.make()])  # (M, 32, 32, 1)
                    arrays["train_x"] = np.concatenate((arrays["train_x"], made))
                    unknown = np.full(len(made), about.classes.index(UNKNOWN), np.uint8)
                    arrays["train_y"] = np.concatenate((arrays["train_y"], unknown))
                speakers[split] = set(archive[f"{split}_speaker"].tolist()) - {"-"}  # "-": no person, as of background noise
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} is not a whole archive of {about.title}: {error}", f"expected: {about.published}") from error
    for one, other in (("train", "val"), ("train", "test"), ("val", "test")):
        both = speakers[one] & speakers[other]
        if both:
            raise TrainingError(
                f"{path}: {len(both)} speakers are in {one} and in {other}, for example {min(both)}", "split by speaker"
            )
    return arrays
