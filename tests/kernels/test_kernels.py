"""Every line of the kernel list (reference and host columns) against the integer model, kernel by kernel and bit for bit."""
import collections
import ctypes
import functools
import unittest

import numpy as np

import c_library
import kernel_call
import seeds
from model import confidence, run
from model.description import BITS_IN, CONCAT, OP_NAMES
from model.random_layers import RandomLayers
from model.random_model import random_image, random_model
from model.shapes import conv_size
from test_confidence import random_logits, settings

MODELS = 900
CASES_PER_KERNEL = 80
CONFIDENCE_VECTORS = 30_000

# (H, W, C), outC, k, stride, same: layers of the project's networks, where fast paths live
NETWORK_SHAPES = [((32, 32, 3), 32, 5, 1, True), ((16, 16, 32), 32, 5, 1, True), ((8, 8, 32), 64, 5, 1, True), ((15, 15, 32), 64, 3, 1, False),
                  ((6, 6, 64), 128, 3, 1, False), ((32, 32, 1), 32, 5, 1, True), ((32, 32, 16), 32, 1, 2, True), ((32, 32, 16), 32, 3, 2, True),
                  ((4, 4, 64), 10, 4, 1, False), ((11, 11, 128), 128, 3, 1, True)]


@functools.lru_cache(maxsize=None)
def columns():
    """{op number: [(function name, function)]}, every implementation of the list."""
    out = collections.defaultdict(list)
    for op, _, name, _ in c_library.kernel_list():
        function = getattr(c_library.kernels(), name)
        function.restype = ctypes.c_int
        out[_op_number(op)].append((name, function))
    return out


def _op_number(name):
    words = name.lower().split("_")
    return OP_NAMES.index(words[0] + "".join(w.capitalize() for w in words[1:]))


class Kernels(unittest.TestCase):
    def setUp(self):
        columns()
        self.rng = seeds.generator(self.id())

    def compare(self, layer, operands, expected, int32_operands=False):
        for name, function in columns()[layer.op]:
            got = kernel_call.call(function, layer, operands, int32_operands)
            self.assertEqual(got, kernel_call.stored(expected, layer.op), (name, layer))
            self.counts[name] += 1

    def test_layers_of_random_models(self):
        self.counts = collections.Counter()
        for _ in range(MODELS):
            model = random_model(self.rng)
            image = np.frombuffer(random_image(self.rng, model.input_shape), np.uint8).astype(np.int64).reshape(model.input_shape) - 128
            outputs = [[], [], []]
            for net, layers in enumerate(model.nets):
                for layer in layers:
                    operands = run.operands(layer, net, outputs, image)
                    outputs[net].append(run.run_layer(layer, *operands))
                    self.compare(layer, operands, outputs[net][-1], layer.op == CONCAT and model.form == 2)
        print(f"{sum(self.counts.values())} kernel calls:", ", ".join(f"{name} {n}" for name, n in sorted(self.counts.items())))
        for _, _, name, _ in c_library.kernel_list():
            self.assertGreaterEqual(self.counts[name], CASES_PER_KERNEL, name)

    def test_network_shapes(self):
        self.counts = collections.Counter()
        draw = RandomLayers(self.rng)
        for shape, out_c, k, stride, same in NETWORK_SHAPES:
            geometry = (conv_size(shape[0], k, stride, same), conv_size(shape[1], k, stride, same), out_c), (k, k, stride), same
            for layer in (draw.conv(shape, 7, geometry), draw.conv_int8_to_bits(shape, 7, geometry), draw.conv_bits_to_bits(shape, geometry),
                          draw.conv_bits_to_int8(shape, geometry)):
                if layer is None:
                    continue
                x = self.rng.randint(0, 2, shape).astype(bool) if layer.op in BITS_IN else self.rng.randint(-128, 128, shape)
                self.compare(layer, (x,), run.run_layer(layer, x))
        self.assertGreater(sum(self.counts.values()), 30)


class Confidence(unittest.TestCase):
    class Scale(ctypes.Structure):
        _fields_ = [("multiplier", ctypes.c_uint32), ("shift", ctypes.c_int32)]

    def test_c_against_the_integer_model(self):
        library = c_library.kernels()
        rng = seeds.generator(self.id())
        count = 0
        result, scale = (ctypes.c_int32 * 4)(), self.Scale()
        while count < CONFIDENCE_VECTORS:
            classes = int(rng.choice((2, 3, 10, 100, 255, rng.randint(2, 101))))
            radix, temperature = settings(rng)
            self.assertEqual(library.ncn_confidence_prepare(ctypes.byref(scale), radix, ctypes.c_uint32(temperature)), 0)
            self.assertEqual((scale.multiplier, scale.shift), confidence.scale(radix, temperature))
            logits = np.ascontiguousarray(random_logits(rng, 100, classes, radix, temperature).astype(np.int32))
            for row, q16 in zip(logits, confidence.confidence_q16(logits, radix, temperature)):
                status = library.ncn_confidence_score(ctypes.byref(scale), ctypes.c_void_p(row.ctypes.data), classes, result)
                self.assertEqual((status, *result), (0, *confidence.top_two(row), q16 >> 8, q16), (radix, temperature, row))
                count += 1

    def test_radix_and_temperature_outside_the_contract_are_refused(self):
        scale = self.Scale()
        for radix, temperature in ((-9, 65536), (31, 65536), (0, 1023), (0, 2**22 + 1), (0, 0)):
            self.assertLess(c_library.kernels().ncn_confidence_prepare(ctypes.byref(scale), radix, ctypes.c_uint32(temperature)), 0)


if __name__ == "__main__":
    unittest.main()
