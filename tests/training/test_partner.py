"""A network from elsewhere (a bundle of `nanocoop import`) and the binary one that is trained for it."""
import json
import unittest

import support
import test_own

if support.np:
    import numpy as np
if support.torch:
    import torch
    from torch.nn import functional as F

    from nanocoop_training import bundle, checkpoints, datasets, graph, graph_network, partner, topology

PAD = {"kind": "pad", "top": 2, "bottom": 2, "left": 3, "right": 3, "value": 128}


def layers_of(rng, classes):
    """A residual network over 16x16x2, as nanocoop import writes one. Returns (layers, tensors)."""
    tensors = {}

    def put(name, *shape):
        tensors[name] = rng.normal(0, 0.2, shape).astype(np.float32)
        return name

    def conv(name, source, units, channels, kernel, stride, padding):
        layer = {"op": "conv", "name": name, "stride": stride, "padding": padding}
        layer.update(weight=put(f"{name}.w", units, kernel, kernel, channels), bias=put(f"{name}.b", units))
        return {**layer, "input": source} if source else layer

    layers = [
        conv("a", None, 6, 2, 3, 1, "same"),
        {"op": "relu", "name": "b", "input": "a"},
        conv("c", "b", 6, 6, 5, 2, "same"),
        conv("d", "b", 6, 6, 1, 2, "valid"),
        {"op": "add", "name": "e", "inputs": ["c", "d"]},
        {"op": "relu", "name": "f", "input": "e"},
        {"op": "averagePool", "name": "g", "input": "f", "kernel": 3, "stride": 2, "rounding": "up"},
        {"op": "dense", "name": "h", "input": "g", "weight": put("h.w", classes, 96), "bias": put("h.b", classes)},
    ]
    return layers, tensors


