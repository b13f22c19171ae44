"""Log-mel in integers: C = the integer model bit for bit, and within one step of LOGMEL.md's float form on 99.9 % of values."""
import ctypes
import pathlib
import sys
import unittest
import wave

import c_library
import make_logmel_tables
import numpy as np
import seeds
from model import logmel

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "host-tools/training"))

from nanocoop_training import logmel as float_form  # noqa: E402

WITHIN = 0.999
STEPS = 48 + 480 * np.arange(32)


def c_row(samples):
    samples = np.ascontiguousarray(samples, np.int16)
    work, row = np.zeros(1024, np.int32), np.zeros(32, np.uint8)
    c_library.kernels().ncn_logmel_row(*(ctypes.c_void_p(a.ctypes.data) for a in (samples, work, row)))
    return row


def c_image(samples):
    """int16 (n,) -> uint8 (32, 32)."""
    samples = float_form.fit(samples)
    return np.stack([c_row(samples[s : s + 1024]) for s in STEPS])


def recordings():
    for path in sorted((ROOT / "host-tools/models/keywords-wav").glob("*.wav")):
        with wave.open(str(path)) as w:
            yield np.frombuffer(w.readframes(w.getnframes()), "<i2")


def frames(rng, count):
    """int16 (1024,): noise, tones, steps and clipped sound of every level, and the extremes."""
    n = np.arange(1024)
    yield np.zeros(1024)
    yield np.full(1024, -32768)
    yield np.where(n // 512 % 2, 32767, -32768)
    for _ in range(count):
        level = 32767 * 10.0 ** -rng.uniform(0, 4.5)
        tone = np.sin(2 * np.pi * rng.uniform(20, 7900) / 16000 * n + rng.uniform(0, 6.3))
        other = (rng.normal(size=1024), tone, np.sign(tone), 8 * tone)[rng.randint(4)]
        yield level * other + 10.0 ** rng.uniform(-1, 3) * rng.normal(size=1024)


class LogMelTest(unittest.TestCase):
    def setUp(self):
        self.rng = seeds.generator(self)

    def test_tables_are_those_of_the_formulas(self):
        self.assertEqual(make_logmel_tables.FILE.read_text(), make_logmel_tables.text())

    def test_c_is_the_integer_model(self):
        for i, frame in enumerate(frames(self.rng, 300)):
            samples = np.clip(np.round(frame), -32768, 32767).astype(np.int16)
            self.assertEqual(c_row(samples).tolist(), logmel.row(samples).tolist(), f"frame {i}")

    def test_within_one_step_of_the_float_form(self):
        clips = [*recordings(), float_form.example_signal()]
        for level in (1, 8, 40):  # quiet recordings too
            for clip in clips:
                noisy = clip / level + self.rng.uniform(-180 / level, 180 / level, len(clip))
                self.check(np.clip(noisy, -32768, 32767).astype(np.int16))
            self.report(f"recordings / {level}")

    def test_within_one_step_on_made_frames(self):
        for frame in frames(self.rng, 400):
            samples = np.zeros(16000, np.int16)
            samples[48 : 48 + 1024] = np.clip(np.round(frame), -32768, 32767)
            self.check(samples)
        self.report("made frames")

    def check(self, samples):
        difference = np.abs(c_image(samples).astype(int) - float_form.log_mel(samples)[..., 0].astype(int))
        self.differences = [*getattr(self, "differences", []), difference]

    def report(self, what):
        all_of_them = np.stack(self.differences)
        self.differences = []
        within, equal = (all_of_them <= 1).mean(), (all_of_them == 0).mean()
        print(f"log-mel, {what}: {equal:.3%} equal, {within:.4%} within one step, largest difference {all_of_them.max()}")
        self.assertGreaterEqual(within, WITHIN)


if __name__ == "__main__":
    unittest.main()
