"""Weight layouts: tensor bytes <-> int8 weights, and scratch, from MODEL-FORMAT.md, "Layouts", alone."""
import numpy as np

from .description import CONV


class Paired:
    """A byte a weight, two output channels a halfword."""
    BAND_BYTES = 8192

    @staticmethod
    def takes(layer):
        """Whether layer, with its weights, may have this layout."""
        return layer.in_shape[2] % 4 == 0 and np.abs(layer.weight.astype(np.int64)).reshape(len(layer.weight), -1).sum(1).max() < 2**16

    @staticmethod
    def pack(weight):
        """(O, kH, kW, I) -> bytes."""
        out_c, k_h, k_w, in_c = weight.shape
        padded = np.zeros((out_c + -out_c % 4, k_h * k_w * in_c), np.int64)
        padded[:out_c] = weight.reshape(out_c, -1)
        #  block, pair of channels, even or odd channel, quad, tap of the pair, pair of taps: e0 e1 e2 e3 -> [[e0, e1], [e2, e3]]
        parts = padded.reshape(-1, 2, 2, k_h * k_w * in_c // 4, 2, 2)
        halfwords = parts[:, :, 0] + 256 * parts[:, :, 1]  # block, pair of channels, quad, tap of the pair, pair of taps
        return halfwords.transpose(0, 2, 4, 1, 3).astype("<i2").tobytes()

    @staticmethod
    def unpack(data, shape):
        """bytes -> (O, kH, kW, I)."""
        quads = np.prod(shape[1:]) // 4
        halfwords = np.frombuffer(data, "<i2").astype(np.int64).reshape(-1, quads, 2, 2, 2).transpose(0, 3, 1, 4, 2)
        even = (halfwords & 255 ^ 128) - 128
        both = np.stack([even, (halfwords - even) >> 8], 2)  # block, pair of channels, even or odd, quad, tap, pair
        return both.reshape(-1, *shape[1:])[: shape[0]].astype(np.int8)

    @classmethod
    def scratch_bytes(cls, layer):
        """As many widened input rows as fit, if two output rows can be made from them."""
        height, width, in_c = layer.in_shape
        k_h, _, stride = layer.window
        row = 2 * width * in_c
        rows = min(height, cls.BAND_BYTES // row)
        return rows * row if rows >= min(height, k_h + stride) else 0


LAYOUTS = {(CONV, 1): Paired}


def fitting(layer):
    """Kernel numbers of the layouts that may hold a layer, beside 0."""
    return [kernel for (op, kernel), layout in LAYOUTS.items() if op == layer.op and layout.takes(layer)]


def scratch_bytes(layer):
    """Scratch of a layer of kernel 1 and up: at least one filter."""
    k_h, k_w, _ = layer.window
    return max(LAYOUTS[layer.op, layer.kernel].scratch_bytes(layer), k_h * k_w * layer.in_shape[2])
