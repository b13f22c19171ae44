"""Confidence in fixed point against softmax in double precision: |CS - float| <= 2^-10, eq. (13)."""
import unittest

import numpy as np

import seeds
from model import confidence

VECTORS = 1_000_000
TOLERANCE = 2.0**-10


def softmax_gap(logits, radix, temperature):
    """p1 - p2 in double precision, (N,)."""
    z = logits.astype(np.float64) * 2.0**-radix * (65536.0 / temperature)
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z)
    top = np.partition(p, -2, axis=1)[:, -2:]
    return np.abs(top[:, 1] - top[:, 0]) / p.sum(axis=1)


def random_logits(rng, count, classes, radix, temperature):
    """(count, classes) int32: a third a few nats apart, a third of any power of two, a sixth with ties, the rest extreme."""
    kind = rng.randint(0, 6, count)[:, None]
    unit = 2.0**radix * temperature / 65536  # one nat
    natural = rng.normal(size=(count, classes)) * unit * np.exp(rng.normal(size=(count, 1)) * 2)
    any_scale = rng.uniform(-1, 1, (count, classes)) * 2.0 ** rng.uniform(0, 31, (count, 1))
    ties = rng.randint(-1, 2, (count, classes)) * np.minimum(2.0**30, unit)
    extreme = rng.choice((-(2.0**31), 2.0**31 - 1, 0.0), (count, classes))
    z = np.where(kind < 2, natural, np.where(kind < 4, any_scale, np.where(kind == 4, ties, extreme)))
    return np.clip(np.floor(z), -(2**31), 2**31 - 1).astype(np.int64)


def settings(rng):
    """(radix, temperature): both limits of each and anything between."""
    radix = int(rng.choice((-8, 30, rng.randint(-8, 31), rng.randint(4, 16))))
    temperature = int(rng.choice((2**10, 2**22, 65536, rng.randint(2**10, 2**22 + 1), int(2 ** rng.uniform(10, 22)))))
    return radix, temperature


class Confidence(unittest.TestCase):
    def test_fixed_point_against_double(self):
        rng = seeds.generator(self.id())
        worst, count, each = 0.0, 0, 512
        while count < VECTORS:
            for classes in range(2, 101):
                radix, temperature = settings(rng)
                logits = random_logits(rng, each, classes, radix, temperature)
                got = confidence.confidence_q16(logits, radix, temperature)
                self.assertTrue(((got >= 0) & (got <= 65536)).all())
                worst = max(worst, np.abs(got / 65536 - softmax_gap(logits, radix, temperature)).max())
                count += each
        print(f"confidence: {count} vectors, largest error {worst:.6f} = 2^{np.log2(worst):.2f}")
        self.assertLessEqual(worst, TOLERANCE)

    def test_known_values(self):
        self.assertEqual(confidence.confidence([7, 7, 7], 0, 65536), (0, 1, 0, 0))
        self.assertEqual(confidence.confidence([2**31 - 1, -(2**31)], -8, 1024), (0, 1, 256, 65536))
        self.assertEqual(confidence.confidence([-(2**31), 2**31 - 1], 30, 2**22)[:2], (1, 0))

    def test_scale_covers_every_allowed_radix_and_temperature(self):
        for radix in range(-8, 31):
            for temperature in (2**10, 2**10 + 1, 65535, 65536, 65537, 2**22 - 1, 2**22):
                m, s = confidence.scale(radix, temperature)
                self.assertGreaterEqual(s, 0)
                exact = np.log2(np.e) * 2.0**-radix / (temperature / 65536) * 65536
                self.assertAlmostEqual(m * 2.0**-s / exact, 1, delta=2e-9)


if __name__ == "__main__":
    unittest.main()
