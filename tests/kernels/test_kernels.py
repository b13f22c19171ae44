"""Every line of the kernel list (reference, M7 and PC columns) against the integer model, kernel by kernel and bit for bit."""
import collections
import ctypes
import dataclasses
import functools
import unittest

import numpy as np

import c_library
import kernel_call
import seeds
from model import confidence, layouts, run
from model.dense import logits
from model.description import BITS_IN, CONCAT, CONV, CONV_BITS_TO_INT8, CONV_INT8_TO_BITS, DENSE, DENSE_LOGITS, OP_NAMES, Layer
from model.random_layers import RandomLayers
from model.random_model import random_image, random_model
from model.shapes import conv_size
from test_confidence import random_logits, settings

MODELS = 900
CASES_PER_KERNEL = 80
WORKSPACES = (0, 2048, 16384, 98304)
CONFIDENCE_VECTORS = 30_000

# (H, W, C), outC, k, stride, same: layers of the project's networks, where fast paths live
# and, last, windows as long as a fast path takes them and longer.
NETWORK_SHAPES = [
    ((32, 32, 3), 32, 5, 1, True),
    ((16, 16, 32), 32, 5, 1, True),
    ((8, 8, 32), 64, 5, 1, True),
    ((15, 15, 32), 64, 3, 1, False),
    ((6, 6, 64), 128, 3, 1, False),
    ((32, 32, 1), 32, 5, 1, True),
    ((32, 32, 16), 32, 1, 2, True),
    ((32, 32, 16), 32, 3, 2, True),
    ((4, 4, 64), 10, 4, 1, False),
    ((11, 11, 128), 128, 3, 1, True),
    ((9, 9, 32), 3, 8, 1, False),
    ((5, 5, 96), 7, 5, 1, True),
]


@functools.lru_cache(maxsize=None)
def columns():
    """{(op number, layout): [(function name, function)]}, every implementation of the list."""
    out = collections.defaultdict(list)
    for op, layout, name, _ in c_library.kernel_list():
        function = getattr(c_library.kernels(), name)
        function.restype = ctypes.c_int
        out[op_number(op), int(layout)].append((name, function))
    return out


def op_number(name):
    """Number of an op by its name in the list."""
    words = name.lower().split("_")
    return OP_NAMES.index(words[0] + "".join(w.capitalize() for w in words[1:]))


class Kernels(unittest.TestCase):
    def setUp(self):
        columns()
        self.rng = seeds.generator(self.id())

    def compare(self, layer, operands, expected, int32_operands=False):
        for layout in (0, *layouts.fitting(layer)):
            packed = dataclasses.replace(layer, layout=layout)
            for name, function in columns()[layer.op, layout]:
                got = kernel_call.call(function, packed, operands, int32_operands, int(self.rng.choice(WORKSPACES)))
                self.assertEqual(got, kernel_call.stored(expected, layer.op), (name, packed))
                self.counts[name] += 1

    def test_layers_of_random_models(self):
        self.counts = collections.Counter()
        for _ in range(MODELS):
            model = random_model(self.rng, numbers=0)  # others: test_float_kernels
            image = run.to_int8(random_image(self.rng, model.input_shape), model.input_shape)
            outputs = [[], [], []]
            for net, layers in enumerate(model.nets):
                for layer in layers:
                    operands = run.operands(layer, net, outputs, image, model.stem_layers)
                    outputs[net].append(run.run_layer(layer, *operands))
                    self.compare(layer, operands, outputs[net][-1], layer.op == CONCAT and model.form == 2)
        print(f"{sum(self.counts.values())} kernel calls:", ", ".join(f"{name} {n}" for name, n in sorted(self.counts.items())))
        for _, layout, name, _ in c_library.kernel_list():
            if layout == "0":  # others: test_layouts
                self.assertGreaterEqual(self.counts[name], CASES_PER_KERNEL, name)

    def test_layouts(self):
        """Layers that each layout may hold; their kernels against the integer model, whose layouts are its own."""
        draw = RandomLayers(self.rng)
        for op, layout in layouts.LAYOUTS:
            self.counts, cases = collections.Counter(), 0
            while cases < CASES_PER_KERNEL:
                k, stride, same = draw.pick((1, 3, 5)), draw.pick((1, 1, 2)), draw.chance(2)
                shape = draw.between(1, 12), draw.between(1, 12), draw.pick((1, 2, 3, 4, 5, 6, 8, 16, 20, 33))
                size = conv_size(shape[0], k, stride, same), conv_size(shape[1], k, stride, same), draw.between(1, 9)
                if min(size) < 1:
                    continue
                make = {CONV: draw.conv, CONV_INT8_TO_BITS: draw.conv_int8_to_bits}[op]
                layer = make(shape, 7, (size, (k, k, stride), same))
                if layer is None or layout not in layouts.fitting(layer):
                    continue
                x = self.rng.randint(-128, 128, shape)
                self.compare(layer, (x,), run.run_layer(layer, x))
                cases += 1
            for name, _ in columns()[op, layout]:
                self.assertGreaterEqual(self.counts[name], CASES_PER_KERNEL, name)

    def test_network_shapes(self):
        self.counts = collections.Counter()
        draw = RandomLayers(self.rng)
        for shape, out_c, k, stride, same in NETWORK_SHAPES:
            geometry = (conv_size(shape[0], k, stride, same), conv_size(shape[1], k, stride, same), out_c), (k, k, stride), same
            for layer in (
                draw.conv(shape, 7, geometry),
                draw.conv_int8_to_bits(shape, 7, geometry),
                draw.conv_bits_to_bits(shape, geometry),
                draw.conv_bits_to_int8(shape, geometry),
            ):
                if layer is None:
                    continue
                x = self.rng.randint(0, 2, shape).astype(bool) if layer.op in BITS_IN else self.rng.randint(-128, 128, shape)
                self.compare(layer, (x,), run.run_layer(layer, x))
        self.assertGreater(sum(self.counts.values()), 30)

    def test_largest_accumulators_the_validator_allows(self):
        """Input, weights and bias at their ends and of one sign: accumulators of 2^31 - 1 less the rounding term, and its
        negative."""
        self.counts = collections.Counter()
        shape, k = (3, 3, 4), 36
        weight = np.array([-127, 127] * 2, np.int8).reshape(4, 1, 1, 1) * np.ones((4, *shape), np.int8)
        x = np.full(shape, -128)
        for shift in range(32):
            room = 2**31 - 1 - (2 ** (shift - 1) if shift else 0)
            bias = np.array([1, -1, -1, 1]) * (room - 128 * 127 * k)
            end = np.array([1, -1, -1, 1]) * np.array([room, room, room - 2 * 128 * 127 * k, room - 2 * 128 * 127 * k])
            self.assertEqual(logits(x, weight.reshape(4, k), bias).reshape(-1).tolist(), end.tolist())
            fields = {"weight": weight, "bias": bias, "shift": shift}
            for layer in (
                Layer(CONV, shape, (1, 1, 4), window=(3, 3, 1), **fields),
                Layer(DENSE, shape, (1, 1, 4), **{**fields, "weight": weight.reshape(4, k)}),
                Layer(DENSE_LOGITS, shape, (1, 1, 4), weight=weight.reshape(4, k), bias=bias),
                Layer(
                    CONV_INT8_TO_BITS,
                    shape,
                    (1, 1, 4),
                    window=(3, 3, 1),
                    weight=weight,
                    bias=bias,
                    sign_threshold=end + np.array([0, 1, 1, 0]),
                ),
            ):
                self.compare(layer, (x,), run.run_layer(layer, x))
            m = np.array([32767, -32768, 32767, -32768])
            layer = Layer(
                CONV_BITS_TO_INT8,
                shape,
                (1, 1, 4),
                window=(3, 3, 1),
                pool=(1, 1, 1),
                shift=shift,
                m=m,
                o=np.sign(m) * (room - abs(m) * k),
                weight=np.ones((4, *shape), bool),
            )
            for bits in (np.ones(shape, bool), np.zeros(shape, bool)):
                self.compare(layer, (bits,), run.run_layer(layer, bits))


