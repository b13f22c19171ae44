"""Valid models with every op in a known place, which the tests of the validator's rules damage one by one."""
import numpy as np

from .description import (
    ADD,
    AVERAGE_POOL,
    BCNET_FEATURES,
    BCNET_LOGITS,
    CONCAT,
    CONV,
    CONV_BITS_TO_BITS,
    CONV_BITS_TO_INT8,
    CONV_INT8_TO_BITS,
    COOPNET,
    DENSE,
    DENSE_LOGITS,
    MAX_POOL,
    POOL_BITS,
    Layer,
    Model,
)
from .plan import plan

INPUT = (6, 6, 1)
CLASSES = 3
CHANNELS = 5  # leaves pad bits in words and a pad byte behind int16 scales


def bnn():
    """Layers 0 to 4: first layer, pooling of bits, hidden, last hidden with its pooling, logits."""
    c = CHANNELS
    return [
        Layer(
            CONV_INT8_TO_BITS,
            INPUT,
            (6, 6, c),
            window=(3, 3, 1),
            same=True,
            radix_in0=7,
            radix_weight=5,
            weight=_weights((c, 3, 3, 1)),
            bias=np.arange(c) * 50,
            sign_threshold=np.arange(c) * 90 - 200,
        ),
        Layer(POOL_BITS, (6, 6, c), (3, 3, c), source0=0, window=(2, 2, 2), flip=np.arange(c) % 2 == 0),
        Layer(
            CONV_BITS_TO_BITS,
            (3, 3, c),
            (3, 3, c),
            source0=1,
            window=(3, 3, 1),
            same=True,
            weight=_bits((c, 3, 3, c)),
            sign_threshold=np.arange(c) - 2,
            flip=np.arange(c) % 3 == 0,
        ),
        Layer(
            CONV_BITS_TO_INT8,
            (3, 3, c),
            (2, 2, c),
            source0=2,
            window=(1, 1, 1),
            pool=(2, 2, 1),
            relu=True,
            radix_out=4,
            shift=5,
            weight=_bits((c, 1, 1, c)),
            m=np.arange(c) * 70 - 100,
            o=np.arange(c) * 300 - 500,
        ),
        Layer(
            DENSE_LOGITS,
            (2, 2, c),
            (1, 1, CLASSES),
            source0=3,
            radix_in0=4,
            radix_weight=7,
            weight=_weights((CLASSES, 4 * c)),
            bias=np.arange(CLASSES) * 9,
        ),
    ]


def int8():
    """Layers 0 to 6: conv, maxPool, conv, add, averagePool, dense, logits."""
    c = CHANNELS
    return [
        Layer(
            CONV,
            INPUT,
            (6, 6, c),
            window=(3, 3, 1),
            same=True,
            relu=True,
            radix_in0=7,
            radix_weight=6,
            radix_out=5,
            shift=8,
            weight=_weights((c, 3, 3, 1)),
            bias=np.arange(c) * 100,
        ),
        Layer(MAX_POOL, (6, 6, c), (3, 3, c), source0=0, window=(3, 3, 2), up=True, radix_in0=5, radix_out=5),
        Layer(
            CONV,
            (3, 3, c),
            (3, 3, c),
            source0=1,
            window=(3, 3, 1),
            same=True,
            radix_in0=5,
            radix_weight=7,
            radix_out=4,
            shift=8,
            weight=_weights((c, 3, 3, c)),
            bias=-np.arange(c),
        ),
        Layer(ADD, (3, 3, c), (3, 3, c), source0=2, source1=1, relu=True, radix_in0=4, radix_in1=5, radix_out=4, shift=1),
        Layer(AVERAGE_POOL, (3, 3, c), (2, 2, c), source0=3, window=(2, 2, 1), radix_in0=4, radix_out=4),
        Layer(
            DENSE,
            (2, 2, c),
            (1, 1, c),
            source0=4,
            relu=True,
            radix_in0=4,
            radix_weight=7,
            radix_out=3,
            shift=8,
            weight=_weights((c, 4 * c)),
            bias=np.arange(c),
        ),
        Layer(
            DENSE_LOGITS,
            (1, 1, c),
            (1, 1, CLASSES),
            source0=5,
            radix_in0=3,
            radix_weight=7,
            weight=_weights((CLASSES, c)),
            bias=np.arange(CLASSES),
        ),
    ]


def glue(source0, source1, count, radix0, radix1, radix):
    """concat and denseLogits."""
    return [
        Layer(
            CONCAT,
            (1, 1, count),
            (1, 1, count),
            source0,
            source1,
            radix_in0=radix0,
            radix_in1=radix1,
            radix_out=radix,
            shift=radix0 - radix,
            shift1=radix1 - radix,
        ),
        Layer(
            DENSE_LOGITS,
            (1, 1, count),
            (1, 1, CLASSES),
            source0=0,
            radix_in0=radix,
            radix_weight=6,
            weight=_weights((CLASSES, count)),
            bias=np.arange(CLASSES),
        ),
    ]


def model(form, nets=None, classes=CLASSES, input_shape=INPUT, **fields):
    """A CoopNet, BC-Net of logits, or BC-Net of features (with the INT8 network's own last layer)."""
    glues = {
        COOPNET: lambda: [],
        BCNET_LOGITS: lambda: glue(4, 6, 2 * CLASSES, 11, 10, 4),
        BCNET_FEATURES: lambda: glue(3, 5, 4 * CHANNELS + CHANNELS, 4, 3, 3),
    }
    names = [f"class {i}" for i in range(classes)]
    out = Model(form, names, input_shape, nets or [bnn(), int8(), glues[form]()], **fields)
    out.arena_bytes = plan(out)[0]
    return out


def _weights(shape):
    """Any fixed values in [-127, 127]."""
    return (np.arange(np.prod(shape)) * 37 % 255 - 127).reshape(shape).astype(np.int8)


def _bits(shape):
    return (np.arange(np.prod(shape)) * 7 % 5 < 3).reshape(shape)
