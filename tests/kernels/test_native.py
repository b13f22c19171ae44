"""Whole models through the native interface of libnanocoop against the integer model: every logit and confidence."""
import json
import unittest

import seeds
from make_golden import EXAMPLE, HERE
from model import blob, example, hex_text, run
from model.description import INT8
from model.plan import bank_bytes, plan
from model.random_model import random_image, random_model
from native_fields import LAYER, MODEL
from native_host import NativeHost

MODELS = 1500
IMAGES = 2


class Native(unittest.TestCase):
    def setUp(self):
        self.native = NativeHost()
        self.addCleanup(self.native.close)

    def open(self, data):
        status, info = self.native.open(data)
        self.assertEqual(
            (status, info[MODEL.RULE]),
            (0, 0),
            f"rule {info[MODEL.RULE]} at net {info[MODEL.RULE_NET]} layer {info[MODEL.RULE_LAYER]}",
        )
        return info

    def compare(self, model, data, image, bank=0):
        """Runs the open model on an image."""
        expected = run.run(data, image)
        self.assertEqual(self.native.run(image, [len(net) for net in model.nets], bank), 0)
        for net in range(3):
            got, score = self.native.logits(net, len(model.class_names)), self.native.confidence(net)
            if expected.logits[net] is None:
                self.assertTrue(isinstance(got, int) and got < 0 and isinstance(score, int) and score < 0)
                continue
            self.assertEqual(got.tolist(), expected.logits[net].tolist())
            self.assertEqual(score, expected.confidences[net])

    def test_random_models(self):
        rng = seeds.generator(self.id())
        for _ in range(MODELS):
            model = random_model(rng)
            data = blob.write(model)
            info = self.open(data)
            self.check_info(model, data, info)
            for index in range(IMAGES):
                self.compare(model, data, random_image(rng, model.input_shape), index % 2)

    def check_info(self, model, data, info):
        """info of ModelOpen and every LayerInfo against the description and the plan."""
        height, width, channels = model.input_shape
        self.assertEqual(info[MODEL.FORM : MODEL.CLASSES + 1], [model.form, int(model.int8_logits), len(model.class_names)])
        self.assertEqual(
            info[MODEL.INPUT_BYTES : MODEL.ARENA_BYTES],
            [height * width * channels, height, width, channels, *map(len, model.nets)],
        )
        plan_bytes, offsets = plan(model)
        self.assertEqual(info[MODEL.ARENA_BYTES], 2 * bank_bytes(model) + plan_bytes)
        self.assertEqual(
            info[MODEL.DEFAULT_THRESHOLD : MODEL.LOGIT_RADIX],
            [model.confidence_threshold, int.from_bytes(data[12:16], "little", signed=True), len(data)],
        )
        self.assertEqual(info[MODEL.LOGIT_RADIX : MODEL.SLOT], [model.logit_radix(net) or 0 for net in range(3)])
        self.assertEqual((info[MODEL.SLOT], info[MODEL.PREPROCESSING]), (-2, model.preprocessing[0]))
        self.assertEqual(info[MODEL.IDENTITY], int.from_bytes(data[16:20], "little", signed=True))
        for (net, index), offset in offsets.items():
            layer = model.nets[net][index]
            values = self.native.layer_info(net, index)
            self.assertEqual(
                values[LAYER.OP : LAYER.MACS + 1], [layer.op, layer.kernel, *layer.in_shape, *layer.out_shape, layer.macs]
            )
            self.assertEqual(values[LAYER.FLASH_BYTES], sum(map(len, blob.tensors(layer).values())))
            self.assertEqual(values[LAYER.OUTPUT_OFFSET], 2 * bank_bytes(model) + offset)

    def test_an_arena_a_byte_too_small_is_refused(self):
        rng = seeds.generator(self.id())
        data = blob.write(random_model(rng))
        needed = self.open(data)[MODEL.ARENA_BYTES]
        for arena, fits in ((needed, True), (needed - 32, False)):
            host = NativeHost(arena)
            status, info = host.open(data)
            self.assertEqual((status == 0, info[MODEL.ARENA_BYTES]), (fits, needed))
            host.close()
        self.native.use()

    def test_golden_models(self):
        for entry in json.loads((HERE / "golden" / "golden.json").read_text()):
            data = (HERE / "golden" / entry["model"]).read_bytes()
            info = self.open(data)
            for case in entry["cases"]:
                self.assertEqual(self.native.run(bytes.fromhex(case["input"]), info[MODEL.LAYERS : MODEL.LAYERS + 3]), 0)
                for net, logits in enumerate(case["logits"]):
                    if logits is not None:
                        self.assertEqual(self.native.logits(net, info[MODEL.CLASSES]).tolist(), logits)
                        self.assertEqual(list(self.native.confidence(net)), case["confidence"][net])

    def test_the_hex_example(self):
        data = hex_text.parse(EXAMPLE.read_text(encoding="utf-8"))
        self.open(data)
        self.compare(example.model(), data, example.IMAGE)

    def test_networks_run_again_on_their_own(self):
        """The binary network, its confidence, then INT8 and glue; and INT8 again after the glue: the same answers."""
        rng = seeds.generator(self.id())
        for _ in range(200):
            model = random_model(rng)
            data = blob.write(model)
            self.open(data)
            image = random_image(rng, model.input_shape)
            self.compare(model, data, image)
            for layer in range(len(model.nets[INT8])):
                self.assertGreaterEqual(self.native.library.ncn_native_layer_run(1, INT8, layer, 0), 0)
            expected = run.run(data, image)
            for layer in range(len(model.nets[2])):
                self.assertGreaterEqual(self.native.library.ncn_native_layer_run(1, 2, layer, 0), 0)
            for net in range(3):
                if expected.logits[net] is not None:
                    self.assertEqual(self.native.logits(net, len(model.class_names)).tolist(), expected.logits[net].tolist())


if __name__ == "__main__":
    unittest.main()
