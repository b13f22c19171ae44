"""The loss of a cascade against sums by hand, the share of full mode by counting, and a training by it."""
import pathlib
import tempfile
import unittest
from dataclasses import replace

import support

if support.torch:
    import torch

    from nanocoop_training import cascade, checkpoints, data, models, recipes, training
    from nanocoop_training.errors import TrainingError


def logits_of(probabilities):
    return torch.tensor(probabilities).log()


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class CascadeTest(unittest.TestCase):
    def test_confidence_is_the_difference_of_the_two_largest(self):
        confidence = cascade.confidence_of(logits_of([[0.7, 0.2, 0.1], [0.4, 0.4, 0.2]]))
        self.assertTrue(torch.allclose(confidence, torch.tensor([0.5, 0.0]), atol=1e-6))

    def test_loss_is_errors_and_the_price_of_full_mode(self):
        light = logits_of([[0.9, 0.05, 0.05]])  # its confidence of 0.85 is far above the threshold
        unsure = logits_of([[0.34, 0.33, 0.33]])  # far below it
        right, wrong = torch.tensor([[1.0, 0, 0]]), torch.tensor([[0, 1.0, 0]])
        label = torch.tensor([0])
        self.assertAlmostEqual(float(cascade.loss_of(light, label, wrong, 0.25)), 0.1, delta=0.05)  # 1 - 0.9
        self.assertAlmostEqual(float(cascade.loss_of(unsure, label, right, 0.25)), 0.25, delta=0.01)  # the price alone
        self.assertAlmostEqual(float(cascade.loss_of(unsure, label, wrong, 0.25)), 1.25, delta=0.02)

    def test_samples_that_neither_answers_are_not_learned(self):
        light = torch.tensor([[2.0, 1], [1, 2], [1, 2]])
        full = torch.tensor([[1.0, 2], [2, 1], [1, 2]])
        learned = cascade.can_be_learned(light, torch.tensor([0, 0, 0]), full)
        self.assertEqual(learned.tolist(), [True, True, False])

    def test_share_of_full_mode_is_the_least_that_reaches_the_accuracy(self):
        rng = torch.Generator().manual_seed(support.generator(self.id()).integers(1 << 31).item())
        light, full = torch.randn(200, 4, generator=rng), torch.randn(200, 4, generator=rng) * 2
        labels = torch.where(torch.rand(200, generator=rng) < 0.7, full.argmax(1), light.argmax(1))
        sure = cascade.confidence_of(light)
        for wanted in (0.2, 0.5, 0.6, 0.7):
            shares = []
            for threshold in torch.cat([sure, torch.tensor([-1.0, 2.0])]):
                answer = torch.where(sure < threshold, full.argmax(1), light.argmax(1))
                if (answer == labels).sum() >= wanted * 200:
                    shares.append(float((sure < threshold).float().mean()))
            self.assertAlmostEqual(cascade.full_fraction(light, labels, full, wanted), min(shares), places=6)
        self.assertIsNone(cascade.full_fraction(light, labels, full, 1.01))

    def test_training_by_it_keeps_the_checkpoint_that_needs_least_full_mode(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            support.write_cifar10(support.generator(self.id()), folder, train=5256)
            whole = data.load("cifar10", folder)
            small = data.Data(
                whole.about, whole.sha256, whole.train, data.Split(whole.validation.x[:80], whole.validation.y[:80]), whole.test
            )
            teacher = recipes.choose("lightnet", "fp32", "cifar10", epochs=2)
            training.train(replace(teacher, batch=32), small, folder / "fp32", say=lambda _: None)
            first = recipes.choose("lightnet", "bnn", "cifar10", epochs=1, teacher=False)
            training.train(first, small, folder / "bnn-start", say=lambda _: None)
            held = checkpoints.recipe_of(folder / "bnn-start" / "best.pt")
            recipe = recipes.choose("lightnet", "bnn", "cifar10", epochs=2, start=held, cascade=1.0, full_price=0.2)
            said = []
            training.train(
                recipe,
                small,
                folder / "bnn",
                folder / "fp32" / "best.pt",
                say=said.append,
                start_path=folder / "bnn-start" / "best.pt",
            )
            self.assertIn("full mode at break-even", said[-1])
            history = checkpoints.load(folder / "bnn" / "last.pt")[1]["history"]
            best = checkpoints.load(folder / "bnn" / "best.pt")[1]["history"]
            self.assertEqual(best[-1]["score"], max(h["score"] for h in history))
            command = models.steps_of(recipe, pathlib.PurePosixPath("RUNS/lightnet-cifar10/bnn"), "--teacher T")[-1]
            self.assertIn("--cascade 1 --full-price 0.2", command)
            with self.assertRaises(TrainingError):
                recipes.choose("lightnet", "bnn", "cifar10", teacher=False, cascade=1.0)
            with self.assertRaises(TrainingError):
                recipes.choose("lightnet", "fp32", "cifar10", cascade=1.0)


if __name__ == "__main__":
    unittest.main()
