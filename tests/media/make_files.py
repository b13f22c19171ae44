"""Makes the small files of tests/media/files that .NET cannot write: run it with a Python that has Pillow and NumPy, and ffmpeg
on PATH.

    /usr/bin/python3 tests/media/make_files.py
"""
import pathlib
import subprocess
import wave

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent / "files"
RED_LEFT_BLUE_RIGHT = np.zeros((24, 32, 3), np.uint8)
RED_LEFT_BLUE_RIGHT[:, :16] = (200, 30, 30)
RED_LEFT_BLUE_RIGHT[:, 16:] = (30, 30, 200)


def pictures():
    image = Image.fromarray(RED_LEFT_BLUE_RIGHT)
    image.convert("CMYK").save(HERE / "cmyk.jpg", quality=95)
    image.save(HERE / "plain.bmp")
    image.convert("L").save(HERE / "grey.jpg", quality=95)
    other = Image.new("RGB", image.size, (0, 255, 0))
    image.save(HERE / "animated.gif", save_all=True, append_images=[other, other], duration=50)
    Image.fromarray((np.arange(32 * 32, dtype=np.uint16) * 64).reshape(32, 32)).save(HERE / "grey16.png")
    # Pillow's Lanczos filter is the judge of PictureResizer.
    noise = np.random.default_rng(5).integers(0, 256, (23, 37, 3), np.uint8)
    source = Image.fromarray(noise)
    source.save(HERE / "noise.png")
    left = (37 - 23) // 2
    source.crop((left, 0, left + 23, 23)).resize((16, 16), Image.LANCZOS).save(HERE / "noise-crop-16x16.png")
    source.resize((50, 40), Image.LANCZOS).save(HERE / "noise-stretch-50x40.png")


def write_wav(path, x, rate, width):  # x int (n, channels)
    with wave.open(str(path), "wb") as f:
        f.setnchannels(x.shape[1])
        f.setsampwidth(width)
        f.setframerate(rate)
        f.writeframes(np.ascontiguousarray(x.astype("<i4")).view(np.uint8).reshape(-1, 4)[:, :width].tobytes())


def sounds():
    rng = np.random.default_rng(7)
    n = np.arange(3000)
    tone = np.round(8000 * np.sin(2 * np.pi * 440 * n / 16000) + rng.normal(0, 40, 3000)).astype(np.int64)
    tone[1000:1600] = 0
    right = np.round(0.4 * tone + rng.normal(0, 900, 3000)).astype(np.int64)
    loud = rng.integers(-(2**23), 2**23, 3000)
    kinds = {
        "mono-16": (tone[:, None], 16000, 2),
        "stereo-16": (np.stack([tone, right], 1), 44100, 2),
        "stereo-24": (np.stack([tone * 256, loud], 1), 48000, 3),
    }
    for name, (x, rate, width) in kinds.items():
        write_wav(HERE / f"{name}.wav", x, rate, width)
        subprocess.run(
            [
                "ffmpeg",
                "-loglevel",
                "error",
                "-y",
                "-i",
                HERE / f"{name}.wav",
                "-compression_level",
                "12" if width == 2 else "5",
                *(["-sample_fmt", "s32", "-bits_per_raw_sample", "24"] if width == 3 else []),
                HERE / f"{name}.flac",
            ],
            check=True,
        )
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-i", HERE / "mono-16.wav", "-b:a", "32k", HERE / "tone.mp3"], check=True
    )


HERE.mkdir(exist_ok=True)
pictures()
sounds()
