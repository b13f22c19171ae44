"""No kernel takes more instructions than it did: bench/baseline.json, within 2 %. After a change that is meant: bench/bench.py --update."""
import json
import sys
import unittest

import c_library

sys.path.insert(0, str(c_library.INTEROP.parent / "tests" / "kernels" / "bench"))
import bench  # noqa: E402
import images  # noqa: E402
import measure  # noqa: E402

TOLERANCE = 1.02


def key(row):
    return row["network"], row["form"], row["layer"], row["kernel"], row["layout"]


class Instructions(unittest.TestCase):
    def test_no_case_grew(self):
        image = images.image()
        baseline = json.loads(bench.BASELINE.read_text())
        if images.version() != baseline["compiler"]:
            self.skipTest(f"the baseline is of arm-none-eabi-gcc {baseline['compiler']}, here is {images.version()}")
        before = {key(row): row["instructions"] for row in baseline["rows"]}
        now = {key(row): row["instructions"] for row in measure.instructions(image)}
        self.assertEqual(set(before), set(now), "other cases than the baseline's: bench/bench.py --update")
        grown = {k: (before[k], n) for k, n in now.items() if n > TOLERANCE * before[k]}
        self.assertEqual(grown, {})


if __name__ == "__main__":
    unittest.main()
