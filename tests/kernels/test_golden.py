"""The committed golden files and example.hex are what their command writes, and say what the model computes."""
import json
import unittest

from make_golden import EXAMPLE, HERE, files
from model import blob, example, hex_text, reader, run


class Golden(unittest.TestCase):
    def test_files_are_what_make_golden_writes(self):
        for path, content in files().items():
            self.assertEqual(path.read_bytes(), content, f"{path.name}: run /usr/bin/python3 tests/kernels/make_golden.py")

    def test_golden_values(self):
        for entry in json.loads((HERE / "golden" / "golden.json").read_text()):
            data = (HERE / "golden" / entry["model"]).read_bytes()
            for case in entry["cases"]:
                result = run.run(data, bytes.fromhex(case["input"]))
                self.assertEqual([None if z is None else z.tolist() for z in result.logits], case["logits"])
                self.assertEqual([None if c is None else list(c) for c in result.confidences], case["confidence"])


class Example(unittest.TestCase):
    def test_every_line_has_a_comment_and_the_bytes_are_a_model(self):
        text = EXAMPLE.read_text(encoding="utf-8")
        for line in text.splitlines():
            self.assertRegex(line, r"#\s*\S", "a comment on every line")
        data = hex_text.parse(text)
        self.assertEqual(data, blob.seal(data))
        self.assertEqual(reader.read(data).class_names, ["upper", "lower"])

    def test_the_answers_its_head_names(self):
        text = EXAMPLE.read_text(encoding="utf-8")
        result = run.run(hex_text.parse(text), example.IMAGE)
        for net in (0, 1):
            self.assertIn("logits " + " ".join(map(str, result.logits[net])), text)
            self.assertEqual(result.confidences[net][0], 0, "the image is brighter above")
        upside_down = run.run(hex_text.parse(text), example.IMAGE[8:] + example.IMAGE[:8])
        self.assertEqual([upside_down.confidences[net][0] for net in (0, 1)], [1, 1])

    def test_a_wrong_offset_is_refused_with_its_line(self):
        with self.assertRaisesRegex(ValueError, "line 2"):
            hex_text.parse("000000: 4E 43 # two\n000003: 4E # hole\n")


if __name__ == "__main__":
    unittest.main()
