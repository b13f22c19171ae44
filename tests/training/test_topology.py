"""The networks' parameter and MAC counts against the table of numerics.md, and against what PyTorch builds."""
import os
import pathlib
import subprocess
import sys
import unittest

import support

if support.np:
    from nanocoop_training import topology
if support.torch:
    import torch

    from nanocoop_training import networks


class TopologyTest(unittest.TestCase):
    TABLE = {("caffenet", 10): (89_578, 12_298_240), ("gscnet", 31): (211_967, 17_234_944)}

    @unittest.skipUnless(support.np, support.NEEDS_NUMPY)
    def test_counts_are_those_of_the_table(self):
        for (name, classes), (parameters, macs) in self.TABLE.items():
            with self.subTest(name):
                t = topology.TOPOLOGIES[name]
                self.assertEqual((topology.parameters(t, classes), topology.macs(t, classes)), (parameters, macs))

    @unittest.skipUnless(support.np and pathlib.Path("/bin/sh").exists(), "needs numpy and a POSIX shell")
    def test_launcher(self):
        done = subprocess.run(["/bin/sh", support.TRAINING / "train", "counts"], capture_output=True, text=True,
                              env={**os.environ, "PYTHON": sys.executable})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("89,578 parameters    12,298,240 MACs", done.stdout)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_every_form_has_the_shapes_of_its_topology(self):
        for (name, classes), (parameters, _) in self.TABLE.items():
            t = topology.TOPOLOGIES[name]
            for form in networks.BUILDERS:
                with self.subTest(name=name, form=form):
                    network = networks.build(name, form, classes).eval()
                    logits = network(torch.zeros(2, t.channels, t.height, t.width))  # (2, classes)
                    self.assertEqual(tuple(logits.shape), (2, classes))
                    weights = sum(p.numel() for n, p in network.named_parameters() if p.dim() > 1)
                    biases = sum(layer.channels for layer in t.layers if isinstance(layer, topology.Conv)) + classes
                    self.assertEqual(weights + biases, parameters)

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


if __name__ == "__main__":
    unittest.main()
