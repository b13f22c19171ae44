"""A tiny run of the whole path, from data to bundle; resuming; what goes wrong and how it is told."""
import contextlib
import io
import json
import pathlib
import re
import tempfile
import unittest
from dataclasses import asdict, replace

import support

if support.torch:
    import numpy as np
    import torch

    from nanocoop_training import __main__ as command_line
    from nanocoop_training import bundle, calibration, checkpoints, data, models, networks, neutral, recipes, training
    from nanocoop_training.errors import TrainingError


def quiet(line):
    pass


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class TrainingTest(unittest.TestCase):
    def setUp(self):
        self.held = tempfile.TemporaryDirectory()
        self.addCleanup(self.held.cleanup)
        self.folder = pathlib.Path(self.held.name)
        self.rng = support.generator(self.id())
        support.write_cifar10(self.rng, self.folder, train=5256)

    def load(self):
        whole = data.load("cifar10", self.folder)
        small = data.Split(whole.validation.x[:80], whole.validation.y[:80])
        return data.Data(whole.about, whole.sha256, whole.train, small, whole.test)

    def tell(self, *arguments):
        """Runs the command line; returns (exit status, what it said on stderr)."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = command_line.main([str(a) for a in arguments])
        return status, err.getvalue()

    def test_validation_split(self):
        a, b = data.load("cifar10", self.folder), data.load("cifar10", self.folder)
        self.assertEqual((len(a.train.y), len(a.validation.y), len(a.test.y)), (256, 5000, 64))
        self.assertTrue((a.validation.x == b.validation.x).all())
        both = np.concatenate([a.train.x, a.validation.x]).reshape(5256, -1)
        self.assertEqual(len(np.unique(both, axis=0)), 5256)  # nothing lost, nothing in both

    def test_from_data_to_bundle(self):
        whole = self.load()
        run = self.folder / "runs" / "caffenet-cifar10-coopnet"
        step = self.folder / "runs" / "caffenet-cifar10"
        for form, teacher in (("fp32", None), ("bnn", step / "fp32" / "best.pt")):
            recipe = replace(recipes.choose("caffenet", form, "cifar10", epochs=6, teacher=bool(teacher)), batch=32)
            training.train(recipe, whole, step / form, teacher, say=quiet)
        made = models.export_model(models.find("caffenet-cifar10-coopnet"), whole, self.folder / "runs", say=quiet)
        self.assertGreater(made["card"]["float"]["fp32"]["test"], 0.9)  # the made images are easy

        manifest, tensors = bundle.read(run / "bundle")
        self.assertEqual(manifest, made)
        self.assertEqual(tensors["calibration"].dtype, np.uint8)
        self.assertGreaterEqual(len(tensors["calibration"]), 64)
        ops = {k: [layer["op"] for layer in n["layers"]] for k, n in manifest["networks"].items()}
        self.assertEqual(ops["int8"], ["conv", "batchNorm", "relu", "maxPool"] * 3 + ["dense"])
        self.assertEqual(
            ops["bnn"],
            ["conv", "maxPool", "batchNorm", "sign"]
            + ["binaryConv", "maxPool", "batchNorm", "sign"]
            + ["binaryConv", "maxPool", "batchNorm", "relu", "dense"],
        )

        # The bundle alone, executed without the classes that were trained, gives the same logits.
        with np.load(run / "bundle" / "float-check.npz") as check:
            for key, name in (("int8", "fp32_logits"), ("bnn", "bnn_logits")):
                edges = []
                logits = neutral.run_float(manifest["networks"][key]["layers"], tensors, check["x"], edges=edges).numpy()
                support.assert_same_logits(logits, check[name], edges)

    def test_resume_equals_uninterrupted(self):
        whole = self.load()
        recipe = recipes.choose("caffenet", "bnn", "cifar10", epochs=3, teacher=False)
        straight, _ = training.train(recipe, whole, self.folder / "straight", say=quiet)
        training.train(recipe, whole, self.folder / "broken", stop_after=1, say=quiet)
        said = []
        resumed, history = training.train(recipe, whole, self.folder / "broken", say=said.append)
        self.assertIn("going on after epoch 1 of 3", said)
        self.assertEqual(len(history), 3)
        for (name, a), (_, b) in zip(straight.state_dict().items(), resumed.state_dict().items()):
            self.assertTrue(torch.equal(a, b), name)

    def test_a_second_schedule_starts_from_a_checkpoint(self):
        whole = self.load()
        first = recipes.choose("caffenet", "bnn", "cifar10", epochs=1, teacher=False)
        before, _ = training.train(first, whole, self.folder / "bnn-start", say=quiet)
        path = self.folder / "bnn-start" / "best.pt"
        held = checkpoints.recipe_of(path)
        self.assertEqual(held, asdict(first))
        second = recipes.choose("caffenet", "bnn", "cifar10", epochs=2, learning_rate=1e-3, teacher=False, start=held)
        network, _ = training.start(second, whole, None, None, path)
        for (name, a), (_, b) in zip(before.state_dict().items(), network.state_dict().items()):
            self.assertTrue(torch.equal(a, b), name)
        _, history = training.train(second, whole, self.folder / "bnn", say=quiet, start_path=path)
        self.assertEqual(len(history), 2)
        checkpoint = checkpoints.load(self.folder / "bnn" / "best.pt")[1]
        self.assertEqual(checkpoint["recipe"]["start"], held)
        self.assertGreater(checkpoints.seconds(checkpoint), sum(h["seconds"] for h in checkpoint["history"]))
        commands = models.steps_of(second, pathlib.PurePosixPath("RUNS/caffenet-cifar10/bnn"), "--seed 1")
        self.assertEqual(
            [re.findall(r"--(?:out|epochs|learning-rate|start) (\S+)", line) for line in commands],
            [
                ["RUNS/caffenet-cifar10/bnn-start", "1", "0.004"],
                ["RUNS/caffenet-cifar10/bnn", "2", "0.001", "RUNS/caffenet-cifar10/bnn-start/best.pt"],
            ],
        )
        status, text = self.tell(
            "train",
            "--net",
            "caffenet",
            "--form",
            "fp32",
            "--data",
            "cifar10",
            "--data-folder",
            self.folder,
            "--out",
            self.folder / "fp32",
            "--start",
            path,
        )
        self.assertEqual(status, 1)
        self.assertIn("the checkpoint to start from is a caffenet bnn trained on cifar10", text)

    def test_checkpoint_of_another_recipe_is_not_resumed(self):
        whole = self.load()
        recipe = recipes.choose("caffenet", "fp32", "cifar10", epochs=2, teacher=False)
        training.train(recipe, whole, self.folder / "run", stop_after=1, say=quiet)
        with self.assertRaisesRegex(TrainingError, "another recipe"):
            training.train(replace(recipe, seed=2), whole, self.folder / "run", say=quiet)

    def test_nan_stops_and_keeps_the_checkpoint(self):
        whole = self.load()
        recipe = recipes.choose("caffenet", "fp32", "cifar10", epochs=3, teacher=False)
        training.train(recipe, whole, self.folder / "run", stop_after=1, say=quiet)
        held = torch.load(self.folder / "run" / "last.pt")
        held["network"]["operations.0.weight"].fill_(float("nan"))
        torch.save(held, self.folder / "run" / "last.pt")
        before = (self.folder / "run" / "last.pt").read_bytes()
        with self.assertRaisesRegex(TrainingError, "loss is nan in epoch 2"):
            training.train(recipe, whole, self.folder / "run", say=quiet)
        self.assertEqual((self.folder / "run" / "last.pt").read_bytes(), before)

    def test_bundle_that_names_a_missing_tensor(self):
        network = networks.build("caffenet", "bnn", 10)
        layers, tensors = bundle.describe(network, "bnn")
        tensors["calibration"] = np.zeros((64, 32, 32, 3), np.uint8)
        manifest = {
            "format": "nanocoop-tensors",
            "version": 1,
            "name": "x",
            "calibration": "calibration",
            "input": {"height": 32, "width": 32, "channels": 3},
            "classes": [str(i) for i in range(10)],
            "networks": {"bnn": {"temperature": 1.0, "layers": layers}},
        }
        bundle.write(self.folder / "whole", manifest, tensors)
        bundle.read(self.folder / "whole")
        missing = tensors.pop("bnn.4.weight")
        with self.assertRaisesRegex(TrainingError, "'bnn.4.weight' is missing"):
            bundle.write(self.folder / "less", manifest, tensors)
        with self.assertRaisesRegex(TrainingError, "weight is float64"):
            bundle.write(self.folder / "less", manifest, {**tensors, "bnn.4.weight": missing.astype(np.float64)})
        (self.folder / "whole" / "tensors.npz").write_bytes((self.folder / "whole" / "tensors.npz").read_bytes()[:1000])
        with self.assertRaisesRegex(TrainingError, "not a readable bundle"):
            bundle.read(self.folder / "whole")

    def test_bad_data(self):
        options = (
            "--data",
            "cifar10",
            "--data-folder",
            self.folder,
            "--out",
            self.folder / "run",
            "--net",
            "caffenet",
            "--form",
            "fp32",
        )
        archive = self.folder / "cifar10.npz"
        whole = archive.read_bytes()

        archive.write_bytes(whole[: len(whole) // 2])
        status, text = self.tell("train", *options)
        self.assertEqual(status, 1)
        self.assertIn("cannot be read", text)

        x, y = support.made_images(self.rng, 100, 10, (32, 32, 3))
        np.savez(archive, train_x=x, train_y=y + 1, test_x=x, test_y=y)
        status, text = self.tell("train", *options)
        self.assertEqual(status, 1)
        self.assertIn("labels outside 0..9", text)

        np.savez(archive, train_x=x[:, :28], train_y=y, test_x=x, test_y=y)
        status, text = self.tell("train", *options)
        self.assertEqual(status, 1)
        self.assertIn("expected uint8 (32, 32, 3)", text)

        archive.unlink()
        status, text = self.tell("train", *options)
        self.assertEqual(status, 1)
        self.assertIn("cs.toronto.edu", text)
        self.assertIn(str(self.folder), text)
        self.assertNotIn("Traceback", text)

    def test_temperature(self):
        logits = self.rng.standard_normal((4000, 10)) * 3  # (N, classes)
        p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        labels = (self.rng.random((4000, 1)) > p.cumsum(1)).sum(1).clip(0, 9)
        self.assertAlmostEqual(calibration.fit_temperature(logits * 2.5, labels), 2.5, delta=0.25)
        guesses = calibration.fit_temperature(logits * 100, self.rng.permutation(labels))  # answers that know nothing
        self.assertAlmostEqual(guesses, calibration.LARGEST, delta=0.01)


if __name__ == "__main__":
    unittest.main()
