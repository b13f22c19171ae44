"""The vectorised integer model against the definitions of NUMERICS.md written out as loops over single values."""
import unittest

import numpy as np

import seeds
from model import bits
from model.add import add
from model.binary_conv import conv_bits_to_int8, sums
from model.concat import concat
from model.conv import conv
from model.dense import dense
from model.pool import average_pool, max_pool
from model.pool_bits import pool_bits
from model.rounding import rshr
from model.shapes import conv_size, pool_size
from model.top_two import top_two

CASES = 300


def rounded(x, s):
    """rshr by its other form: (x + 2^(s-1)) >> s in unbounded integers."""
    return int(x) if s == 0 else (int(x) + 2 ** (s - 1)) >> s


def saturated(x):
    return max(-128, min(127, int(x)))


def pixels(shape):
    return [(y, x, c) for y in range(shape[0]) for x in range(shape[1]) for c in range(shape[2])]


def taps(shape, y, x, k_h, k_w, stride, pad_h, pad_w):
    """((row, column) in the image, (row, column) in the window) of every tap inside the image."""
    for i in range(k_h):
        for j in range(k_w):
            row, column = y * stride + i - pad_h, x * stride + j - pad_w
            if 0 <= row < shape[0] and 0 <= column < shape[1]:
                yield (row, column), (i, j)


