"""Training-time augmentation on bytes. 128 is the byte of real value zero, so padding with it is padding with zeros (eq. (4))."""
import numpy as np

ZERO = 128


def crop_flip(x, rng, margin=4):
    """Random crop from a zero-padded image and random mirror. x uint8 (N, H, W, C) -> the same shape."""
    n, h, w, _ = x.shape
    padded = np.pad(x, ((0, 0), (margin, margin), (margin, margin), (0, 0)), constant_values=ZERO)
    rows = rng.integers(0, 2 * margin + 1, n)[:, None] + np.arange(h)  # (N, H)
    columns = rng.integers(0, 2 * margin + 1, n)[:, None] + np.arange(w)  # (N, W)
    mirrored = rng.random(n) < 0.5
    columns[mirrored] = columns[mirrored, ::-1]
    return padded[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]  # (N, H, W, C)


def shift_mask(x, rng, margin=3, mask=4):
    """Log-mel images, time along H, frequency along W: shift in time, level, one masked band of each axis."""
    n, h, w, _ = x.shape
    rows = (rng.integers(-margin, margin + 1, n)[:, None] + np.arange(h)).clip(0, h - 1)  # (N, H), edge repeated
    y = x[np.arange(n)[:, None], rows].astype(np.int16)  # (N, H, W, C)
    y = (y + rng.integers(-12, 13, n)[:, None, None, None]).clip(0, 255).astype(np.uint8)
    for axis, size in ((1, h), (2, w)):
        start = rng.integers(0, size, n)[:, None]
        hidden = (np.arange(size) >= start) & (np.arange(size) < start + rng.integers(0, mask + 1, n)[:, None])  # (N, size)
        y[np.broadcast_to(hidden[:, :, None, None] if axis == 1 else hidden[:, None, :, None], y.shape)] = ZERO
    return y


AUGMENTATIONS = {"crop-flip": crop_flip, "shift-mask": shift_mask, "none": lambda x, rng: x}
