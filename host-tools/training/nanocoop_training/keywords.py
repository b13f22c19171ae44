"""The keyword data set: words of words.py, spoken by the voices of voices.py, at random times in one second of coloured noise.

Every clip has a random generator of its own, seeded by (seed, split, word, number), so that a clip is the same however many
others are made. The speech without noise is kept beside the data set (keywords-speech.npz): another noise needs no new speech.
"""
import json
import pathlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np

from . import espeak, voices, wav
from .errors import TrainingError
from .logmel import SAMPLES, SAMPLE_RATE, log_mel
from .words import CLASSES, KEYWORDS, OTHER_WORDS, OTHER_WORDS_TEST_ONLY

SPLITS = ("train", "val", "test")


@dataclass(frozen=True)
class Settings:
    seed: int = 1
    keyword_clips: tuple = (480, 60, 80)  # a word, in train, val, test
    other_clips: tuple = (32, 4, 4)  # a word of "unknown"
    snr_db: tuple = (0.0, 20.0)  # speech to noise, even between the two
    level_db: tuple = (-32.0, -16.0)  # loudness of the speech (root mean square), below full scale
    slope: tuple = (0.0, 2.0)  # noise power falls as 1 / f^slope: white to brown
    demo_per_class: int = 10


def clip_list(settings, split):
    """Returns [(utterance, class index, seed of the clip)] in a fixed order."""
    s = SPLITS.index(split)
    words = [(w, i, settings.keyword_clips[s]) for i, w in enumerate(KEYWORDS)]
    others = OTHER_WORDS + (OTHER_WORDS_TEST_ONLY if split == "test" else ())
    words += [(w, len(KEYWORDS), settings.other_clips[s]) for w in others]
    clips = []
    for number, (word, label, count) in enumerate(words):
        for i in range(count):
            seed = (settings.seed, s, number, i)
            rng = np.random.default_rng(seed)
            family = voices.SPLIT_FAMILIES[split][rng.integers(len(voices.SPLIT_FAMILIES[split]))]
            members = voices.variants(family)
            utterance = espeak.Utterance(
                word,
                voices.ACCENTS[rng.integers(len(voices.ACCENTS))],
                members[rng.integers(len(members))],
                int(rng.integers(110, 231)),
                int(rng.integers(15, 86)),
            )
            clips.append((utterance, label, seed))
    return clips


def coloured_noise(rng, slope):
    """float (16000,), mean square 1: white noise shaped in the frequency domain, flat below 50 Hz."""
    spectrum = np.fft.rfft(rng.standard_normal(SAMPLES))
    hz = np.fft.rfftfreq(SAMPLES, 1 / SAMPLE_RATE)  # (8001,)
    shaped = np.fft.irfft(spectrum * np.maximum(hz, 50) ** (-slope / 2), SAMPLES)
    return shaped / np.sqrt((shaped**2).mean())


def mix(speech, seed, settings):
    """Clean speech int16 (n,) -> int16 (16000,): level, place in time and noise are drawn from the clip's seed."""
    rng = np.random.default_rng(seed + (1,))
    rms = 32768 * 10 ** (rng.uniform(*settings.level_db) / 20)
    speech = speech[:SAMPLES].astype(np.float64)
    speech = speech * (rms / np.sqrt((speech**2).mean()))
    start = rng.integers(0, SAMPLES - len(speech) + 1)
    sound = coloured_noise(rng, rng.uniform(*settings.slope)) * rms * 10 ** (-rng.uniform(*settings.snr_db) / 20)
    sound[start : start + len(speech)] += speech
    return np.round(sound).clip(-32768, 32767).astype(np.int16)


def speak_all(clips, workers, say):
    with ThreadPoolExecutor(workers) as pool:
        spoken = []
        for clip in pool.map(lambda c: espeak.speak(c[0]), clips):
            spoken.append(clip)
            if len(spoken) % 1000 == 0 or len(spoken) == len(clips):
                say(f"  {len(spoken)} of {len(clips)}")
    return spoken