class Rounding(unittest.TestCase):
    def test_rshr_rounds_halves_up_and_never_overflows(self):
        for s in range(32):
            for x in (0, 1, -1, 2, -2, 3, -3, 127, -128, 2**s, 2**s // 2, -(2**s // 2), 2**31 - 1, -(2**31)):
                self.assertEqual(int(rshr(x, s)), rounded(x, s), (x, s))


class Shapes(unittest.TestCase):
    def test_the_sizes_the_specification_names(self):
        self.assertEqual([pool_size(n, 3, 2, True) for n in (32, 16, 8)], [16, 8, 4])  # Caffe
        self.assertEqual(pool_size(13, 2, 2, False), 6)
        self.assertEqual(pool_size(5, 1, 3, True), 2)  # the window starting at 6 lies outside and is dropped
        sizes = [conv_size(32, 5, 1, True), conv_size(32, 3, 1, False), conv_size(32, 3, 2, True), conv_size(7, 1, 2, True)]
        self.assertEqual(sizes, [32, 30, 16, 4])

    def test_no_pooling_window_starts_outside(self):
        for n in range(1, 30):
            for k in range(1, n + 1):
                for stride in range(1, 9):
                    for up in (False, True):
                        out = pool_size(n, k, stride, up)
                        self.assertTrue(out >= 1 and (out - 1) * stride < n)
                        if up:
                            self.assertTrue(stride > k or (out - 1) * stride + k >= n, "the image is covered")


class Kernels(unittest.TestCase):
    def setUp(self):
        self.rng = seeds.generator(self.id())

    def draw(self, low, high, shape=None):
        return self.rng.randint(low, high + 1, shape)

    def geometry(self):
        """(shape, kH, kW, stride, same) of a convolution that fits."""
        while True:
            shape = tuple(self.draw(1, 6, 3))
            (k_h, k_w), stride, same = self.rng.choice((1, 2, 3, 5), 2), self.draw(1, 2), self.draw(0, 1)
            if same and (k_h % 2 == 0 or k_w % 2 == 0):
                continue
            if conv_size(shape[0], k_h, stride, same) >= 1 and conv_size(shape[1], k_w, stride, same) >= 1:
                return shape, int(k_h), int(k_w), int(stride), bool(same)

    def test_conv(self):
        for _ in range(CASES):
            shape, k_h, k_w, stride, same = self.geometry()
            out_c, s, relu = self.draw(1, 4), self.draw(0, 12), bool(self.draw(0, 1))
            x, w = self.draw(-128, 127, shape), self.draw(-127, 127, (out_c, k_h, k_w, shape[2]))
            b = self.draw(-5000, 5000, out_c)
            got = conv(x, w, b, stride, same, s, relu)
            pad_h, pad_w = (k_h // 2, k_w // 2) if same else (0, 0)
            for y, z, o in pixels(got.shape):
                acc = b[o] + sum(int(np.dot(x[p], w[(o, *q)])) for p, q in taps(shape, y, z, k_h, k_w, stride, pad_h, pad_w))
                expected = saturated(rounded(acc, s))
                self.assertEqual(got[y, z, o], max(0, expected) if relu else expected)

    def test_binary_sums_count_a_border_tap_as_zero(self):
        for _ in range(CASES):
            shape, k_h, k_w, stride, same = self.geometry()
            x, w = self.draw(0, 1, shape).astype(bool), self.draw(0, 1, (2, k_h, k_w, shape[2])).astype(bool)
            got = sums(x, w, stride, same)
            pad_h, pad_w = (k_h // 2, k_w // 2) if same else (0, 0)
            for y, z, o in pixels(got.shape):
                inside = list(taps(shape, y, z, k_h, k_w, stride, pad_h, pad_w))
                unlike = sum(int((x[p] ^ w[(o, *q)]).sum()) for p, q in inside)  # popcount(x xor w)
                self.assertEqual(got[y, z, o], len(inside) * shape[2] - 2 * unlike)

    def test_bits_to_int8_with_its_pooling(self):
        for _ in range(CASES // 3):
            shape, k_h, k_w, stride, same = self.geometry()
            x, w = self.draw(0, 1, shape).astype(bool), self.draw(0, 1, (3, k_h, k_w, shape[2])).astype(bool)
            m, o, r = self.draw(-9, 9, 3), self.draw(-99, 99, 3), self.draw(0, 5)
            relu, up = bool(self.draw(0, 1)), bool(self.draw(0, 1))
            s = sums(x, w, stride, same)
            p_h, p_w, p_stride = self.draw(1, s.shape[0]), self.draw(1, s.shape[1]), self.draw(1, 3)
            got = conv_bits_to_int8(x, w, m, o, r, relu, stride, same, p_h, p_w, p_stride, up)
            for y, z, c in pixels(got.shape):
                best = max(s[p][c] for p, _ in taps(s.shape, y, z, p_h, p_w, p_stride, 0, 0))
                expected = saturated(rounded(m[c] * best + o[c], r))
                self.assertEqual(got[y, z, c], max(0, expected) if relu else expected)

    def test_pooling(self):
        for _ in range(CASES):
            shape = tuple(self.draw(1, 7, 3))
            k_h, k_w, stride, up = self.draw(1, shape[0]), self.draw(1, shape[1]), int(self.draw(1, 4)), bool(self.draw(0, 1))
            x = self.draw(-128, 127, shape)
            flip = self.draw(0, 1, shape[2]).astype(bool)
            highest, average = max_pool(x, k_h, k_w, stride, up), average_pool(x, k_h, k_w, stride, up)
            binary = pool_bits(x > 40, flip, k_h, k_w, stride, up)
            for y, z, c in pixels(highest.shape):
                values = [int(x[p][c]) for p, _ in taps(shape, y, z, k_h, k_w, stride, 0, 0)]
                self.assertEqual(highest[y, z, c], max(values))
                self.assertEqual(average[y, z, c], (sum(values) + len(values) // 2) // len(values))
                self.assertEqual(binary[y, z, c], any(v > 40 for v in values) ^ flip[c])

    def test_pooled_bits_are_the_sign_of_the_pooled_sums(self):
        for _ in range(CASES):
            shape = tuple(self.draw(2, 6, 3))
            s, t, flip = self.draw(-9, 9, shape), self.draw(-9, 9, shape[2]), self.draw(0, 1, shape[2]).astype(bool)
            expected = (max_pool(s, 2, 2, 1, False) >= t) ^ flip
            self.assertTrue((pool_bits(s >= t, flip, 2, 2, 1, False) == expected).all())

    def test_dense_add_concat(self):
        for _ in range(CASES):
            x, w, b = self.draw(-128, 127, (1, 2, 3)), self.draw(-127, 127, (2, 6)), self.draw(-300, 300, 2)
            got = dense(x, w, b, 7, False).reshape(-1)
            self.assertEqual(list(got), [saturated(rounded(int(np.dot(w[o], x.reshape(-1))) + b[o], 7)) for o in (0, 1)])
            fa = int(self.draw(-32, 31))
            fb = int(np.clip(fa + self.draw(-16, 16), -32, 31))
            shift = int(self.draw(0, 20))
            y = self.draw(-128, 127, (1, 2, 3))
            f = max(fa, fb)
            got = add(x, y, fa, fb, f - shift, True)
            for p in pixels(x.shape):
                total = int(x[p]) * 2 ** (f - fa) + int(y[p]) * 2 ** (f - fb)
                self.assertEqual(got[p], max(0, saturated(rounded(total, shift))))
            z = self.draw(-(2**31), 2**31 - 1, (1, 1, 2))
            self.assertEqual(
                list(concat(z, x, 24, 1).reshape(-1)),
                [saturated(rounded(v, 24)) for v in z.reshape(-1)] + [saturated(rounded(v, 1)) for v in x.reshape(-1)],
            )

    def test_packed_bits(self):
        self.assertEqual(bits.pack(np.array([True] + [False] * 31 + [True])).hex(), "0100000001000000")
        for channels in (1, 31, 32, 33, 64, 65):
            value = self.draw(0, 1, (2, 3, channels)).astype(bool)
            self.assertTrue((bits.unpack(bits.pack(value), value.shape) == value).all())

    def test_lowest_index_wins_a_tie(self):
        self.assertEqual(top_two([1, 5, 5, 5]), (1, 2))
        self.assertEqual(top_two([5, 1, 1]), (0, 1))
        self.assertEqual(top_two([2**31 - 1, -(2**31)]), (0, 1))


if __name__ == "__main__":
    unittest.main()