class PartnerTest(test_own.Workplace):
    def write_bundle(self, how=None, classes=3):
        how = how or {"kind": "none"}
        layers, tensors = layers_of(self.rng, classes)
        stand_in = [{"op": "dense", "weight": "bnn.w", "bias": "bnn.b"}]
        manifest = {
            "format": "nanocoop-tensors",
            "version": 1,
            "name": "brought",
            "form": "coopnet",
            "input": {"height": 16, "width": 16, "channels": 2, "preprocessing": how},
            "classes": [str(i) for i in range(classes)],
            "calibration": "calibration",
            "networks": {"bnn": {"temperature": 1.0, "layers": stand_in}, "int8": {"temperature": 1.0, "layers": layers}},
        }
        tensors.update({"bnn.w": np.zeros((classes, 512), np.float32), "bnn.b": np.zeros(classes, np.float32)})
        tensors["calibration"] = np.zeros((64, 16, 16, 2), np.uint8)
        folder = self.folder / "brought"
        bundle.write(folder, manifest, tensors)
        return folder, manifest, tensors

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_the_network_is_the_one_that_came(self):
        _, manifest, t = self.write_bundle()
        built = graph_network.build(graph.of_bundle("brought", manifest, t))
        network = graph_network.fill(built, manifest, t).eval()
        x = torch.randn(5, 2, 16, 16, generator=torch.Generator().manual_seed(int(self.rng.integers(1 << 30))))

        def conv(y, name, stride, pad):
            weight = torch.as_tensor(t[f"{name}.w"]).permute(0, 3, 1, 2)
            return F.conv2d(y, weight, torch.as_tensor(t[f"{name}.b"]), stride, pad)

        b = F.relu(conv(x, "a", 1, 1))
        g = F.avg_pool2d(F.relu(conv(b, "c", 2, 2) + conv(b, "d", 2, 0)), 3, 2, ceil_mode=True)
        expected = g.permute(0, 2, 3, 1).flatten(1) @ torch.as_tensor(t["h.w"]).T + torch.as_tensor(t["h.b"])
        with torch.no_grad():
            self.assertLess(float((network(x) - expected).abs().max()), 1e-4)

        described, tensors = bundle.describe(network, "int8")  # and what it is written as is what was read
        again = graph.of_bundle("brought", {**manifest, "networks": {"int8": {"layers": described}}}, tensors)
        self.assertEqual([layer["op"] for layer in described], [layer["op"] for layer in manifest["networks"]["int8"]["layers"]])
        filled = graph_network.fill(graph_network.build(again), {"networks": {"int8": {"layers": described}}}, tensors)
        with torch.no_grad():
            self.assertTrue(torch.equal(filled.eval()(x), network(x)))

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_costs_are_counted_from_the_weights(self):
        _, manifest, tensors = self.write_bundle()
        counted = graph.count(graph.of_bundle("brought", manifest, tensors))
        self.assertEqual(counted.macs, 16 * 16 * 6 * 9 * 2 + 8 * 8 * 6 * 25 * 6 + 8 * 8 * 6 * 6 + 96 * 3)
        self.assertEqual(counted.parameters, 6 * 18 + 6 + 6 * 150 + 6 + 36 + 6 + 96 * 3 + 3)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_from_a_bundle_to_a_pair(self):
        folder, _, brought = self.write_bundle(PAD)
        archive = self.write_data()  # 12x10x2, which the padding makes 16x16
        words = ["--partner", folder, "--data", archive, "--recipe", "short", "--epochs", 1, "--out", self.folder / "runs"]
        status, said, error = self.run_train(*words)
        self.assertEqual((status, error), (0, ""))
        for form in ("coopnet", "bcnet"):
            name = f"small16x16x2-brought-small-data-{form}-short"
            manifest, tensors = bundle.read(self.folder / "runs" / name / "bundle")
            self.assertEqual(manifest["input"]["preprocessing"], PAD)
            self.assertEqual(manifest["networks"]["bnn"]["topology"], "small16x16x2")
            if form == "coopnet":  # as it came
                layer = manifest["networks"]["int8"]["layers"][2]
                self.assertTrue(np.array_equal(tensors[layer["weight"]], brought["c.w"]))
            self.assertIn(f"--partner {folder}", manifest["card"]["commands"][0])
        recipe = checkpoints.recipe_of(self.folder / "runs" / "small16x16x2-brought-small-data-short" / "bnn" / "best.pt")
        self.assertGreater(recipe["distillation"], 0, "the binary network is taught by the one that came")
        self.assertIn("validation", said)

        datasets.DATA_SETS.pop("small-data")
        status, _, error = self.run_train(*words)  # again: nothing left to do
        self.assertEqual((status, error), (0, ""))
        datasets.DATA_SETS.pop("small-data")
        topology.TOPOLOGIES.pop("brought")
        self.write_bundle(PAD)  # another network of the same name does not take its place
        status, _, error = self.run_train(*words)
        self.assertEqual(status, 1)
        self.assertIn("another network", error)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_images_that_the_partner_knows_are_pointed_out(self):
        self.assertIn("warning", partner.doubt_about((490, 500), (435, 500), False, "net.onnx"), "98 % against 87 %")
        self.assertIsNone(partner.doubt_about((440, 500), (435, 500), False, "net.onnx"), "its own val_x, as hard as the test")
        self.assertIn("held out", partner.doubt_about((440, 500), (435, 500), True, "net.onnx"))
        self.assertIsNone(partner.doubt_about((5, 5), (4, 5), False, "net.onnx"), "too few images to say")

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_what_does_not_fit_is_refused(self):
        folder, *_ = self.write_bundle(PAD, classes=4)
        archive = self.write_data()
        for words, message in (
            (["--partner", folder, "--data", archive], "3 classes, the network 4 logits"),
            (["--partner", self.folder / "none.onnx", "--data", archive], "there is no file"),
            (["--partner", folder, "--data", archive, "--mean", "0.5"], "knows what its input means"),
            (["--partner", folder, "--data", archive, "--net", "caffenet"], "--partner is the network"),
            (["--partner", folder, "--data", "cifar10"], "an archive of your own"),
            (["--net", "caffenet", "--data", archive, "--range", "0..1"], "leave it out"),
        ):
            with self.subTest(message):
                status, _, error = self.run_train(*words, "--out", self.folder / "runs")
                self.assertEqual(status, 1)
                self.assertIn(message, error)


if __name__ == "__main__":
    unittest.main()
