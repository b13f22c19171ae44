"""Training-time augmentation on bytes, from raw images to the network's input shape."""
import numpy as np

ZERO = 128  # the byte of real value zero, so that padding with it is padding with zeros (eq. (4))


def windows(x, rng, height, width, mirror):
    """A random window of each image, mirrored at random. x uint8 (N, H, W, C) -> (N, height, width, C)."""
    n, h, w, _ = x.shape
    rows = rng.integers(0, h - height + 1, n)[:, None] + np.arange(height)  # (N, height)
    columns = rng.integers(0, w - width + 1, n)[:, None] + np.arange(width)  # (N, width)
    if mirror:
        mirrored = rng.random(n) < 0.5
        columns[mirrored] = columns[mirrored, ::-1]
    return x[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]  # (N, height, width, C)


def crop_flip(x, rng, margin=4, mirror=True):
    """Random crop from a zero-padded image and random mirror; the shape stays."""
    padded = np.pad(x, ((0, 0), (margin, margin), (margin, margin), (0, 0)), constant_values=ZERO)
    return windows(padded, rng, x.shape[1], x.shape[2], mirror=mirror)


def crop(x, rng):
    """Random crop from an image padded with zeros by an eighth of its sides; the shape stays, nothing is mirrored."""
    return crop_flip(x, rng, max(1, min(x.shape[1:3]) // 8), mirror=False)


def unchanged(x, rng):
    return x


def shift(x, rng, height=32, width=32, margin=2):
    """MNIST: background added on every side, and a random window of 32 x 32: the padding of the data set, moved by up to
    `margin`."""
    top, left = (height - x.shape[1]) // 2 + margin, (width - x.shape[2]) // 2 + margin
    return windows(np.pad(x, ((0, 0), (top, top), (left, left), (0, 0))), rng, height, width, mirror=False)


def crop44_flip(x, rng):
    """FER2013: random 44 x 44 of 48 x 48, mirrored at random."""
    return windows(x, rng, 44, 44, mirror=True)


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


AUGMENTATIONS = {
    "crop-flip": crop_flip,
    "shift-mask": shift_mask,
    "shift": shift,
    "crop44-flip": crop44_flip,
    "crop": crop,
    "none": unchanged,
}
GENERAL = ("none", "crop", "crop-flip", "shift-mask")  # those that fit images of any size
