"""Every line of the float kernel list against the model, kernel by kernel and bit for bit; a build without them."""
import collections
import ctypes
import functools
import unittest

import numpy as np

import c_library
import kernel_call
import seeds
from bad_blobs import float_model
from model import blob, run
from model.description import COOPNET, DENSE_LOGITS, FLOAT32, MIXED
from model.random_float_layers import RandomFloatNet
from model.random_model import random_image, random_model
from model.shapes import conv_size
from native_fields import MODEL
from pc_native import PcNative
from test_kernels import NETWORK_SHAPES, WORKSPACES, op_number

MODELS = 1600
CASES_PER_KERNEL = 80


@functools.lru_cache(maxsize=None)
def columns():
    """{(op number, numbers): [(function name, function)]}, every implementation of the list."""
    out = collections.defaultdict(list)
    for op, numbers, name, _ in c_library.float_kernel_list():
        function = getattr(c_library.kernels(), name)
        function.restype = ctypes.c_int
        out[op_number(op), {"MIXED": MIXED, "FLOAT32": FLOAT32}[numbers]].append((name, function))
    return out


def without_payload(data):
    """float32 bytes in which all that is not a number is the same: IEEE 754 leaves those bits open."""
    values = np.frombuffer(data, "<f4").copy()
    values[np.isnan(values)] = np.nan
    return values.tobytes()


class FloatKernels(unittest.TestCase):
    def setUp(self):
        columns()
        self.rng = seeds.generator(self.id())
        self.counts = collections.Counter()

    def compare(self, layer, operands, expected):
        alike = bytes if layer.op == DENSE_LOGITS else without_payload
        for name, function in columns()[layer.op, layer.numbers]:
            got = kernel_call.call(function, layer, operands, workspace_bytes=int(self.rng.choice(WORKSPACES)))
            self.assertEqual(alike(got), alike(kernel_call.stored(expected, layer.op)), (name, layer))
            self.counts[name, layer.numbers] += 1

    def test_layers_of_random_models(self):
        for index in range(MODELS):
            model = random_model(self.rng, COOPNET, numbers=(MIXED, FLOAT32)[index % 2])
            image = run.to_int8(random_image(self.rng, model.input_shape), model.input_shape)
            outputs = [[], [], []]
            for layer in model.nets[1]:
                operands = run.operands(layer, 1, outputs, image)
                outputs[1].append(run.run_layer(layer, *operands))
                self.compare(layer, operands, outputs[1][-1])
        print(f"{sum(self.counts.values())} kernel calls:", ", ".join(f"{k} {n}" for (k, _), n in sorted(self.counts.items())))
        for op, numbers, name, _ in c_library.float_kernel_list():
            count = self.counts[name, {"MIXED": MIXED, "FLOAT32": FLOAT32}[numbers]]
            self.assertGreaterEqual(count, CASES_PER_KERNEL, (op, numbers, name))

    def test_network_shapes(self):
        for numbers in (MIXED, FLOAT32):
            draw = RandomFloatNet(self.rng, numbers)
            for shape, out_c, k, stride, same in NETWORK_SHAPES:
                size = conv_size(shape[0], k, stride, same), conv_size(shape[1], k, stride, same), out_c
                layer = draw.conv_of(shape, (size, (k, k, stride), same))
                x = self.rng.normal(size=shape).astype(np.float32)
                self.compare(layer, (x,), run.run_layer(layer, x))
        self.assertGreaterEqual(len(self.counts), 2)

    def test_a_sum_is_in_the_order_that_the_contract_states(self):
        """1, then 2^24, then -2^24: only this order of taps gives 0 after a bias of 0 (1 + 2^24 rounds to 2^24)."""
        taps = np.array([1, 2.0**24, -(2.0**24)], np.float32)
        for op, numbers, name, _ in c_library.float_kernel_list():
            if op in ("CONV", "DENSE", "DENSE_LOGITS"):
                draw = RandomFloatNet(self.rng, {"MIXED": MIXED, "FLOAT32": FLOAT32}[numbers])
                ones = {"weight": np.ones((1, 1, 1, 3) if op == "CONV" else (1, 3), np.int8), "bias": np.zeros(1, np.float32)}
                if numbers == "MIXED":
                    ones["scale"] = np.ones(1, np.float32)
                layer = draw.layer_of(op_number(op), (1, 1, 3), (1, 1, 1), **ones)
                for order, total in (((0, 1, 2), 0), ((1, 2, 0), 1)):
                    x = taps[list(order)].reshape(1, 1, 3)
                    got = kernel_call.call(getattr(c_library.kernels(), name), layer, (x,))
                    self.assertEqual(np.frombuffer(got, "<i4" if op == "DENSE_LOGITS" else "<f4")[0], total, (name, order))


class BuildWithoutFloats(unittest.TestCase):
    def test_it_refuses_a_model_of_floats_by_name_and_runs_others(self):
        native = PcNative(library=c_library.native("integers"))
        self.addCleanup(native.close)
        names, rng = c_library.rules(), seeds.generator(self.id())
        for numbers in (MIXED, FLOAT32):
            status, info = native.open(blob.write(float_model(numbers)))
            self.assertLess(status, 0)
            self.assertEqual(names[info[MODEL.RULE]], "NO_FLOATS")
        model = random_model(rng, numbers=0)
        self.assertEqual(native.open(blob.write(model))[0], 0)


if __name__ == "__main__":
    unittest.main()
