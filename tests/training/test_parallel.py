"""Two processes under torchrun train what one process would, that averages the gradients of two halves of each batch."""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

import support

if support.torch:
    import torch

    from nanocoop_training import checkpoints, compute, data, optimisation, recipes, training
    from nanocoop_training import networks


class ThreadsTest(unittest.TestCase):
    @unittest.skipUnless(support.torch and sys.platform == "linux", "PyTorch with GNU's OpenMP is needed")
    def test_threads_that_wait_for_each_other_sleep(self):
        names = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
        environment = {name: value for name, value in os.environ.items() if name not in names}
        environment |= {"PYTHONPATH": str(support.TRAINING), "OMP_DISPLAY_ENV": "true"}
        done = subprocess.run(
            [sys.executable, "-c", "import nanocoop_training.training"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        if "OPENMP DISPLAY ENVIRONMENT" not in done.stderr:
            self.skipTest("this PyTorch does not show its OpenMP's settings")
        self.assertIn("OMP_WAIT_POLICY = 'PASSIVE'", done.stderr)


# The launcher of PyTorch 1.13 mistakes its own default where Python is 3.11; a process 9, which there is not, has it pass.
QUIET = ("--redirects", "9:1", "--tee", "9:1")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@unittest.skipUnless(support.torch and torch.distributed.is_available(), "this PyTorch has no torch.distributed")
class ParallelTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())
        support.write_cifar10(self.rng, self.folder, train=5384)  # 384 to train with, three batches

    def torchrun(self, *words):
        environment = {**os.environ, "PYTHONPATH": str(support.TRAINING), "OMP_NUM_THREADS": "1"}
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "torch.distributed.run",
                "--nproc_per_node",
                "2",
                "--master_addr",
                "127.0.0.1",
                "--master_port",
                str(free_port()),
                *QUIET,
                "-m",
                "nanocoop_training",
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
                self.folder / "run",
                "--precision",
                "fp32",
                *words,
            ],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def test_two_processes_are_one_with_averaged_gradients(self):
        run = self.torchrun("--epochs", "1")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stdout.count("epoch   1/1"), 1, run.stdout)  # one process speaks
        network, checkpoint = checkpoints.load(self.folder / "run" / "last.pt")

        # Adam makes a whole step of a gradient that is nothing but rounding, so single weights may differ: the median counts.
        both, half = self.by_hand((0, 1)), self.by_hand((0,))
        for (name, one), (_, averaged), (_, alone) in zip(*(n.named_parameters() for n in (network, both, half))):
            if one.dim() > 1:
                near, far = (float((one - other).abs().median()) for other in (averaged, alone))
                self.assertLess(near, 1e-4, name)
                self.assertLess(10 * near, far, name)
        self.assertEqual(len(checkpoint["history"]), 1)

    def by_hand(self, ranks):
        """One epoch in this process, with the gradient averaged over the parts of each batch that those ranks take."""
        recipe = recipes.choose("caffenet", "fp32", "cifar10", epochs=1)
        whole = data.load("cifar10", self.folder)
        torch.manual_seed(recipe.seed)
        network = recipe.build(10).train()
        optimiser = optimisation.make_optimiser(network, recipe)
        parts = zip(*(training.batches_of(whole, recipe, 0, compute.Compute(rank=rank, processes=2)) for rank in ranks))
        for b, batch in enumerate(parts):
            for group in optimiser.param_groups:
                group["lr"] = optimisation.rate_at(recipe, [], b, 3)
            optimiser.zero_grad(set_to_none=True)
            for images, labels in batch:
                logits = network(networks.to_input(images))  # (64, 10)
                (optimisation.loss_of(logits, torch.as_tensor(labels), None, recipe) / len(ranks)).backward()
            optimiser.step()
        return network

    def test_bad_loss_ends_every_process(self):
        held = self.torchrun("--epochs", "2", "--learning-rate", "1e30")
        self.assertNotEqual(held.returncode, 0)
        self.assertIn("the checkpoint of the last whole epoch is kept", held.stderr)


if __name__ == "__main__":
    unittest.main()
