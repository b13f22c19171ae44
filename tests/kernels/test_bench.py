"""No kernel takes more instructions than it did: bench/baseline.json, within 2 %. After a change that is meant: bench/bench.py
--update."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import c_library

sys.path.insert(0, str(c_library.INTEROP.parent / "tests" / "kernels" / "bench"))
import bench  # noqa: E402
import clock  # noqa: E402
import images  # noqa: E402
import measure  # noqa: E402

TOLERANCE = 1.02


def key(row):
    return row["network"], row["form"], row["layer"], row["kernel"], row["layout"]


class Instructions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = measure.instructions(images.image())

    def test_no_case_grew(self):
        baseline = json.loads(bench.BASELINE.read_text())
        if images.version() != baseline["compiler"]:
            self.skipTest(f"the baseline is of arm-none-eabi-gcc {baseline['compiler']}, here is {images.version()}")
        before = {key(row): row["instructions"] for row in baseline["rows"]}
        now = {key(row): row["instructions"] for row in self.rows}
        self.assertEqual(set(before), set(now), "other cases than the baseline's: bench/bench.py --update")
        grown = {k: (before[k], n) for k, n in now.items() if n > TOLERANCE * before[k]}
        self.assertEqual(grown, {})

    def test_the_packer_knows_every_shape_and_layout(self):
        known = {tuple(bench.shape_of(row).values()) for row in json.loads(bench.COSTS.read_text())["rows"]}
        self.assertEqual(
            known,
            {tuple(bench.shape_of(row).values()) for row in self.rows},
            "costs.json is of other kernels: bench/bench.py --costs",
        )


class Report(unittest.TestCase):
    ROW = {
        "network",
        "form",
        "layer",
        "kernel",
        "macs",
        "instructions",
        "cyclesMca",
        "cyclesDual",
        "cyclesBranch",
        "cyclesWaiting",
        "cycles",
        "scratchBytes",
        "stackBytes",
        "flashBytes",
        "codeBytes",
    }

    def test_rows_and_totals(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "report.json"
            done = subprocess.run(
                [sys.executable, bench.__file__, "--only", "gscnet", "--json", str(file)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            if "is not installed" in done.stderr:
                self.skipTest(done.stderr.strip())
            self.assertEqual(done.returncode, 0, done.stderr)
            report = json.loads(file.read_text())
        self.assertEqual(
            {(t["network"], t["form"], t["variant"]) for t in report["totals"]},
            {("gscnet", form, variant) for form in ("int8", "bnn") for variant in ("fastest", "oneByte", "flash768")},
        )
        for row in report["rows"]:
            self.assertLessEqual(self.ROW, set(row))
            self.assertGreaterEqual(2 * row["cyclesDual"], row["instructions"], "two a cycle are the most")
            self.assertIn(row["layer"], done.stdout)
            self.assertEqual(row["cyclesWaiting"][0], min(row["cyclesWaiting"]), "all in DTCM waits least")
        for total in report["totals"]:
            used = [r for r in report["rows"] if r["form"] == total["form"] and total["variant"] in r["variants"]]
            self.assertEqual(
                sorted(r["layer"] for r in used), sorted({r["layer"] for r in report["rows"] if r["form"] == total["form"]})
            )
            self.assertAlmostEqual(total["estimatedMs"], sum(clock.cycles(r) for r in used) / 216000, places=5)
            self.assertLessEqual(total["leastMs"], total["estimatedMs"])
            self.assertLessEqual(total["estimatedMs"], total["mostMs"])
            self.assertIn(f"{total['estimatedMs']:.2f}", done.stdout)


if __name__ == "__main__":
    unittest.main()
