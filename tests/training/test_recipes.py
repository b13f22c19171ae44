"""Every recipe of every model runs on a few made samples, from nothing to a bundle that gives the same logits when executed
alone."""
import contextlib
import io
import pathlib
import shlex
import tempfile
import unittest
from dataclasses import replace

import support

if support.torch:
    import numpy as np
    import torch

    from nanocoop_training import __main__ as command_line
    from nanocoop_training import (
        bundle,
        checkpoints,
        compute,
        cooperative,
        data,
        models,
        networks,
        neutral,
        optimisation,
        recipes,
        training,
    )
    from nanocoop_training.datasets import DATA_SETS
    from nanocoop_training.errors import TrainingError
    from nanocoop_training.recipe import Recipe

CALIBRATION, BATCH = 64, 8


def quiet(line):
    pass


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class RecipesTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())

    def made(self, name):
        about = DATA_SETS[name]

        def split(count, shape):
            return data.Split(
                self.rng.integers(0, 256, (count, *shape)).astype(np.uint8), self.rng.integers(0, len(about.classes), count)
            )

        whole = data.Data(about, "made", split(CALIBRATION, about.stored_shape), split(8, about.shape), split(8, about.shape))
        return whole, replace(whole, train=data.Split(whole.train.x[:BATCH], whole.train.y[:BATCH]))

    def test_smoke_of_every_model(self):
        sets = {}
        for model in models.MODELS.values():
            for recipe_name in (
                recipes.NAMES if model.topology == "caffenet" else ("best", "paper")
            ):  # `short` is meant for CaffeNet
                with self.subTest(model=model.name, recipe=recipe_name):
                    if model.data not in sets:
                        sets[model.data] = self.made(model.data)
                    whole, few = sets[model.data]
                    choice = models.Choice(recipe_name, epochs=1)
                    models.train_model(model, few, self.folder, choice, say=quiet)
                    manifest = models.export_model(model, whole, self.folder, choice, say=quiet)
                    self.assertEqual(manifest["form"], model.form)
                    run = model.name if recipe_name == "best" else f"{model.name}-{recipe_name}"
                    self.same_logits(self.folder / run / "bundle", model.form)

    def test_fine_tuning_in_eight_bits_follows_what_is_trained(self):
        whole, few = self.made("cifar10")
        coopnet, bcnet = (models.find(f"caffenet-resnet8-cifar10-{form}") for form in ("coopnet", "bcnet"))
        plain, rounded = (models.Choice(epochs=1, rounded=each) for each in (False, True))
        models.train_model(coopnet, few, self.folder, plain, say=quiet)
        before = checkpoints.load(models.checkpoints_of(coopnet, self.folder, plain)["fp32"])[1]
        for model, form in ((coopnet, "fp32"), (bcnet, "bcnet-features")):
            models.train_model(model, few, self.folder, rounded, say=quiet)
            card = models.export_model(model, whole, self.folder, rounded, say=quiet)["card"]
            folder = models.checkpoints_of(model, self.folder, rounded)[form].parent
            self.assertTrue(checkpoints.is_rounded(folder))
            self.assertFalse(checkpoints.is_rounded(checkpoints.start_of(folder)))
            self.assertTrue(card["commands"][0].endswith("--epochs 1 --rounded"), card["commands"])
            models.train_model(model, few, self.folder, rounded, say=quiet)  # nothing is left to do
        kept = models.checkpoints_of(bcnet, self.folder, rounded)["fp32"]  # BC-Net begins with the network as it was
        self.assertEqual(kept.parent.name, "fp32-start")
        for name, value in checkpoints.load(kept)[1]["network"].items():
            self.assertTrue(torch.equal(value, before["network"][name]), name)
        with self.assertRaisesRegex(TrainingError, "goes on from a trained"):
            recipes.choose("resnet8", "fp32", "cifar10", rounded=True)

    def same_logits(self, folder, form):
        """The bundle's tensors alone, executed without the classes that were trained."""
        manifest, tensors = bundle.read(folder)
        with np.load(folder / "float-check.npz") as check:
            begin = neutral.run_stem(manifest, tensors, check["x"])
            edges = []  # of both networks, for the glue
            for key, name in (("bnn", "bnn_logits"), ("int8", "fp32_logits")):
                own = []
                logits = neutral.run_float(manifest["networks"][key]["layers"], tensors, begin, edges=own).numpy()
                support.assert_same_logits(logits, check[name], own, rtol=1e-3)
                edges += own
            if form in cooperative.FORMS:
                joined = neutral.glue_inputs(manifest, tensors, check["x"])
                logits = neutral.run_float(manifest["networks"]["glue"]["layers"][1:], tensors, joined).numpy()
                support.assert_same_logits(logits, check["glue_logits"], edges, rtol=1e-3)

    def test_second_step_leaves_the_binary_network_alone(self):
        whole, _ = self.made("cifar10")
        for form in cooperative.FORMS:
            with self.subTest(form):
                parts = [networks.build("caffenet", each, 10).eval() for each in ("bnn", "fp32")]
                network = cooperative.build("caffenet", form, 10).eval()
                cooperative.initialise(network, *parts)
                x = networks.to_input(whole.train.x[:8])  # (8, 3, 32, 32)
                binary, real = (part(x) for part in parts)  # (8, 10)
                torch.testing.assert_close(network(x), real + cooperative.BINARY_SHARE * binary)  # what training starts from
                before = {name: value.clone() for name, value in network.state_dict().items()}
                recipe = replace(recipes.choose("caffenet", form, "cifar10", epochs=2, teacher=False), branch=0.2)
                training.train_epoch(
                    network,
                    None,
                    optimisation.make_optimiser(network, recipe),
                    whole,
                    recipe,
                    [],
                    compute.Compute(),
                    lambda *_: None,
                )
                for name, value in network.state_dict().items():
                    if name.startswith("bnn."):
                        self.assertTrue(torch.equal(value, before[name]), name)
                self.assertFalse(torch.equal(network.glue.weight, before["glue.weight"]))
                self.assertFalse(torch.equal(network.int8.operations[0].weight, before["int8.operations.0.weight"]))

    def test_the_commands_of_a_card_are_commands(self):
        parser = command_line.make_parser()
        for model in models.MODELS.values():
            for choice in (models.Choice(), models.Choice("paper", seed=3)):
                forms = models.checkpoints_of(model, "RUNS", choice)
                usual = {form: models.default_recipe(model, form, choice) for form in forms}
                longer = {form: replace(recipe, epochs=recipe.epochs + 1) for form, recipe in usual.items()}
                for trained in (usual, longer):
                    commands = models.commands_of(model, choice, trained)
                    words = [shlex.split(line)[1:] for line in commands if line.startswith("host-tools/training/train ")]
                    parsed = [parser.parse_args(each) for each in words]
                    self.assertEqual(sum(each.verb == "model" for each in parsed), int(trained is usual), commands)
                    teachers = [
                        models.default_recipe(model, "fp32", choice, each)
                        for each in {models.teacher_topology(model, "bnn")} | models.other_teachers(model)
                    ]
                    known = [
                        *usual.values(),
                        *longer.values(),
                        *teachers,
                        *(Recipe(**r.start) for r in (*usual.values(), *teachers) if r.start),
                    ]
                    self.assertLessEqual({each.epochs for each in parsed if each.verb == "train"}, {r.epochs for r in known})
        # What was read back from a blob is so again.
        model, choice = models.find("lightnet-resnet8-cifar10-coopnet"), models.Choice()
        trained = {form: models.default_recipe(model, form, choice) for form in ("fp32", "bnn")}
        trained["fp32"] = replace(trained["fp32"], epochs=0)
        commands = models.commands_of(
            model, choice, trained, {models.checkpoints_of(model, "RUNS", choice)["fp32"].parent: "old.ncn"}
        )
        self.assertEqual(
            commands[:3],
            [
                "host-tools/nanocoop repack host-tools/models/old.ncn --layout reference -o RUNS/old.ncn",
                "host-tools/training/train read-blob RUNS/old.ncn --net resnet8 --data cifar10 --data-folder DATA --out "
                "RUNS/resnet8-cifar10/fp32",
                "host-tools/training/train model lightnet-resnet8-cifar10-coopnet --data-folder DATA --out RUNS",
            ],
        )
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()):
            parser.parse_args(["model"])

    def test_plateau(self):
        def history(*losses):
            return [{"validationLoss": loss} for loss in losses]

        waits = optimisation.PATIENCE
        self.assertEqual(optimisation.plateau_rate([], 1.0), 1.0)
        self.assertEqual(optimisation.plateau_rate(history(3, *[3] * (waits - 1)), 1.0), 1.0)
        self.assertEqual(optimisation.plateau_rate(history(3, *[3] * waits), 1.0), 0.1)
        self.assertEqual(optimisation.plateau_rate(history(3, *[4] * (waits - 1), 2, *[2] * (waits - 1)), 1.0), 1.0)
        self.assertAlmostEqual(optimisation.plateau_rate(history(3, *[3] * 2 * waits), 1.0), 0.01)

    def test_what_does_not_fit_is_refused(self):
        for arguments, words in (
            (("caffenet", "fp32", "mnist"), "caffenet takes 32×32×3, MNIST gives 32×32×1"),
            (("alexnet", "fp32", "cifar10"), "no network is called alexnet"),
            (("caffenet", "fp32", "imagenet"), "no data set is called imagenet"),
        ):
            with self.subTest(words), self.assertRaisesRegex(TrainingError, words):
                recipes.choose(*arguments)
        with self.assertRaisesRegex(TrainingError, "starts from a binary and an FP32 network"):
            recipe = recipes.choose("caffenet", "bcnet-features", "cifar10", teacher=False)
            training.train(recipe, self.made("cifar10")[0], self.folder / "run", say=quiet)


if __name__ == "__main__":
    unittest.main()
