"""Weight layouts: tensor bytes <-> int8 weights, and scratch, from MODEL-FORMAT.md, "Layouts", alone."""
import numpy as np

from .description import CONV, CONV_INT8_TO_BITS


class Paired:
    """A byte a weight, two output channels a halfword."""

    @staticmethod
    def takes(layer):
        """Whether layer, with its weights, may have this layout."""
        return (
            layer.in_shape[2] % 4 == 0
            and np.abs(layer.weight.astype(np.int64)).reshape(len(layer.weight), -1).sum(1).max() < 2**16
        )

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
        """The input rows of two output rows, widened."""
        _, width, in_c = layer.in_shape
        return 4 * layer.window[0] * width * in_c


class F45:
    """5x5 filters at the eight points of F(4,5), int16."""

    POINTS = np.array(
        [
            [1, 0, 0, 0, 0],
            [1, 1, 1, 1, 1],
            [1, -1, 1, -1, 1],
            [1, 2, 4, 8, 16],
            [1, -2, 4, -8, 16],
            [16, 8, 4, 2, 1],
            [16, -8, 4, -2, 1],
            [0, 0, 0, 0, 1],
        ]
    )
    BAND_BYTES = 24576

    @staticmethod
    def takes(layer):
        """Whether layer, with its weights, may have this layout."""
        return (
            layer.window == (5, 5, 1)
            and np.abs(layer.weight.astype(np.int64)).reshape(len(layer.weight), -1).sum(1).max() < 2**20
        )

    @staticmethod
    def row(in_c):
        """Channels of a row: even, but for 1 and 3."""
        return in_c if in_c in (1, 3) else in_c + in_c % 2

    @staticmethod
    def order(in_c):
        """Which channel each halfword of a row has."""
        return np.arange(F45.row(in_c)) if in_c % 4 else np.arange(in_c).reshape(-1, 2, 2).transpose(0, 2, 1).reshape(-1)

    @classmethod
    def pack(cls, weight):
        """(O, 5, 5, I) -> bytes."""
        out_c, _, _, in_c = weight.shape
        row, words = cls.row(in_c), (5 * cls.row(in_c) + 1) // 2
        u = np.zeros((out_c + -out_c % 4, 8, 5, row), np.int64)
        u[:out_c, :, :, :in_c] = np.einsum("tk,orki->otri", cls.POINTS, weight.astype(np.int64))
        halfwords = np.zeros((len(u), 8, 2 * words), np.int64)
        halfwords[:, :, : 5 * row] = u[..., cls.order(in_c)].reshape(len(u), 8, 5 * row)
        #  block, channel, point, word, half -> block, point, word, channel, half
        return halfwords.reshape(-1, 4, 8, words, 2).transpose(0, 2, 3, 1, 4).astype("<i2").tobytes()

    @classmethod
    def unpack(cls, data, shape):
        """bytes -> (O, 5, 5, I)."""
        out_c, in_c = shape[0], shape[3]
        row, words = cls.row(in_c), (5 * cls.row(in_c) + 1) // 2
        halfwords = np.frombuffer(data, "<i2").reshape(-1, 8, words, 4, 2).transpose(0, 3, 1, 2, 4).reshape(-1, 8, 2 * words)
        u = np.zeros((len(halfwords), 8, 5, row))
        u[..., cls.order(in_c)] = halfwords[:, :, : 5 * row].reshape(-1, 8, 5, row)
        weight = np.rint(np.einsum("kt,otri->orki", np.linalg.pinv(cls.POINTS), u))
        return weight[:out_c, :, :, :in_c].astype(np.int8)

    @classmethod
    def scratch_bytes(cls, layer):
        """A band of transformed rows of pairs of tiles, the sums, an input row and, for 1 and 3 channels, the weights once
        more."""
        (height, _, in_c), out_c = layer.in_shape, layer.out_shape[2]
        row, pairs = cls.row(in_c), -(-layer.conv_width() // 8)
        odd = row % 2
        rows = min(height + 4 * (odd and layer.same), max(5, cls.BAND_BYTES // (32 * pairs * row)))
        band = 64 * pairs * -(-rows * row // 2)
        return band + 256 + -(-(8 * pairs + 4) * in_c // 4) * 4 + odd * -(-out_c // 4) * 128 * ((5 * row + 1) // 2)


class Winograd:
    """3x3 filters as G w G^T, int16."""

    def __init__(self, rows, sum_limit):
        self.g = np.array(rows, np.int64)
        self.side, self.sum_limit = len(rows), sum_limit

    def takes(self, layer):
        """Whether layer, with its weights, may have this layout."""
        return (
            layer.window == (3, 3, 1)
            and np.abs(layer.weight.astype(np.int64)).reshape(len(layer.weight), -1).sum(1).max() < self.sum_limit
        )

    def pack(self, weight):
        """(O, 3, 3, I) -> bytes."""
        out_c, _, _, in_c = weight.shape
        padded = np.zeros((out_c + -out_c % 4, 3, 3, in_c + -in_c % 4), np.int64)
        padded[:out_c, :, :, :in_c] = weight
        points = np.einsum("yi,xj,oijc->oyxc", self.g, self.g, padded)
        #  block, channel of it, point, quad, halfword, even or odd pair of taps
        parts = points.reshape(-1, 4, self.side**2, padded.shape[3] // 4, 2, 2).transpose(0, 2, 3, 5, 1, 4)
        return parts.reshape(len(parts), -1, 2)[:, ::-1].astype("<i2").tobytes()

    def unpack(self, data, shape):
        """bytes -> (O, 3, 3, I)."""
        out_c, _, _, in_c = shape
        words = np.frombuffer(data, "<i2").reshape(-(-out_c // 4), -1, 2)[:, ::-1]
        parts = words.reshape(len(words), self.side, self.side, -(-in_c // 4), 2, 4, 2).transpose(0, 5, 1, 2, 3, 6, 4)
        points = parts.reshape(4 * len(words), self.side, self.side, -1)
        back = np.linalg.pinv(self.g)
        return np.rint(np.einsum("iy,jx,oyxc->oijc", back, back, points))[:out_c, :, :, :in_c].astype(np.int8)

    def scratch_bytes(self, layer):
        """A pair of transformed tiles, and the products of a block of 4 filters."""
        return 16 * self.side**2 * (-(-layer.in_shape[2] // 4) + 2)


F23 = Winograd([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]], 2**22)
F43 = Winograd([[1, 0, 0], [-1, -1, -1], [-1, 1, -1], [1, 2, 4], [1, -2, 4], [0, 0, 1]], 2**18)

LAYOUTS = {(CONV, 1): Paired, (CONV, 2): F45, (CONV_INT8_TO_BITS, 2): F45, (CONV, 3): F23, (CONV, 4): F43}


def fitting(layer):
    """Numbers of the layouts that may hold a layer, beside 0."""
    return [number for (op, number), layout in LAYOUTS.items() if op == layer.op and layout.takes(layer)]


def scratch_bytes(layer):
    """Scratch of a layer of layout 1 and up: at least one filter."""
    k_h, k_w, _ = layer.window
    return max(LAYOUTS[layer.op, layer.layout].scratch_bytes(layer), k_h * k_w * layer.in_shape[2])