def speech_of(settings, folder, workers, say):
    """Clean speech of every clip by split, read from keywords-speech.npz when it was made with the same settings."""
    path = pathlib.Path(folder) / "keywords-speech.npz"
    key = json.dumps(
        [
            settings.seed,
            settings.keyword_clips,
            settings.other_clips,
            CLASSES,
            OTHER_WORDS,
            OTHER_WORDS_TEST_ONLY,
            voices.SPLIT_FAMILIES,
            voices.FAMILIES,
            voices.ACCENTS,
        ]
    )
    if path.is_file():
        with np.load(path, allow_pickle=False) as held:
            if str(held["key"]) == key:
                return {s: np.split(held[s], np.cumsum(held[f"{s}_lengths"])[:-1]) for s in SPLITS}
    if not espeak.available():
        raise TrainingError("espeak-ng is not installed", "apt-get install espeak-ng, then the same command")
    say(f"speaking with {espeak.version()}, seed {settings.seed}")
    speech, arrays = {}, {"key": np.array(key)}
    for split in SPLITS:
        say(f"{split}:")
        speech[split] = speak_all(clip_list(settings, split), workers, say)
        arrays[split] = np.concatenate(speech[split])
        arrays[f"{split}_lengths"] = np.array([len(x) for x in speech[split]])
    np.savez(path, **arrays)
    return speech


def make(folder, settings=Settings(), workers=2, say=print):
    """Writes keywords.npz (features) and keywords-test-audio.npz (int16 sound of the test split) into `folder`."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    speech = speech_of(settings, folder, workers, say)
    arrays, test_audio = {"words": np.array(CLASSES)}, None
    for split in SPLITS:
        clips = clip_list(settings, split)
        sound = [mix(x, seed, settings) for x, (_, _, seed) in zip(speech[split], clips)]  # (N,) of (16000,)
        arrays[f"{split}_x"] = np.stack([log_mel(x) for x in sound])  # (N, 32, 32, 1)
        arrays[f"{split}_y"] = np.array([label for _, label, _ in clips], np.uint8)
        if split == "test":
            test_audio = np.stack(sound)
        say(f"{split}: {len(clips)} clips")
    arrays["settings"] = np.array(json.dumps(asdict(settings)))
    np.savez_compressed(folder / "keywords.npz", **arrays)
    np.savez(folder / "keywords-test-audio.npz", x=test_audio, y=arrays["test_y"], words=arrays["words"])


def demo_indices(settings, labels):
    """Which test clips are the demo's samples: so many of each class, drawn by the seed alone, before any training."""
    rng = np.random.default_rng([settings.seed, 0xDE30])
    chosen = [rng.choice(np.flatnonzero(labels == c), settings.demo_per_class, replace=False) for c in range(len(CLASSES))]
    return rng.permutation(np.concatenate(chosen))


def write_demo(data_folder, out):
    """Writes keywords-demo.npz and keywords-wav/WORD.wav into `out`, from the test split made by `make`."""
    data_folder, out = pathlib.Path(data_folder), pathlib.Path(out)
    features_path, audio_path = data_folder / "keywords.npz", data_folder / "keywords-test-audio.npz"
    for path in (features_path, audio_path):
        if not path.is_file():
            raise TrainingError(f"{path} is missing", "nanocoop_training keywords --out FOLDER makes it")
    with np.load(features_path, allow_pickle=False) as features, np.load(audio_path, allow_pickle=False) as audio:
        settings = Settings(**json.loads(str(features["settings"])))
        x, y, sound = features["test_x"], features["test_y"], audio["x"]
    chosen = demo_indices(settings, y)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "keywords-demo.npz", x=x[chosen], y=y[chosen], words=np.array(CLASSES))
    (out / "keywords-wav").mkdir(exist_ok=True)
    for label, word in enumerate(CLASSES):
        first = next(i for i in chosen if y[i] == label)
        wav.write(out / "keywords-wav" / f"{word}.wav", sound[first])
