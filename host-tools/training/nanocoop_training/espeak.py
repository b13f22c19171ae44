"""One word spoken by espeak-ng: one process a clip, since only that repeats exactly."""
import shutil
import struct
import subprocess
from dataclasses import dataclass

import numpy as np

from .errors import TrainingError
from .logmel import SAMPLE_RATE

PEAK = 16384  # of a clean clip


@dataclass(frozen=True)
class Utterance:
    word: str
    accent: str
    variant: str
    words_per_minute: int
    pitch: int  # 0 to 99


def available():
    return shutil.which("espeak-ng") is not None


def version():
    return subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True).stdout.split("Data")[0].strip()


def speak(utterance):
    """Returns int16 (n,) at 16 kHz: without the silence before and after, loudest sample at PEAK."""
    u = utterance
    command = [
        "espeak-ng",
        "-v",
        f"{u.accent}+{u.variant}",
        "-s",
        str(u.words_per_minute),
        "-p",
        str(u.pitch),
        "-z",
        "--stdout",
        u.word,
    ]
    done = subprocess.run(command, capture_output=True)
    wav = done.stdout
    if done.returncode or len(wav) < 1000:
        raise TrainingError(
            f"espeak-ng said nothing: {' '.join(command)}: {done.stderr.decode(errors='replace').strip()}",
            "the voices are those of espeak-ng 1.51 (apt-get install espeak-ng)",
        )
    (rate,) = struct.unpack_from("<I", wav, 24)
    x = np.frombuffer(wav[44 : len(wav) // 2 * 2], "<i2").astype(np.float64)  # (m,), its header knows no length
    x = resample(trim(x, rate), rate)
    return np.round(x * (PEAK / np.abs(x).max())).astype(np.int16)


def trim(x, rate, least=0.01, margin_s=0.01):
    """Cuts what is below 1 % of the peak at both ends, but for 10 ms."""
    loud = np.flatnonzero(np.abs(x) > least * np.abs(x).max())
    margin = int(margin_s * rate)
    return x[max(0, loud[0] - margin) : loud[-1] + margin]


def resample(x, rate):
    """To 16 kHz in the frequency domain; a lower rate would need no filter, a higher one is cut at 8 kHz."""
    if rate == SAMPLE_RATE:
        return x
    common = np.gcd(rate, SAMPLE_RATE)
    block, ratio = rate // common, (rate // common, SAMPLE_RATE // common)
    padded = np.zeros(-(-(len(x) + rate // 20) // block) * block)
    padded[: len(x)] = x
    n = len(padded) * ratio[1] // ratio[0]
    spectrum = np.fft.rfft(padded)[: n // 2 + 1]
    return np.fft.irfft(spectrum, n)[: len(x) * ratio[1] // ratio[0]] * (n / len(padded))
