"""Log-mel images: the example of LOGMEL.md, and the page's steps done the slow way."""
import json
import math
import unittest

import support

if support.np:
    import numpy as np

    from nanocoop_training import logmel


@unittest.skipUnless(support.np, support.NEEDS_NUMPY)
class LogMelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.example = json.loads((support.TRAINING / "logmel-example.json").read_text())

    def test_example(self):
        made = logmel.example()
        self.assertEqual({k: v for k, v in made.items() if k != "image"}, {k: v for k, v in self.example.items() if k != "image"})
        difference = np.abs(np.array(made["image"]) - np.array(self.example["image"]))
        self.assertLessEqual(difference.max(), 1)
        self.assertLessEqual((difference > 0).mean(), 0.001)

    def test_steps_written_out(self):
        s = logmel.example_signal().astype(float)
        n, k = np.arange(1024), np.arange(513)
        top = 2595 * math.log10(1 + 7600 / 700)
        bottom = 2595 * math.log10(1 + 60 / 700)
        e = [700 * (10 ** ((bottom + j * (top - bottom) / 33) / 2595) - 1) for j in range(34)]
        for t in (0, 17, 31):
            x = (0.5 - 0.5 * np.cos(2 * np.pi * n / 1024)) * s[48 + 480 * t + n] / 32768
            power = np.abs(np.exp(-2j * np.pi * np.outer(k, n) / 1024) @ x) ** 2
            for b in range(32):
                energy = 0.0
                for i in range(513):
                    hz = 15.625 * i
                    energy += power[i] * max(0.0, min((hz - e[b]) / (e[b + 1] - e[b]), (e[b + 2] - hz) / (e[b + 2] - e[b + 1])))
                byte = min(255, max(0, math.floor(2.5 * (10 * math.log10(energy + 1e-10) + 54) + 0.5)))
                self.assertLessEqual(abs(byte - self.example["image"][t][b]), 1, (t, b))

    def test_silence_short_and_long_clips(self):
        self.assertEqual(int(logmel.log_mel(np.zeros(16000, np.int16)).max()), 0)
        s = logmel.example_signal()
        longer = np.concatenate([s, s])
        self.assertTrue((logmel.log_mel(longer) == logmel.log_mel(s)).all())
        self.assertTrue((logmel.log_mel(s[:14000]) == logmel.log_mel(s)).all())  # its end is silent


if __name__ == "__main__":
    unittest.main()
