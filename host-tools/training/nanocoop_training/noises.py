"""Made noise for training, labelled `unknown`: a network that heard it takes less of what a machine does for a word. Pieces of
words as a second kind were tried: they cost 1.7 points of accuracy, since many words end like another one begins."""
import numpy as np

from .keywords import coloured_noise
from .logmel import SAMPLES, SAMPLE_RATE

NOISES = 600
LEVEL_DB = (-75.0, -12.0)  # of noise, root mean square below full scale: from a silent room to a loud machine
SLOPE = (0.0, 2.5)  # noise power falls as 1 / f^slope
HUM_HZ = (40.0, 160.0)


def sway(rng):
    """float (SAMPLES,): a gain that rises and falls a few times a second, between 0.1 and 1."""
    points = rng.uniform(0.1, 1.0, rng.integers(3, 12))
    return np.interp(np.linspace(0, len(points) - 1, SAMPLES), np.arange(len(points)), points)


def hum(rng):
    """float (SAMPLES,), mean square 1: harmonics of a machine's turning, each at random strength and phase."""
    seconds = np.arange(SAMPLES) / SAMPLE_RATE
    tones = np.arange(1, 13)[:, None] * rng.uniform(*HUM_HZ)  # (12, 1) Hz
    strength = rng.exponential(1.0, (12, 1)) / np.arange(1, 13)[:, None]
    waves = (strength * np.sin(2 * np.pi * (tones * seconds + rng.uniform(0, 1, (12, 1))))).sum(0)
    return waves / np.sqrt((waves**2).mean())


def noise(rng):
    """float (SAMPLES,) in int16's range: coloured noise, a hum in every third, and every other one rising and falling."""
    sound = coloured_noise(rng, rng.uniform(*SLOPE))
    if rng.random() < 1 / 3:
        sound = sound * rng.uniform(0.1, 1.0) + hum(rng)
    if rng.random() < 1 / 2:
        sound = sound * sway(rng)
    return sound / np.sqrt((sound**2).mean()) * 32768 * 10 ** (rng.uniform(*LEVEL_DB) / 20)


def make(seed=1, count=NOISES):
    """int16 (count, SAMPLES), the same for the same seed."""
    made = np.stack([noise(np.random.default_rng([seed, 0x4015E, i])) for i in range(count)])  # (count, SAMPLES)
    return np.round(made).clip(-32768, 32767).astype(np.int16)
