"""The networks' parameters, MACs and MACC against published figures, and against what PyTorch builds."""
import os
import pathlib
import subprocess
import sys
import unittest

import support

if support.np:
    from nanocoop_training import costs, topology
if support.torch:
    import torch

    from nanocoop_training import networks
    from nanocoop_training.errors import TrainingError


class TopologyTest(unittest.TestCase):
    # (parameters, with batch norm, MACs, the slides' MACC where they have one)
    TABLE = {
        "caffenet": (89_578, None, 12_298_240, None),
        "vgg6": (338_308, None, 22_007_168, None),
        "gscnet": (211_967, None, 17_234_944, None),
        "fernet": (481_095, None, 125_453_696, None),
        "lenet5": (81_194, None, 274_656, 290_840),
        "lightnet": (261_322, None, 12_038_144, None),
        "lightfernet": (410_247, None, 39_532_544, None),
        "lightgscnet": (303_775, None, 11_933_696, None),
        "stemnet": (261_322, None, 12_038_144, None),
        "stemres8": (307_978, None, 12_281_088, None),
        "resnet8": (77_706, 78_666, 12_501_632, None),
        "resnet20": (271_690, 274_442, 40_813_184, 41_092_646),
    }

    @unittest.skipUnless(support.np, support.NEEDS_NUMPY)
    def test_counts_are_those_of_the_table(self):
        self.assertEqual(set(self.TABLE), {name for name, t in topology.TOPOLOGIES.items() if not t.own})
        for name, (parameters, with_norms, macs, macc) in self.TABLE.items():
            with self.subTest(name):
                t = topology.TOPOLOGIES[name]
                c = costs.count(t, t.classes)
                self.assertEqual((c.parameters, c.macs), (parameters, macs))
                if with_norms:
                    self.assertEqual(c.parameters + c.norm_values, with_norms)
                if macc:
                    self.assertEqual(c.macc, macc)

    @unittest.skipUnless(support.np, support.NEEDS_NUMPY)
    def test_glue_inputs(self):
        caffenet, resnet = topology.TOPOLOGIES["caffenet"], topology.TOPOLOGIES["resnet8"]
        self.assertEqual(costs.glue_inputs(caffenet, caffenet, 10, "bcnet-features"), 2048)
        self.assertEqual(costs.glue_inputs(caffenet, resnet, 10, "bcnet-features"), 1024 + 64)
        self.assertEqual(costs.glue_inputs(caffenet, resnet, 10, "bcnet-logits"), 20)

    @unittest.skipUnless(support.np and pathlib.Path("/bin/sh").exists(), "needs numpy and a POSIX shell")
    def test_launcher(self):
        done = subprocess.run(
            ["/bin/sh", support.TRAINING / "train", "counts"],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHON": sys.executable},
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"lenet5 +10 +81,194 +81,282 +274,656 +290,840")

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_every_form_has_the_shapes_of_its_topology(self):
        for name, (parameters, *_) in self.TABLE.items():
            t = topology.TOPOLOGIES[name]
            for form in ("fp32",) if t.has_blocks else networks.BUILDERS:
                with self.subTest(name=name, form=form):
                    network = networks.build(name, form, t.classes).eval()
                    logits = network(torch.zeros(2, t.channels, t.height, t.width))  # (2, classes)
                    self.assertEqual(tuple(logits.shape), (2, t.classes))
                    weights = sum(p.numel() for p in network.parameters() if p.dim() > 1)
                    biases = sum(
                        layer.channels if isinstance(layer, topology.Conv) else after[2]
                        for layer, _, after, *_ in costs.primitive_steps(t, t.classes)
                        if isinstance(layer, (topology.Conv, topology.Dense))
                    )
                    self.assertEqual(weights + biases, parameters)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_residual_networks_have_no_binary_form(self):
        with self.assertRaisesRegex(TrainingError, "resnet8 has no binary form: it has residual blocks"):
            networks.build("resnet8", "bnn", 10)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_caffe_pooling_rounds_up_and_clips(self):
        pool = networks.MaxPoolOp(topology.CAFFE_POOL)
        sizes = [pool(torch.full((1, 1, n, n), -5.0)).shape[-1] for n in (32, 16, 8)]
        self.assertEqual(sizes, [16, 8, 4])
        self.assertEqual(float(pool(torch.full((1, 1, 8, 8), -5.0)).max()), -5.0)  # clipped windows do not see padding

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_signs(self):
        x = torch.tensor([-2.0, -0.5, -0.0, 0.0, 0.25, 3.0], requires_grad=True)
        y = networks.SignFunction.apply(x)
        self.assertEqual(y.tolist(), [-1, -1, 1, 1, 1, 1])  # eq. (7): a zero is +1
        y.sum().backward()
        self.assertEqual(x.grad.tolist(), [0, 1, 2, 2, 1.5, 0])  # 2 - 2|x|, clipped at 0
        x.grad = None
        y = networks.StraightThroughSignFunction.apply(x)
        self.assertEqual(y.tolist(), [-1, -1, 1, 1, 1, 1])
        y.sum().backward()
        self.assertEqual(x.grad.tolist(), [0, 1, 1, 1, 1, 0])


if __name__ == "__main__":
    unittest.main()
