"""LOGMEL.md, "In integers", written out: one frame, int16 (1024,) -> uint8 (32,)."""
import numpy as np

from make_logmel_tables import ENDS, FIRST_BIN, LOG2, RISE, SINE

_COSINE = np.array([SINE[256 - k] if k <= 256 else -SINE[k - 256] for k in range(513)], np.int64)
_SINE = np.array([SINE[k] if k <= 256 else SINE[512 - k] for k in range(513)], np.int64)
_WINDOW = np.array([(2**30 - _COSINE[n if n <= 512 else 1024 - n]) >> 1 for n in range(1024)], np.int64)
_REVERSED = np.array([int(f"{n:09b}"[::-1], 2) for n in range(512)])


def _turn(re, im, k):
    c, s = _COSINE[k], _SINE[k]
    return (c * re + s * im) >> 30, (c * im - s * re) >> 30


def _transform(x):
    re, im = np.empty(512, np.int64), np.empty(512, np.int64)
    re[_REVERSED], im[_REVERSED] = x[0::2], x[1::2]
    m = 1
    while m < 512:
        k = np.arange(m)
        re, im = re.reshape(-1, 2, m), im.reshape(-1, 2, m)  # (blocks, halves, m)
        tr, ti = _turn(re[:, 1], im[:, 1], k * (512 // m))
        re = np.concatenate([re[:, 0] + tr, re[:, 0] - tr], 1).ravel()
        im = np.concatenate([im[:, 0] + ti, im[:, 0] - ti], 1).ravel()
        m *= 2
    return re, im


def _byte(energy):
    if energy == 0:
        return 0
    whole = energy.bit_length() - 1
    mantissa = energy << (63 - whole) >> 32
    i = mantissa >> 24 & 127
    low, high = LOG2[i], LOG2[i + 1] if i < 127 else 65536
    log2 = (whole << 16) + low + ((high - low) * (mantissa >> 8 & 0xFFFF) >> 16)
    return min(255, max(0, (493208 * log2 - 775591617208) >> 32))


def row(samples):
    """int16 (1024,) -> uint8 (32,)."""
    x = (samples.astype(np.int64) * _WINDOW + 2**24) >> 25  # (1024,)
    re, im = _transform(x)
    assert max(np.abs(re).max(), np.abs(im).max()) < 2**31
    k = FIRST_BIN + np.arange(len(RISE))  # (483,)
    ar, ai, br, bi = re[k], im[k], re[512 - k], im[512 - k]
    tr, ti = _turn(ai + bi, br - ar, k)
    power = [int(a) ** 2 + int(b) ** 2 for a, b in zip(ar + br + tr, ai - bi + ti)]
    energy, first = [0] * 34, 0
    for interval, end in enumerate(ENDS):
        for p, r in zip(power[first:end], RISE[first:end]):
            energy[interval + 1] += p * r >> 16  # of band `interval`
            energy[interval] += p - (p * r >> 16)
        first = end
    return np.array([_byte(e) for e in energy[1:33]], np.uint8)
