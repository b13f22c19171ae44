"""A shared stem: the same first layers in both networks, whichever was trained first; and what is said where they are not."""
import pathlib
import tempfile
import unittest
from dataclasses import replace

import support

if support.torch:
    import numpy as np
    import torch

    from nanocoop_training import bundle, checkpoints, costs, data, export, models, networks, neutral, recipes, stems
    from nanocoop_training import topology, training
    from nanocoop_training.errors import TrainingError
    from nanocoop_training.topology import CAFFE_POOL, HALVE, Block, Conv, Dense, GlobalPool, Topology

    LIGHT = topology.register(
        Topology("light", 32, 32, 3, 0, (Conv(8, 3, 2), HALVE, Conv(16, 3), HALVE, Dense()), own=True, stem=2)
    )
    FULL = topology.register(
        Topology("full", 32, 32, 3, 0, (Conv(8, 3, 2), HALVE, Block(8), GlobalPool("average"), Dense()), own=True, stem=2)
    )
    OTHER = topology.register(replace(FULL, name="other", layers=(Conv(8, 5, 2), *FULL.layers[1:])))
    WITHOUT = topology.register(replace(LIGHT, name="without", stem=0))


def quiet(line):
    pass


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class StemTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())
        support.write_cifar10(self.rng, self.folder, train=5256)
        whole = data.load("cifar10", self.folder)
        small = data.Split(whole.validation.x[:80], whole.validation.y[:80])
        self.data = data.Data(whole.about, whole.sha256, whole.train, small, whole.test)

    def train(self, name, form, out, stem=None, parts=None, binary=None):
        recipe = recipes.choose(name, form, "cifar10", epochs=2, teacher=False, stem=bool(stem), binary=binary)
        training.train(replace(recipe, batch=64), self.data, self.folder / out, say=quiet, stem_path=stem, parts=parts)
        return self.folder / out / "best.pt"

    def test_either_network_may_come_first(self):
        for first, form, second, other in (("full", "fp32", "light", "bnn"), ("light", "bnn", "full", "fp32")):
            with self.subTest(first=first):
                donor = self.train(first, form, f"{first}-first")
                taken = self.train(second, other, f"{second}-second", donor)
                a, b = checkpoints.load(donor)[0], checkpoints.load(taken)[0]
                stems.require_same(a, b, ("a", "b"))
                self.assertNotEqual(float(b.operations[-1].bias.detach().abs().max()), 0)
                paths = {form: donor, other: taken}
                manifest = export.export("pair", "coopnet", paths, self.data, self.folder / f"{first}-bundle", "command")
                self.check_bundle(self.folder / f"{first}-bundle", manifest)
        self.assertEqual(
            [layer["op"] for layer in manifest["networks"]["bnn"]["layers"]][:3], ["batchNorm", "sign", "binaryConv"]
        )
        add = next(layer for layer in manifest["networks"]["int8"]["layers"] if layer["op"] == "add")
        self.assertEqual(add["inputs"][1], bundle.INPUT)

    def check_bundle(self, folder, made):
        """The bundle alone gives the networks' logits, and holds the stem once."""
        manifest, tensors = bundle.read(folder)
        self.assertEqual(manifest, made)
        stem = [layer["op"] for layer in manifest["networks"]["stem"]["layers"]]
        self.assertEqual(stem, ["conv", "batchNorm", "relu", "maxPool"])
        with np.load(folder / "float-check.npz") as check:
            begin = neutral.run_stem(manifest, tensors, check["x"])
            for key in ("int8", "bnn"):
                edges = []
                logits = neutral.run_float(manifest["networks"][key]["layers"], tensors, begin, edges=edges).numpy()
                support.assert_same_logits(logits, check["fp32_logits" if key == "int8" else "bnn_logits"], edges)

    def test_the_glue_is_trained_on_top_and_the_stem_stays(self):
        full = self.train("full", "fp32", "full")
        light = self.train("light", "bnn", "light", full)
        both = self.train("full", "bcnet-features", "both", parts=(light, full), binary="light")
        before, after = checkpoints.load(full)[0], checkpoints.load(both)[0]
        stems.require_same(before, after.int8, ("before", "after"))
        self.assertFalse(torch.equal(before.operations[4].main[0].weight, after.int8.operations[4].main[0].weight))
        paths = {"fp32": full, "bnn": light, "bcnet-features": both}
        manifest = export.export("glued", "bcnet-features", paths, self.data, self.folder / "bundle", "command")
        self.assertEqual(set(manifest["networks"]), {"stem", "bnn", "int8", "glue"})

    def test_stems_that_differ_are_refused(self):
        full, light = self.train("full", "fp32", "full"), self.train("light", "bnn", "light")
        with self.assertRaisesRegex(TrainingError, "the stem of .*light.* is not that of .*full"):
            export.export("x", "coopnet", {"fp32": full, "bnn": light}, self.data, self.folder / "bundle", "command")
        self.assertFalse((self.folder / "bundle").exists())
        with self.assertRaisesRegex(TrainingError, "full and other do not have the same stem"):
            self.train("other", "fp32", "other", full)
        with self.assertRaisesRegex(TrainingError, "without and full do not have the same stem"):
            stems.check_pair("without", "full")
        with self.assertRaisesRegex(TrainingError, "a without bnn network takes no stem"):
            self.train("without", "bnn", "without", full)
        with self.assertRaisesRegex(TrainingError, "a full bcnet-logits network takes no stem"):
            self.train("full", "bcnet-logits", "both", full)

    def test_a_network_without_a_stem_gets_one_and_answers_as_before(self):
        """Batch norms of either sign and of none, thresholds far out, pooling between convolution and batch norm."""
        network = networks.build("without", "bnn", 10)
        network.train()
        for _ in range(3):
            network(networks.to_input(self.data.train.x[:128]))
        norm = network.eval().operations[2]
        with torch.no_grad():
            norm.weight.copy_(torch.tensor([1.0, -1.0, 0.0, 0.0, 2.0, -0.5, 0.1, -0.1]))
            norm.bias.copy_(torch.tensor([0.5, 0.5, 1.0, -1.0, -1.0, 0.2, 0.3, -0.3]))
        made = stems.with_stem(network, "light", 10)
        x = networks.to_input(self.data.test.x)
        signs, expected = x, x
        for operation in made.operations[: made.stem + 2]:
            signs = operation(signs)
        for operation in network.operations[:4]:
            expected = operation(expected)
        self.assertEqual(signs.shape, expected.shape)
        self.assertLess(float((signs != expected).float().mean()), 1e-4)  # a value next to its threshold
        self.assertTrue(bool((made.operations[2](made.operations[1](made.operations[0](x))) >= 0).all()))

    def test_the_pair_of_the_project(self):
        binary, real = networks.build("stemnet", "bnn", 10), networks.build("stemres8", "fp32", 10)
        self.assertEqual((binary.stem, real.stem), (3, 3))
        self.assertEqual(costs.stem_macs(topology.find("stemres8"), 10), 16 * 16 * 32 * 27)
        model = models.find("stemnet-stemres8-cifar10-coopnet")
        recipe = models.default_recipe(model, "bnn", models.Choice())
        self.assertTrue(recipe.stem)
        trained = {form: models.default_recipe(model, form, models.Choice()) for form in ("fp32", "bnn")}
        self.assertEqual(len(models.training_commands(model, models.Choice(), trained)), 1)
        trained["fp32"], trained["bnn"] = replace(trained["fp32"], stem=True), replace(trained["bnn"], stem_of="lightnet")
        commands = models.training_commands(model, models.Choice(), trained)
        self.assertRegex(commands[-3], "share-stem RUNS/lightnet-cifar10/bnn/best.pt --net stemnet --out RUNS/stemnet")
        self.assertRegex(commands[-2], "--net stemres8 --form fp32 .*--stem RUNS/stemnet-cifar10/bnn/best.pt")


if __name__ == "__main__":
    unittest.main()
