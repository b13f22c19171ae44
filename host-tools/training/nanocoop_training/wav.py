"""WAV files: mono, 16 bit, 16 kHz. Reads what `nanocoop classify` reads: plain or extensible PCM, also from a recorder that did
not know the length beforehand."""
import struct
import wave

import numpy as np

from .errors import TrainingError
from .logmel import SAMPLE_RATE

PCM, EXTENSIBLE = 1, 0xFFFE
STREAMED = (0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)  # what recorders that stream leave as the length of the data


def chunks(raw):
    """Yields (name, content) of each chunk of a RIFF WAVE file; the last one ends where the file ends."""
    at = 12
    while at + 8 <= len(raw):
        name, length = struct.unpack_from("<4sI", raw, at)
        at += 8
        another_follows = raw[at : at + 4].isalpha()  # the name of a chunk behind an empty one
        streamed = name == b"data" and (length in STREAMED or length == 0 and at < len(raw) and not another_follows)
        if not streamed and at + length > len(raw):
            raise ValueError(f"its chunk {name.decode('latin-1')!r} promises {length} bytes and holds {len(raw) - at}")
        yield name, raw[at:] if streamed else raw[at : at + length]
        at = len(raw) if streamed else at + length + length % 2


def read(path):
    """int16 (n,)."""
    try:
        raw = path.read_bytes()
        if not raw:
            raise TrainingError(f"{path} is empty (0 bytes)", "download it again, or delete it")
        if raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
            raise ValueError("it is no RIFF WAVE file")
        held = {}
        for name, content in chunks(raw):
            held[name] = held.get(name) or content
        tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", held[b"fmt "])
        sound = held[b"data"]
    except KeyError as error:
        raise TrainingError(
            f"{path} cannot be read as WAV: it has no chunk {error.args[0].decode()!r}", "download it again"
        ) from error
    except (OSError, ValueError, struct.error) as error:
        raise TrainingError(f"{path} cannot be read as WAV: {error}", "download it again") from error
    if tag not in (PCM, EXTENSIBLE) or (channels, bits, rate) != (1, 16, SAMPLE_RATE):
        raise TrainingError(
            f"{path} has {channels} channels of {bits} bits at {rate} Hz (format {tag})",
            f"one channel of 16 bit PCM at {SAMPLE_RATE} Hz is needed: sox IN -r {SAMPLE_RATE} -c 1 -b 16 OUT.wav",
        )
    if len(sound) < 2:
        raise TrainingError(f"{path} holds no sound", "download it again, or delete it")
    return np.frombuffer(sound[: len(sound) // 2 * 2], "<i2")


def write(path, samples):
    """`samples`: int16 (n,)."""
    with wave.open(str(path), "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(SAMPLE_RATE)
        f.writeframes(samples.astype("<i2").tobytes())


def files(folder):
    """The WAV files of a folder by name, whatever the case of their extension; not the `._` files that macOS leaves beside
    them."""
    return (
        sorted(p for p in folder.iterdir() if p.suffix.lower() == ".wav" and not p.name.startswith("._"))
        if folder.is_dir()
        else []
    )
