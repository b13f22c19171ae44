"""Writer and reader of blobs: what one writes the other reads, at the places MODEL-FORMAT.md names."""
import struct
import unittest
import zlib

import seeds
from model import blob, reader, run
from model.description import BCNET_FEATURES, BCNET_LOGITS, COOPNET, OP_NAMES
from model.random_model import random_image, random_model


class Blob(unittest.TestCase):
    def test_read_what_was_written(self):
        rng = seeds.generator(self.id())
        seen = set()
        for _ in range(400):
            model = random_model(rng)
            data = blob.write(model)
            again = reader.read(data)
            self.assertEqual(blob.write(again), data)
            self.assertEqual((again.name, again.class_names, again.form), (model.name, model.class_names, model.form))
            seen |= {layer.op for net in model.nets for layer in net} | {(model.form, model.int8_logits)}
        self.assertEqual(
            seen,
            set(range(1, len(OP_NAMES)))
            | {(COOPNET, True), (BCNET_LOGITS, True), (BCNET_FEATURES, True), (BCNET_FEATURES, False)},
        )

    def test_header_and_alignment(self):
        rng = seeds.generator(self.id())
        for _ in range(50):
            data, notes = blob.annotated(random_model(rng))
            self.assertEqual(len(data) % 32, 0)
            self.assertEqual(struct.unpack_from("<4sHHII", data, 0), (b"NCN1", 1, 192, len(data), zlib.crc32(data[16:])))
            end = 0
            for offset, length, text in notes:
                self.assertEqual(offset, end, "notes describe every byte once")
                self.assertTrue(length > 0 and text)
                end = offset + length
            self.assertEqual(end, len(data))

    def test_a_flipped_bit_is_noticed(self):
        rng = seeds.generator(self.id())
        data = bytearray(blob.write(random_model(rng)))
        for at in (16, 48, 100, 192, len(data) - 1):
            data[at] ^= 4
            with self.assertRaises(ValueError):
                reader.read(bytes(data))
            data[at] ^= 4
        reader.read(bytes(data))

    def test_every_model_runs_and_differs_by_input(self):
        """Generated models are worth comparing: their logits depend on the image in most cases."""
        rng = seeds.generator(self.id())
        alive = total = 0
        for _ in range(150):
            model = random_model(rng)
            data = blob.write(model)
            results = [run.run(data, random_image(rng, model.input_shape)) for _ in range(4)]
            for net in range(3):
                if results[0].logits[net] is not None:
                    total += 1
                    alive += any((r.logits[net] != results[0].logits[net]).any() for r in results)
        self.assertGreater(alive / total, 0.6)


if __name__ == "__main__":
    unittest.main()
