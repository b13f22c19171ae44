"""Packing of bits 32 to a word, least significant first; pad bits are 0: eq. (7)."""
import numpy as np


def row_words(channels):
    """Words a pixel's (or a filter tap's) channels take."""
    return (channels + 31) // 32


def pack(bits):
    """bool (..., C) -> bytes of little-endian words (..., ceil(C/32))."""
    channels = bits.shape[-1]
    padded = np.zeros(bits.shape[:-1] + (32 * row_words(channels),), dtype=np.uint8)
    padded[..., :channels] = bits
    return np.packbits(padded, axis=-1, bitorder="little").tobytes()


def unpack(data, shape):
    """The inverse of pack, for a given shape (..., C)."""
    channels = shape[-1]
    flat = np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little")
    return flat.reshape(shape[:-1] + (32 * row_words(channels),))[..., :channels].astype(bool)
