"""Sign thresholds, flips and the affine form against batch norm and sign in float and in exact fractions: eq. (8) to (11)."""
import unittest
from fractions import Fraction

import numpy as np

import seeds
from model import thresholds


def exact_sign(gamma, beta, mean, deviation, value):
    """gamma (value - mean) / deviation + beta >= 0 without rounding; all arguments are Fractions."""
    return gamma * (value - mean) / deviation + beta >= 0


class SignThresholds(unittest.TestCase):
    def setUp(self):
        self.rng = seeds.generator(self.id())

    def dyadic(self, low, high, denominator):
        return Fraction(int(self.rng.randint(low, high + 1)), denominator)

    def test_hidden_layer_on_every_sum_ties_included(self):
        """Parameters are small dyadic numbers with gamma a power of two, so that ties are hit and all arithmetic is exact."""
        ties = 0
        for _ in range(2000):
            k = int(self.rng.randint(1, 100))
            gamma = Fraction(int(self.rng.choice((-4, -1, 0, 1, 2)))) / 2
            beta, mean, deviation = self.dyadic(-24, 24, 8), self.dyadic(-80, 80, 4), self.dyadic(1, 16, 4)
            alpha = self.dyadic(1, 16, 16)
            t, flip = thresholds.hidden(float(gamma), float(beta), float(mean), float(deviation**2), 0.0, float(alpha))
            for s in range(-k, k + 1, 2):
                expected = exact_sign(gamma, beta, mean, deviation, alpha * s)
                self.assertEqual((s >= t) != flip, expected, (gamma, beta, mean, alpha, s))
                ties += gamma != 0 and gamma * (alpha * s - mean) / deviation + beta == 0
        self.assertGreater(ties, 20)

    def test_hidden_layer_with_any_floats(self):
        for _ in range(2000):
            k = int(self.rng.randint(1, 4000))
            gamma, beta, mean = self.rng.normal(size=3) * (1, 1, 30)
            variance, alpha = np.exp(self.rng.normal(size=2) * 2)
            t, flip = thresholds.hidden(gamma, beta, mean, variance, 1e-5, alpha)
            s = np.arange(-k, k + 1)
            y = gamma * (alpha * s - mean) / np.sqrt(variance + 1e-5) + beta
            clear = np.abs(y) > 1e-9 * (abs(beta) + abs(gamma) * (alpha * k + abs(mean)))  # double rounding decides nearer
            self.assertTrue((((s >= t) != flip) == (y >= 0))[clear].all(), (gamma, beta, mean, variance, alpha))

    def test_first_layer_with_and_without_relu(self):
        ties = constants = 0
        for _ in range(2000):
            radix, relu = int(self.rng.randint(0, 6)), bool(self.rng.randint(0, 2))
            gamma = Fraction(int(self.rng.choice((-4, -1, 0, 1, 2)))) / 2
            beta, mean, deviation = self.dyadic(-24, 24, 8), self.dyadic(-24, 24, 8), self.dyadic(1, 16, 4)
            t, flip = thresholds.first(float(gamma), float(beta), float(mean), float(deviation**2), 0.0, radix, relu)
            constants += t == thresholds.LOWEST
            for acc in range(-200, 201):
                value = Fraction(acc, 2**radix)
                value = max(Fraction(0), value) if relu else value
                expected = exact_sign(gamma, beta, mean, deviation, value)
                self.assertEqual((acc >= t) != flip, expected, (gamma, beta, mean, relu, acc))
                ties += gamma != 0 and gamma * (value - mean) / deviation + beta == 0
        self.assertGreater(ties, 200)
        self.assertGreater(constants, 200)

    def test_thresholds_beyond_int32_saturate(self):
        self.assertEqual(thresholds.hidden(1.0, -1e12, 0.0, 1.0, 0.0, 1.0), (2**31 - 1, False))  # never: bit 0
        self.assertEqual(thresholds.hidden(1.0, 1e12, 0.0, 1.0, 0.0, 1.0), (-(2**31), False))  # always: bit 1
        self.assertEqual(thresholds.hidden(-1.0, 1e12, 0.0, 1.0, 0.0, 1.0), (2**31 - 1, True))  # u = 0, bit 1
        self.assertEqual(thresholds.hidden(-1e-30, -1e12, 0.0, 1.0, 0.0, 1e-30), (-(2**31), True))
        self.assertEqual(thresholds.hidden(0.0, 0.0, 5.0, 1.0, 0.0, 1.0), (-(2**31), False))
        self.assertEqual(thresholds.hidden(0.0, -0.5, 5.0, 1.0, 0.0, 1.0), (-(2**31), True))

    def test_affine_form_stays_within_its_rounding(self):
        for _ in range(500):
            channels, k = int(self.rng.randint(1, 9)), int(self.rng.randint(1, 2000))
            radix_out = int(self.rng.randint(-2, 8))
            scale = self.rng.normal(size=channels) * 2.0**-radix_out * 100 / np.sqrt(k)
            offset = self.rng.normal(size=channels) * 2.0**-radix_out * 50
            m, o, r = thresholds.affine(scale, offset, k, radix_out)
            self.assertTrue(r > 0 or np.abs(m).max() > 16383)
            s = np.arange(-k, k + 1)[:, None]
            self.assertLess(np.abs(m.astype(np.int64) * s + o).max() + (2 ** (r - 1) if r else 0), 2**31)
            exact = (scale * s + offset) * 2.0**radix_out
            got = (m.astype(np.int64) * s + o) / 2.0**r
            self.assertLessEqual(np.abs(got - exact).max(), (k + 1) * 0.5 / 2.0**r + 1e-6)


if __name__ == "__main__":
    unittest.main()