class Confidence(unittest.TestCase):
    class Scale(ctypes.Structure):
        _fields_ = [("multiplier", ctypes.c_uint32), ("shift", ctypes.c_int32)]

    def compare(self, logits, radix, temperature):
        """Every row of int32 logits (N, C)."""
        library, result, scale = c_library.kernels(), (ctypes.c_int32 * 4)(), self.Scale()
        self.assertEqual(library.ncn_confidence_prepare(ctypes.byref(scale), radix, ctypes.c_uint32(temperature)), 0)
        self.assertEqual((scale.multiplier, scale.shift), confidence.scale(radix, temperature))
        rows = np.ascontiguousarray(logits.astype(np.int32))
        for row, q16 in zip(rows, confidence.confidence_q16(rows, radix, temperature)):
            status = library.ncn_confidence_score(ctypes.byref(scale), ctypes.c_void_p(row.ctypes.data), len(row), result)
            self.assertEqual((status, *result), (0, *confidence.top_two(row), q16 >> 8, q16), (radix, temperature, row))

    def test_c_against_the_integer_model(self):
        rng = seeds.generator(self.id())
        for _ in range(CONFIDENCE_VECTORS // 100):
            classes = int(rng.choice((2, 3, 10, 100, 255, rng.randint(2, 101))))
            radix, temperature = settings(rng)
            self.compare(random_logits(rng, 100, classes, radix, temperature), radix, temperature)

    def test_where_an_exponential_changes_its_shift_or_vanishes(self):
        """Two logits whose distance is a whole number of octaves, one unit less and one more; the last octave included."""
        rng = seeds.generator(self.id())
        for _ in range(300):
            radix, temperature = settings(rng)
            m, s = confidence.scale(radix, temperature)
            distances = [-(-(octaves * 65536 << s) // m) + near for octaves in range(26) for near in (-1, 0, 1)]
            rows = [[2**31 - 1 - d, 2**31 - 1] for d in distances if 0 <= d < 2**32]
            self.compare(np.array(rows, dtype=np.int64), radix, temperature)

    def test_radix_and_temperature_outside_the_contract_are_refused(self):
        scale = self.Scale()
        prepare = c_library.kernels().ncn_confidence_prepare
        for radix, temperature in ((-9, 65536), (31, 65536), (0, 1023), (0, 2**22 + 1), (0, 0)):
            self.assertLess(prepare(ctypes.byref(scale), radix, ctypes.c_uint32(temperature)), 0)


if __name__ == "__main__":
    unittest.main()
