"""An INT8 network read back from a blob as an fp32 checkpoint: made blobs, written here by MODEL-FORMAT.md."""
import contextlib
import io
import pathlib
import struct
import tempfile
import unittest
import zlib

import support

if support.torch:
    import numpy as np
    import torch

    from nanocoop_training import __main__ as command_line
    from nanocoop_training import blob, checkpoints, data, networks, training
    from nanocoop_training.datasets import DATA_SETS
    from nanocoop_training.errors import TrainingError

RADIX_IN, RADIX_WEIGHT = 5, 9


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class BlobTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())

    def write(self, topology="resnet8", layout=0):
        """A blob whose INT8 network has random weights for every layer of the topology; returns (path, [(weights, biases)] as
        integers)."""
        tensors, records, body = [], [], b""
        start = 192 + 96 * 64  # of the tensors
        for module, _ in blob.slots(networks.build(topology, "fp32", 10)):
            shape = tuple(module.weight.permute(0, 2, 3, 1).shape) if module.weight.dim() == 4 else tuple(module.weight.shape)
            weight, bias = self.rng.integers(-127, 128, shape).astype("i1"), self.rng.integers(-9000, 9000, shape[0]).astype(
                "<i4"
            )
            record = bytearray(96)
            convolution = len(shape) == 4
            record[0], record[1], record[20:22] = (
                (blob.CONV if convolution else blob.DENSE_LOGITS),
                layout,
                bytes(shape[1:3] if convolution else (1, 1)),
            )
            struct.pack_into("<6H", record, 8, *((1, 1, shape[3]) if convolution else (1, 1, shape[1])), 1, 1, shape[0])
            struct.pack_into("<4b", record, 26, RADIX_IN, 0, RADIX_WEIGHT, 0)
            struct.pack_into("<4I", record, 32, start + len(body), weight.nbytes, start + len(body) + weight.nbytes, bias.nbytes)
            body += weight.tobytes() + bias.tobytes()
            tensors.append((weight, bias))
            records += [bytes(record), bytes([4]) + bytes(95)]  # behind each a layer without weights, which is passed over
        raw = bytearray(b"NCN1" + bytes(188) + b"".join(records).ljust(96 * 64, b"\0") + body)
        struct.pack_into("<HHI", raw, 4, 1, 192, len(raw))
        raw[93] = len(records)
        struct.pack_into("<3I", raw, 96, 0, 192, 0)
        struct.pack_into("<I", raw, 12, zlib.crc32(raw[16:]))
        path = self.folder / "model.ncn"
        path.write_bytes(raw)
        return path, tensors

    def made(self):
        x, y = support.made_images(self.rng, 24, 10, (32, 32, 3))
        split = data.Split(x, y.astype(np.int64))
        return data.Data(DATA_SETS["cifar10"], "made", split, split, split)

    def test_weights_and_biases_come_back(self):
        path, tensors = self.write()
        whole = self.made()
        accuracy = blob.write_checkpoint(path, "resnet8", whole, self.folder / "fp32", say=lambda _: None)
        network, checkpoint = checkpoints.load(self.folder / "fp32" / "best.pt")
        self.assertEqual(training.validate(network, whole.validation)[0], accuracy)
        self.assertEqual((checkpoint["blob"], checkpoints.blob_of(self.folder / "fp32")), ("model.ncn", "model.ncn"))
        for (module, norm), (weight, bias) in zip(blob.slots(network), tensors, strict=True):
            held = module.weight.permute(0, 2, 3, 1) if weight.ndim == 4 else module.weight
            self.assertTrue((held.detach().numpy() * 2**RADIX_WEIGHT == weight).all())
            x = torch.zeros(1, module.weight.shape[1], 3, 3)  # nothing but the bias is left
            y = (norm(module(x)) if norm else module(x)).amax((0, 2, 3)) if weight.ndim == 4 else module.bias
            np.testing.assert_allclose(y.detach().numpy() * 2.0 ** (RADIX_IN + RADIX_WEIGHT), bias, rtol=1e-6)

    def test_what_is_no_such_blob_is_refused(self):
        path, _ = self.write()
        with self.assertRaisesRegex(TrainingError, "has 10 layers with weights, this topology 4"):
            blob.write_checkpoint(path, "caffenet", self.made(), self.folder / "out")
        raw = path.read_bytes()
        for damaged, words in (
            (raw[:-1], "no whole model blob"),
            (raw[:300] + b"\1" + raw[301:], "CRC-32"),
            (b"", "no whole model blob"),
        ):
            path.write_bytes(damaged)
            with self.assertRaisesRegex(TrainingError, words):
                blob.weighted_layers(path)
        path, _ = self.write(layout=3)
        with self.assertRaises(TrainingError) as raised:
            blob.weighted_layers(path)
        self.assertIn(f"nanocoop repack {path} --layout reference", raised.exception.hint)
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            status = command_line.main(
                ["read-blob", str(path), "--net", "resnet8", "--data", "cifar10", "--data-folder", str(self.folder), "--out", "x"]
            )
        self.assertEqual(status, 1)
        self.assertIn("cifar10.npz is missing", err.getvalue())


if __name__ == "__main__":
    unittest.main()
