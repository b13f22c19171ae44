"""Layers of networks of floats, tap by tap in the order of NUMERICS.md: eq. (20) to (23). Every operation rounds to float32."""
import numpy as np

from .description import ADD, AVERAGE_POOL, CONV, DENSE_LOGITS, MAX_POOL, MIXED, TO_FLOAT
from .pool import LOWEST
from .shapes import conv_size, pool_size, windows


def run_layer(layer, a, b=None):
    """One layer on its operands: float32 maps (H, W, C), of toFloat integers; logits are int64."""
    k_h, k_w, stride = layer.window
    with np.errstate(all="ignore"):  # overflow, and what follows from it, is defined
        if layer.op == TO_FLOAT:
            return a.astype(np.float32) * np.float32(2.0**-layer.radix_in0)
        if layer.op == ADD:
            return relu(a + b, layer.relu)
        if layer.op in (MAX_POOL, AVERAGE_POOL):
            return pool(a, k_h, k_w, stride, layer.up, layer.op == MAX_POOL)
        taps = conv_taps(a, layer) if layer.op == CONV else a.reshape(1, 1, -1)
        out = sums(taps, layer.weight.reshape(len(layer.weight), -1), layer.bias, layer.scale if layer.numbers == MIXED else None)
        return to_logits(out, layer.radix_weight) if layer.op == DENSE_LOGITS else relu(out, layer.relu)


def conv_taps(x, layer):
    """Windows of a convolution, (outH, outW, kH * kW * C); taps outside the image are 0, which no sum notices."""
    k_h, k_w, stride = layer.window
    out_h, out_w = (conv_size(n, k, stride, layer.same) for n, k in zip(x.shape, (k_h, k_w)))
    pad_h, pad_w = (k_h // 2, k_w // 2) if layer.same else (0, 0)
    taps = windows(x, k_h, k_w, stride, pad_h, pad_w, out_h, out_w, 0)
    return taps.transpose(0, 1, 3, 4, 2).reshape(out_h, out_w, -1)


def sums(taps, weight, bias, scale):
    """taps (outH, outW, K), weight (O, K) -> (outH, outW, O): eq. (20), with a scale (21)."""
    start = np.float32(0) if scale is not None else bias + np.float32(0)
    out = np.zeros((*taps.shape[:2], len(weight)), np.float32) + start
    weight = weight.astype(np.float32)
    for k in range(taps.shape[2]):
        out = out + taps[:, :, k, None] * weight[:, k]
    return out if scale is None else out * scale + bias


def relu(x, has_relu):
    """What is not above 0, and what is not a number, becomes +0."""
    return np.where(x > 0, x, np.float32(0)) if has_relu else x


def pool(x, k_h, k_w, stride, up, largest):
    """Clipped windows, tap by tap: eq. (22)."""
    out_h, out_w = pool_size(x.shape[0], k_h, stride, up), pool_size(x.shape[1], k_w, stride, up)
    index = np.arange(x.shape[0] * x.shape[1]).reshape(*x.shape[:2], 1)
    places = windows(index, k_h, k_w, stride, 0, 0, out_h, out_w, LOWEST).reshape(out_h, out_w, -1)
    flat, out, count = x.reshape(-1, x.shape[2]), np.zeros((out_h, out_w, x.shape[2]), np.float32), (places >= 0).sum(axis=2)
    for k in range(places.shape[2]):
        value = flat[np.maximum(places[:, :, k], 0)]
        if largest:
            step = np.where(value > out, value, out) if k else value
        else:
            step = out + value
        out = np.where(places[:, :, k, None] >= 0, step, out)
    return out if largest else out / count[:, :, None].astype(np.float32)


def to_logits(x, radix):
    """Without their fraction at the radix, saturated; the smallest where x is not a number: eq. (23)."""
    scaled = x * np.float32(2.0**radix)
    whole = np.trunc(np.where(np.isnan(scaled), -np.inf, scaled).astype(np.float64))
    return np.clip(whole, -(2**31), 2**31 - 1).astype(np.int64)
