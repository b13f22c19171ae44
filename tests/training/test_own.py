"""A person's own topology and data: the files' rules, and the way from both to bundles."""
import contextlib
import io
import json
import pathlib
import tempfile
import unittest
from xml.etree import ElementTree

import support

if support.np:
    import numpy as np

    from nanocoop_training import topology, topology_file
    from nanocoop_training.errors import TrainingError
if support.torch:
    from nanocoop_training import __main__ as command_line
    from nanocoop_training import bundle, checkpoints, datasets, logmel, models, networks, own

CONV = {"op": "conv", "channels": 8, "kernel": 3}
HALVE = {"op": "maxPool", "kernel": 2, "stride": 2, "rounding": "down"}
NET = {
    "name": "two-convolutions",
    "input": [12, 10, 2],
    "layers": [
        CONV,
        HALVE,
        {**CONV, "stride": 2, "padding": "same"},
        {"op": "globalPool", "kind": "max"},
        {"op": "dense", "units": 9},
        {"op": "dense"},
    ],
}


def changed(layer, **fields):
    layers = [dict(each) for each in NET["layers"]]
    layers[layer].update(fields)
    return {**NET, "layers": layers}


class Workplace(unittest.TestCase):
    """A folder with a network and data in it, and what a test registers, taken away again."""

    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())
        for known in (
            topology.TOPOLOGIES,
            *((datasets.DATA_SETS,) if support.torch else ()),
        ):  # what a test registers, it takes away
            before = dict(known)
            self.addCleanup(lambda known=known, before=before: (known.clear(), known.update(before)))

    def write_net(self, description=NET):
        path = self.folder / "net.json"
        path.write_text(json.dumps(description))
        return path

    def write_data(self, **changes):
        x, y = support.made_images(self.rng, 260, 3, (12, 10, 2))
        arrays = {
            "train_x": x[:200],
            "train_y": y[:200],
            "test_x": x[200:],
            "test_y": y[200:],
            "classes": np.array(["ant", "bee", "cat"]),
        }
        path = self.folder / "Small_data.npz"
        np.savez(path, **{key: value for key, value in {**arrays, **changes}.items() if value is not None})
        return path

    def run_train(self, *words):
        """Returns (exit status, stdout, stderr)."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = command_line.main([str(word) for word in words])
        return status, out.getvalue(), err.getvalue()


class OwnTest(Workplace):
    @unittest.skipUnless(support.np, support.NEEDS_NUMPY)
    def test_json_and_back(self):
        t = topology_file.from_json(NET, "here")
        self.assertEqual(topology_file.from_json(topology_file.to_json(t), "here"), t)
        for name, shipped in topology.TOPOLOGIES.items():
            again = topology_file.from_json(topology_file.to_json(shipped), "here")
            self.assertEqual((again.layers, again.name), (shipped.layers, name))

    @unittest.skipUnless(support.np, support.NEEDS_NUMPY)
    def test_bad_topologies_are_refused(self):
        for description, words in (
            ([], "it has other fields"),
            ({**NET, "nane": 1}, "other fields"),
            ({**NET, "name": "Two Words"}, "name is 'Two Words'"),
            ({**NET, "input": [12, 10]}, r"not \[height, width, channels\]"),
            ({**NET, "layers": []}, "no list of layers"),
            (changed(0, op="convolution"), "layer 0: its op is none of"),
            (changed(0, filters=3), "layer 0: conv has no field 'filters'"),
            (changed(0, kernel=4), "odd kernel"),
            (changed(0, kernel="3"), "kernel is '3'"),
            (changed(0, stride=3), "a number of 1 to 2"),
            (changed(0, padding="full"), "one of same, valid"),
            (changed(1, kernel=64), "layer 1: its window is larger"),
            (changed(5, units=3), "the last layer is not dense without units"),
            ({**NET, "layers": [CONV, {"op": "dense", "units": 4}, CONV, {"op": "dense"}]}, "layer 2: between the first dense"),
            ({**NET, "layers": [{"op": "conv", "channels": 4}, {"op": "dense"}]}, "conv needs kernel"),
        ):
            with self.subTest(words), self.assertRaisesRegex(TrainingError, words):
                topology_file.from_json(description, "here")
        with self.assertRaisesRegex(TrainingError, "cannot be read as JSON"):
            topology_file.read(self.folder / "absent.json")

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_what_has_no_binary_form_is_refused(self):
        for layers, words in (
            ([CONV, {"op": "dense"}], "no hidden layer"),
            ([HALVE, CONV, CONV, {"op": "dense"}], "first layer is no convolution"),
            ([CONV, HALVE, HALVE, CONV, {"op": "dense"}], "layer 2, does not follow a convolution"),
            ([CONV, CONV, {"op": "globalPool", "kind": "average"}, {"op": "dense"}], "averages"),
            ([CONV, {"op": "dense", "units": 4}, {"op": "dense"}], "here 12×10"),
            ([CONV, {"op": "block", "channels": 8}, {"op": "dense"}], "residual blocks"),
        ):
            with self.subTest(words), self.assertRaisesRegex(TrainingError, words):
                networks.check_binary(topology_file.from_json({**NET, "layers": layers}, "here"), 3)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_from_files_to_bundles(self):
        net, archive = self.write_net(), self.write_data()
        status, said, error = self.run_train(
            "--net", net, "--data", archive, "--recipe", "best", "--out", self.folder / "runs", "--epochs", 1
        )
        self.assertEqual((status, error), (0, ""))
        for name in ("two-convolutions-small-data-coopnet", "two-convolutions-small-data-bcnet"):
            manifest, tensors = bundle.read(self.folder / "runs" / name / "bundle")
            self.assertEqual((manifest["name"], manifest["classes"]), (name, ["ant", "bee", "cat"]))
            self.assertEqual(tensors["calibration"].shape[1:], (12, 10, 2))
            self.assertEqual(
                manifest["card"]["commands"][0],
                f"host-tools/training/train --net {net} --data {archive} --out RUNS --epochs 1",
            )
            self.assertIn(f"nanocoop quantise {self.folder / 'runs' / name}/bundle", said)
        drawn = ElementTree.parse(self.folder / "runs" / "two-convolutions-small-data-bcnet" / "learning-curves.svg").getroot()
        self.assertEqual(sum(each.tag.endswith("circle") for each in drawn), 3, "a best epoch of each network")
        with np.load(self.folder / "runs" / "small-data-val.npz") as held:
            self.assertEqual((len(held["y"]), held["x"].shape[1:]), (20, (12, 10, 2)))

        # A checkpoint knows its topology: another process needs no file to build the network.
        topology.TOPOLOGIES.pop("two-convolutions")
        network, _ = checkpoints.load(self.folder / "runs" / "two-convolutions-small-data" / "bnn" / "best.pt")
        self.assertEqual(len(network.operations), 12)

        # Another topology of that name does not go on from it.
        topology.TOPOLOGIES.pop("two-convolutions")
        datasets.DATA_SETS.pop("small-data")
        self.write_net(changed(0, channels=4))
        status, _, error = self.run_train("--net", net, "--data", archive, "--out", self.folder / "runs", "--epochs", 1)
        self.assertEqual(status, 1)
        self.assertIn("another network is called two-convolutions", error)

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_without_a_topology_a_small_one_is_made(self):
        archive = self.write_data()
        status, said, error = self.run_train("--data", archive, "--recipe", "short", "--epochs", 1, "--out", self.folder / "runs")
        self.assertEqual((status, error), (0, ""))
        manifest, _ = bundle.read(self.folder / "runs" / "small12x10x2-small-data-coopnet-short" / "bundle")
        self.assertEqual(manifest["networks"]["bnn"]["topology"], "small12x10x2")
        self.assertIn("-o " + str(self.folder / "runs" / "small12x10x2-small-data-coopnet-short.ncn"), said)
        for image, layers in (((32, 32, 3), 7), ((96, 64, 1), 9), ((8, 9, 1), 5)):
            made = own.small_for("x.npz", image)
            self.assertEqual(len(made.layers), layers)
            networks.check_binary(made, 2)
        with self.assertRaisesRegex(TrainingError, "too few pixels"):
            own.small_for("x.npz", (3, 3, 1))

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_labels_and_class_names_in_other_forms(self):
        shapes = topology_file.from_json(NET, "here")
        plain = own.find_data(self.write_data(), None, shapes, "none")
        with np.load(self.folder / "Small_data.npz") as held:
            numbers = {key: held[key] for key in ("train_y", "test_y")}
        for changes in (
            {key: y[:, None] for key, y in numbers.items()},
            {key: np.eye(3)[y].astype(np.uint8) for key, y in numbers.items()},
            {**numbers, "classes": np.array([b"ant", b"bee", b"cat"])},
        ):
            datasets.DATA_SETS.pop("small-data")
            with np.load(self.folder / "Small_data.npz") as held:
                images = {key: held[key] for key in ("train_x", "test_x")}
            again = own.find_data(self.write_data(**images, **changes), None, shapes, "none")
            self.assertEqual(again.about.classes, ("ant", "bee", "cat"))
            for split in ("train", "validation", "test"):
                self.assertEqual(getattr(again, split).y.tolist(), getattr(plain, split).y.tolist())

    @unittest.skipUnless(support.torch, support.NEEDS_TORCH)
    def test_bad_data_is_refused(self):
        net = self.write_net()
        for changes, words in (
            ({"train_y": None}, "is not an archive to train on"),
            ({"test_y": np.full(60, 3, np.uint8)}, "labels outside 0..2"),
            ({"classes": np.array(["ant", "ant"])}, "2 classes, 1 of them different"),
            ({"test_x": np.zeros((60, 12, 10, 3), np.uint8)}, r"expected uint8 \(12, 10, 2\)"),
            ({"train_y": np.array(["ant"] * 200)}, r"train_y is text of shape \(200,\)(.|\n)*names go into `classes`"),
            ({"train_y": np.array(1)}, r"train_y is int64 of shape \(\)"),
            ({"test_y": np.zeros(60, np.float32)}, r"test_y is float of shape \(60,\)(.|\n)*astype\(int\)"),
            ({"train_y": np.ones((200, 3), np.uint8)}, "not every row holds a single 1"),
            ({"val_y": np.zeros(5, np.uint8)}, "lacks val_x"),
            ({"val_x": np.zeros((5, 12, 10, 2), np.uint8)}, "lacks val_y"),
            (
                {"train_x": np.zeros((70, 12, 10, 2), np.uint8), "train_y": np.arange(70, dtype=np.uint8) % 3},
                r"has 70 training images\n.*at least 71 are needed: 64 to train and calibrate on and 7 that are held back",
            ),
        ):
            with self.subTest(words):
                status, _, error = self.run_train(
                    "--net", net, "--data", self.write_data(**changes), "--out", self.folder / "runs"
                )
                datasets.DATA_SETS.pop("small-data", None)
                self.assertEqual(status, 1)
                self.assertRegex(error, words)

    def test_sound_becomes_log_mel_images(self):
        sound = self.rng.integers(-3000, 3000, (150, 9000)).astype(np.int16)
        path = self.write_data(train_x=sound[:120], train_y=np.arange(120) % 3, test_x=sound[120:], test_y=np.arange(30) % 3)
        listens = topology_file.read(self.write_net({**NET, "name": "hears", "input": [32, 32, 1]}))
        whole = own.find_data(str(path), None, listens, None)
        self.assertEqual(
            (whole.train.x.dtype, whole.train.x.shape[1:], whole.about.augmentation), (np.uint8, (32, 32, 1), "shift-mask")
        )
        self.assertTrue((whole.test.x[0] == logmel.log_mel(sound[120])).all())
        self.assertEqual(whole.about.preprocessing, {"kind": "logMel"})
        datasets.DATA_SETS.pop("small-data")
        with self.assertRaisesRegex(TrainingError, "holds sound, and the network takes 12x10x2"):
            own.find_data(str(path), None, topology_file.read(self.write_net()), None)


if __name__ == "__main__":
    unittest.main()
