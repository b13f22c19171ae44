"""The identities and bounds of nf-interop/kernels/methods/winograd-3x3.md: exact, or over every value."""
import unittest

import numpy as np

from model.layouts import F23, F43

TRANSFORMS = {  # outputs of an axis: B^T, A^T, factor of the result
    2: ([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]], [[1, 1, 1, 0], [0, 1, -1, -1]], 2),
    4: (
        [
            [4, 0, -5, 0, 1, 0],
            [0, -4, -4, 1, 1, 0],
            [0, 4, -4, -1, 1, 0],
            [0, -2, -1, 2, 1, 0],
            [0, 2, -1, -2, 1, 0],
            [0, 4, 0, -5, 0, 1],
        ],
        [[6, 4, 4, 1, 1, 0], [0, 4, -4, 2, -2, 0], [0, 4, 4, 4, 4, 0], [0, 4, -4, 8, -8, 24]],
        24,
    ),
}
LAYOUTS = {2: F23, 4: F43}
INVERSE = 954437177


class Winograd(unittest.TestCase):
    def test_one_axis_for_unit_vectors(self):
        for outputs, (b, a, factor) in TRANSFORMS.items():
            for tap, g in enumerate(np.eye(3, dtype=int)):
                for at, d in enumerate(np.eye(outputs + 2, dtype=int)):
                    got = np.array(a) @ ((LAYOUTS[outputs].g @ g) * (np.array(b) @ d))
                    expected = [factor * (i + tap == at) for i in range(outputs)]
                    self.assertEqual(got.tolist(), expected, (outputs, tap, at))

    def test_points_fit_halfwords(self):
        largest = {2: (512, 1143), 4: (12800, 6223)}
        for outputs, (b, _, _) in TRANSFORMS.items():
            of_input = 128 * np.abs(b).sum(1).max() ** 2
            of_filter = 127 * np.abs(LAYOUTS[outputs].g).sum(1).max() ** 2
            self.assertEqual((of_input, of_filter), largest[outputs])
            self.assertLess(max(of_input, of_filter), 2**15)

    def test_division_by_576_for_every_result(self):
        for first in range(-(2**25) + 1, 2**25, 2**22):
            y = np.arange(first, min(first + 2**22, 2**25), dtype=np.int64)
            v = (576 * y % 2**32 * INVERSE % 2**32).astype(np.uint32).view(np.int32)
            self.assertTrue(np.array_equal(v >> 6, y))
        self.assertNotEqual(np.int32((576 * 2**25 * INVERSE + 2**31) % 2**32 - 2**31) >> 6, 2**25)

    def test_lanes_get_back_what_they_borrowed(self):
        lower = np.arange(-(2**15), 2**15, dtype=np.int64)
        for upper in (-(2**15), -12800, -1, 0, 1, 12800, 2**15 - 1):
            v = (upper * 65536 + lower) % 2**32
            settled = (v + ((v & 0x8000) << 1)) % 2**32
            self.assertTrue(np.array_equal(settled, upper % 65536 * 65536 + lower % 65536))

    def test_the_offset_of_bytes_reaches_one_point(self):
        b = np.array(TRANSFORMS[4][0])
        expected = np.zeros((6, 6), int)
        expected[1, 1] = 0x1200
        self.assertTrue(np.array_equal(b @ np.full((6, 6), 128) @ b.T, expected))


if __name__ == "__main__":
    unittest.main()
