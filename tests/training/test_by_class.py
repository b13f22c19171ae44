"""Right answers by class, against counts made by hand."""
import pathlib
import tempfile
import unittest

import support

if support.torch:
    from nanocoop_training import agreement, by_class
    from nanocoop_training.errors import TrainingError


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class ByClassTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)

    def write(self, name, rows):
        """rows: (label, bnn, int8 or "", full, confidence of 65536)"""
        path = self.folder / name
        lines = [agreement.MAGIC, f"# model: {name}", "# form: coopnet", "# blobSha256: ab", "# data: x.npz", agreement.FIELDS]
        path.write_text("\n".join(lines + [",".join(map(str, (i, *row))) for i, row in enumerate(rows)]) + "\n")
        return path

    def test_by_class(self):
        rows = [(0, 0, 1, 0, 0), (0, 1, 0, 0, 0), (1, 1, 1, 1, 0), (2, 1, 2, 2, 0), (2, 2, 1, 0, 0)]
        record, classes = self.write("own", rows), ("yes", "no", "unknown")
        self.assertEqual(
            by_class.count(record, classes),
            [
                ("yes", 2, {"bnn": 1, "int8": 1, "full": 2}),
                ("no", 1, {"bnn": 1, "int8": 1, "full": 1}),
                ("unknown", 2, {"bnn": 1, "int8": 1, "full": 1}),
                ("all", 5, {"bnn": 3, "int8": 3, "full": 4}),
            ],
        )
        self.assertEqual(
            by_class.count(record, classes, ["yes"]),
            [  # `no` counts as unknown, said or answered
                ("yes", 2, {"bnn": 1, "int8": 1, "full": 2}),
                ("unknown", 3, {"bnn": 3, "int8": 3, "full": 2}),
                ("all", 5, {"bnn": 4, "int8": 4, "full": 4}),
            ],
        )
        self.assertEqual(by_class.render(by_class.count(record, classes))[-1].split(), ["all", "5", "60.00%", "60.00%", "80.00%"])
        without = self.write("bc", [(0, 0, "", 0, 0)])
        self.assertEqual(by_class.count(without, classes)[0], ("yes", 1, {"bnn": 1, "full": 1}))
        with self.assertRaisesRegex(TrainingError, "no class is called maybe"):
            by_class.count(record, classes, ["maybe"])
        with self.assertRaisesRegex(TrainingError, "labels beyond the 2 classes"):
            by_class.count(record, classes[:2])

        with self.assertRaisesRegex(TrainingError, "not a record"):
            by_class.count(self.folder / "absent", classes)


if __name__ == "__main__":
    unittest.main()
