"""Whole models through the native interface of libnanocoop against the integer model: every logit and confidence."""
import json
import unittest

import c_library
import seeds
from make_golden import EXAMPLE, HERE
from model import blob, example, hex_text, places, run
from model.description import BCNET_LOGITS, INT8
from model.plan import bank_bytes, lives, plan
from model.random_model import random_image, random_model
from native_fields import LAYER, MODEL
from pc_native import PcNative

MODELS = 1500
IMAGES = 2
PLACED = 150


class Native(unittest.TestCase):
    def setUp(self):
        self.native = PcNative()
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
                values[LAYER.OP : LAYER.MACS + 1], [layer.op, layer.layout, *layer.in_shape, *layer.out_shape, layer.macs]
            )
            self.assertEqual(values[LAYER.FLASH_BYTES], sum(map(len, blob.tensors(layer).values())))
            self.assertEqual(values[LAYER.OUTPUT_OFFSET], (2 * bank_bytes(model) + offset) | -places.IN_SRAM)

    def test_an_arena_a_byte_too_small_is_refused(self):
        rng = seeds.generator(self.id())
        data = blob.write(random_model(rng))
        needed = self.open(data)[MODEL.ARENA_BYTES]
        for fast, sram, fits in (
            (0, needed, True),
            (0, needed - 32, False),
            (needed, 0, True),
            (needed - 32, 0, False),
            (needed - 32, needed, True),
        ):
            pc = PcNative(sram, fast)
            status, info = pc.open(data)
            self.assertEqual((status == 0, info[MODEL.ARENA_BYTES]), (fits, needed))
            pc.close()
        self.native.use()

    def test_two_regions_give_the_same_answers_as_one(self):
        """Random places, regions of exactly the bytes that they need; a board with less plans one region."""
        rng = seeds.generator(self.id())
        for _ in range(PLACED):
            model = random_model(rng)
            data = blob.write(model)
            placed = places.buffers(model, data)
            fast, sram = places.at_random(rng, placed)
            data = places.write(data, placed, (fast, sram))
            image = random_image(rng, model.input_shape)
            pc = PcNative(sram, fast)
            status, info = pc.open(data)
            self.assertEqual((status, info[MODEL.ARENA_BYTES]), (0, fast + sram), f"rule {info[MODEL.RULE]}")
            for (net, index, *_), p in zip(lives(model), placed[::2]):
                self.assertEqual(pc.layer_info(net, index)[LAYER.OUTPUT_OFFSET] & 0xFFFFFFFF, p.place)
            expected = run.run(data, image)
            self.assertEqual(pc.run(image, [len(net) for net in model.nets]), 0)
            for net in range(3):
                if expected.logits[net] is not None:
                    self.assertEqual(pc.logits(net, len(model.class_names)).tolist(), expected.logits[net].tolist())
            pc.close()
            self.native.use()
            planned = 2 * bank_bytes(model) + plan(model)[0]  # where the blob wants fast memory, which this board lacks
            self.assertEqual(self.open(data)[MODEL.ARENA_BYTES], planned if fast else sram)
            self.compare(model, data, image)

    def test_what_the_validator_says_of_changed_places(self):
        """One place or region changed, checksums redone: the rule and the layer that a look at every byte finds."""
        rng = seeds.generator(self.id())
        names, seen = c_library.rules(), set()
        for _ in range(PLACED):
            model = random_model(rng)
            data = blob.write(model)
            placed = places.buffers(model, data)
            regions = list(places.at_random(rng, placed, slack=1))
            for _ in range(8):
                kept = [p.place for p in placed], list(regions)
                if rng.randint(0, 6) == 0:
                    regions[rng.randint(0, 2)] += int(rng.choice((-32, 32, 16)))
                else:
                    p = placed[rng.randint(0, len(placed))]
                    p.place = (p.place + int(rng.choice((32, -32, 64, 1, 1 << 31, 320)))) % (1 << 32)
                if min(regions) < 0 or max(regions) == 0:
                    rule = None  # no blob says so
                else:
                    rule, step = places.broken_rule(placed, regions)
                    status, info = self.native.open(places.write(data, placed, regions))
                    where = lives(model)[step][:2] if step >= 0 else (-1, -1)
                    self.assertEqual((names[info[MODEL.RULE]], (info[MODEL.RULE_NET], info[MODEL.RULE_LAYER])), (rule, where))
                    seen.add(rule)
                for p, place in zip(placed, kept[0]):
                    p.place = place
                regions[:] = kept[1]
        self.assertEqual(seen, {"NONE", "PLACE_ALIGNMENT", "PLACE_REGION", "PLACE_OVERLAP"})

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

    def test_behind_a_stem_the_rest_of_the_binary_network_may_be_left_out(self):
        """Net 1 waits for the stem of net 0, and for no more; a new input, or net 0 anew, asks for the stem again."""
        rng, order = seeds.generator(self.id()), -5
        layer_run = self.native.library.ncn_native_layer_run
        seen = 0
        while seen < 60:
            model = random_model(rng, numbers=0)
            if not model.stem_layers:
                continue
            seen += 1
            data, image = blob.write(model), random_image(rng, model.input_shape)
            self.open(data)
            expected = run.run(data, image)
            self.assertEqual(self.native.run(image, []), 0)
            self.assertEqual(layer_run(1, INT8, 0, 0), order)
            for layer in range(model.stem_layers):
                self.assertEqual(layer_run(1, INT8, 0, 0), order)
                self.assertGreaterEqual(layer_run(1, 0, layer, 0), 0)
            for _ in range(2):  # the stem's output outlives net 1
                for layer in range(len(model.nets[INT8])):
                    self.assertGreaterEqual(layer_run(1, INT8, layer, 0), 0)
                if expected.logits[INT8] is not None:
                    self.assertEqual(self.native.logits(INT8, len(model.class_names)).tolist(), expected.logits[INT8].tolist())
            self.assertEqual(layer_run(1, 0, model.stem_layers, 0), order)  # net 1 may have overwritten its maps
            if model.form == BCNET_LOGITS:
                self.assertEqual(layer_run(1, 2, 0, 0), order)
            self.assertGreaterEqual(layer_run(1, 0, 0, 0), 0)
            if model.stem_layers > 1:
                self.assertEqual(layer_run(1, INT8, 0, 0), order)
            self.compare(model, data, image)
            self.assertEqual(self.native.library.ncn_native_input_select(1, 0), 0)
            self.assertEqual(layer_run(1, INT8, 0, 0), order)


if __name__ == "__main__":
    unittest.main()
