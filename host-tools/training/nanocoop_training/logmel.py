"""Log-mel images of one second of sound: LOGMEL.md, step by step."""
import hashlib

import numpy as np

SAMPLE_RATE = 16000
SAMPLES = 16000
FRAMES = 32
FIRST_FRAME = 48
HOP = 480
WINDOW = 1024
BANDS = 32
LOWEST_HZ, HIGHEST_HZ = 60.0, 7600.0
STEPS_PER_DB, ZERO_DB = 2.5, -54.0
LEAST_ENERGY = 1e-10

_HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)  # (1024,)


def _triangles():
    def mel(f):
        return 2595 * np.log10(1 + f / 700)

    mels = mel(LOWEST_HZ) + np.arange(BANDS + 2) * (mel(HIGHEST_HZ) - mel(LOWEST_HZ)) / (BANDS + 1)
    edges = 700 * (10 ** (mels / 2595) - 1)  # (34,)
    hz = np.arange(WINDOW // 2 + 1) * (SAMPLE_RATE / WINDOW)  # (513,)
    low, peak, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]  # (32, 1)
    return np.maximum(0, np.minimum((hz - low) / (peak - low), (high - hz) / (high - peak)))  # (32, 513)


_WEIGHTS = _triangles()  # (32, 513)


def fit(samples):
    """int16 (n,) -> int16 (16000,): cut, or continued with zeros."""
    whole = np.zeros(SAMPLES, np.int16)
    whole[: min(len(samples), SAMPLES)] = samples[:SAMPLES]
    return whole


def log_mel(samples):
    """int16 (n,) at 16 kHz -> uint8 (32, 32, 1)."""
    s = fit(np.asarray(samples, np.int16)).astype(np.float64)  # (16000,)
    starts = FIRST_FRAME + HOP * np.arange(FRAMES)  # (32,)
    x = s[starts[:, None] + np.arange(WINDOW)] / 32768 * _HANN  # (32, 1024)
    power = np.abs(np.fft.rfft(x)) ** 2  # (32, 513)
    level = 10 * np.log10(power @ _WEIGHTS.T + LEAST_ENERGY)  # (32, 32)
    return np.clip(np.floor(STEPS_PER_DB * (level - ZERO_DB) + 0.5), 0, 255).astype(np.uint8)[..., None]  # (32, 32, 1)


def example_signal():
    """int16 (16000,): the signal of LOGMEL.md."""
    samples, r = np.zeros(SAMPLES, np.int16), 1
    for n in range(14000):
        u = (200 * n + n * n // 16) % 16000
        samples[n] = u * (n % 4000) // 4000 - 4000 + r // 65536 % 512 - 256
        r = (r * 1103515245 + 12345) % 2**31
    return samples


def example():
    """What logmel-example.json holds."""
    samples = example_signal()
    return {
        "signal": "LOGMEL.md, The example",
        "sampleRate": SAMPLE_RATE,
        "first": samples[:16].tolist(),
        "sha256": hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest(),
        "image": log_mel(samples)[..., 0].tolist(),
    }
