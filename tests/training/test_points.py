"""Working points from records: thresholds chosen on validation, intervals against counts made by hand."""
import json
import pathlib
import tempfile
import unittest

import support

if support.np:
    from nanocoop_training import points
    from nanocoop_training.errors import TrainingError


@unittest.skipUnless(support.np, support.NEEDS_NUMPY)
class PointsTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)

    def write(self, name, rows):
        """rows: (label, bnn, int8 or "", full, confidence of 65536)"""
        path = self.folder / name
        lines = [points.MAGIC, f"# model: {name}", "# form: coopnet", "# blobSha256: ab", "# data: x.npz", points.FIELDS]
        path.write_text("\n".join(lines + [",".join(map(str, (i, *row))) for i, row in enumerate(rows)]) + "\n")
        return path

    def test_points(self):
        # The BNN is right where it is sure; full mode is right everywhere; the baseline is right in three of four.
        rows = [(1, 1, "", 1, 60000), (2, 0, "", 2, 20000), (3, 3, "", 3, 50000), (4, 0, "", 4, 10000)]
        baseline = [(1, 1, 1, 1, 0), (2, 2, 2, 2, 0), (3, 0, 0, 0, 0), (4, 4, 4, 4, 0)]
        own, other = self.write("own", rows), self.write("other", baseline)
        card = self.folder / "card.json"
        card.write_text('{"name": "x"}')
        found = points.update_card(card, own, own, other, other, {"half": 0.5, "beyond": 1.1})
        # Of four answers 0.5 are right at once, 0.75 when the sample of 10000 / 65536 goes to full mode, all with that of 20000 / 65536.
        self.assertEqual([found[k]["confidenceThreshold"] * 256 for k in ("half", "breakEven", "maximum")],
                         [0, 10000 // 256 + 1, 20000 // 256 + 1])
        self.assertEqual([found[k]["fractionFull"] for k in ("half", "breakEven", "maximum", "alwaysFull")], [0, 0.25, 0.5, 1])
        self.assertIsNone(found["beyond"])
        self.assertEqual(found["maximum"]["deltaOverInt8"], 0.25)
        half = 1.959964 * (0.25 * 0.75 / 4) ** 0.5
        self.assertAlmostEqual(found["maximum"]["deltaInterval95"][0], 0.25 - half, places=5)
        written = json.loads(card.read_text())
        self.assertEqual((written["name"], written["baseline"]["accuracyInt8"]), ("x", 0.75))

        with self.assertRaisesRegex(TrainingError, "different samples"):
            points.update_card(card, own, own, other, self.write("less", baseline[:3]), {})
        with self.assertRaisesRegex(TrainingError, "not a record"):
            points.update_card(card, own, own, other, card, {})


if __name__ == "__main__":
    unittest.main()
