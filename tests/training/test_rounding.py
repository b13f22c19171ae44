"""The 8 bit ends of binary networks in training, and the comparison of float and integer answers."""
import json
import pathlib
import tempfile
import unittest

import support

if support.torch:
    import numpy as np
    import torch

    from nanocoop_training import agreement, bundle, data, fine_tuning, networks, neutral, rounding
    from nanocoop_training.errors import TrainingError


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class RoundingTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())

    def normal(self, *shape, scale=1.0):
        return torch.as_tensor(self.rng.standard_normal(shape) * scale).float()

    def test_filters_lie_on_grids_of_their_own(self):
        weight = self.normal(6, 3, 5, 5, scale=0.2).requires_grad_()  # (O, I, kH, kW)
        rounded = rounding.to_eight_bits(weight)
        q = rounded / (weight.abs().amax((1, 2, 3), keepdim=True) / 127)
        torch.testing.assert_close(q, q.round(), atol=1e-3, rtol=0)
        self.assertEqual(q.abs().round().amax((1, 2, 3)).tolist(), [127.0] * 6)
        rounded.sum().backward()
        self.assertTrue((weight.grad == 1).all())  # straight through

    def test_radix_is_that_of_least_error(self):
        for scale in (0.01, 0.3, 5.0):
            x = self.normal(200, scale=scale)
            errors = {
                f: float(((torch.floor(x * 2.0**f + 0.5).clamp(-127, 127) / 2.0**f - x) ** 2).mean())
                for f in rounding.RADICES
            }
            best = min(errors, key=errors.get)
            torch.testing.assert_close(rounding.to_radix(x), torch.floor(x * 2.0**best + 0.5).clamp(-127, 127) / 2.0**best)

    def test_activations_keep_the_radix_seen_in_training(self):
        grid = rounding.ActivationGrid().train()
        for _ in range(3):
            grid(self.normal(100, scale=2).abs())
        radix = grid.radix()
        y = grid.eval()(self.normal(100, scale=50))
        self.assertTrue((y * 2.0**radix == (y * 2.0**radix).round()).all())
        self.assertLessEqual(float(y.max()), 127 / 2.0**radix)
        self.assertEqual(grid.radix(), radix)

    def test_folded_and_rounded_a_network_answers_much_the_same(self):
        for topology in ("caffenet", "resnet8"):
            with self.subTest(topology):
                network = networks.build(topology, "fp32", 10)
                x = self.normal(32, 3, 32, 32)
                network.train()(x)
                expected = network.eval()(x).flatten()  # (320,)
                rounded = fine_tuning.rounded(network)
                rounded.train()(x)  # the radices of activations
                layers, tensors = bundle.describe(rounded.eval(), "int8")
                weights = [tensors[layer["weight"]] for layer in layers if "weight" in layer]
                for weight in weights:
                    steps = weight * 2.0 ** next(
                        f for f in rounding.RADICES if (weight * 2.0**f == np.round(weight * 2.0**f)).all()
                    )
                    self.assertLessEqual(np.abs(steps).max(), 127)
                self.assertEqual(
                    len(weights),
                    sum("conv" in each.op or each.op == "dense" for each in network.modules() if hasattr(each, "op")),
                )
                for y in (rounded(x).flatten(), neutral.run_float(layers, tensors, x).flatten()):
                    self.assertGreater(float(torch.corrcoef(torch.stack((y, expected)).detach())[0, 1]), 0.98)
                rounded.train()(x).square().mean().backward()
                self.assertTrue(all(p.grad is not None and p.grad.isfinite().all() for p in rounded.parameters()))

    def made_bundle(self):
        network = networks.build("lenet5", "bnn", 10)
        network.train()(self.normal(32, 1, 32, 32))
        layers, tensors = bundle.describe(network.eval(), "bnn")
        tensors["calibration"] = np.zeros((64, 32, 32, 1), np.uint8)
        manifest = {
            "format": "nanocoop-tensors",
            "version": 1,
            "name": "x",
            "calibration": "calibration",
            "input": {"height": 32, "width": 32, "channels": 1},
            "classes": [str(i) for i in range(10)],
            "networks": {"bnn": {"temperature": 1.0, "layers": layers}},
        }
        bundle.write(self.folder / "bundle", manifest, tensors)
        return layers, tensors

    def test_agreement_counts_and_names_differences(self):
        layers, tensors = self.made_bundle()
        split = data.Split(self.rng.integers(0, 256, (40, 32, 32, 1)).astype(np.uint8), self.rng.integers(0, 10, 40))
        logits = neutral.run_float(layers, tensors, split.x).numpy()  # (40, 10)
        answers = logits.argmax(1)
        answers[7] = np.argsort(logits[7])[-2]
        rows = [f"{i},{y},{a},,{a},0" for i, (y, a) in enumerate(zip(split.y, answers))]
        record = self.folder / "record.csv"
        record.write_text("\n".join([agreement.MAGIC, "# model: x", agreement.FIELDS, *rows]) + "\n")
        out = self.folder / "agreement.json"
        found = agreement.write(out, self.folder / "bundle", record, split)
        self.assertEqual([each["sample"] for each in found["differences"]], [7])
        self.assertAlmostEqual(found["equal"], 39 / 40)
        self.assertAlmostEqual(found["differences"][0]["margin"], float(np.diff(np.sort(logits[7])[-2:])[0]), places=3)
        self.assertEqual(json.loads(out.read_text()), found)
        with self.assertRaisesRegex(TrainingError, "not of these samples"):
            agreement.compare(self.folder / "bundle", record, data.Split(split.x, (split.y + 1) % 10))
        with self.assertRaisesRegex(TrainingError, "not a record"):
            agreement.read_record(out)


if __name__ == "__main__":
    unittest.main()
