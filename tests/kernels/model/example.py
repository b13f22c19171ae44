"""The small model of nf-interop/kernels/example.hex: is the upper or the lower half of a 4×4 image the brighter one?"""
import numpy as np

from . import blob, hex_text, run
from .description import CONV, CONV_BITS_TO_INT8, CONV_INT8_TO_BITS, COOPNET, DENSE_LOGITS, MAX_POOL, POOL_BITS, Layer, Model
from .plan import plan

IMAGE = bytes([200, 210, 190, 220, 180, 200, 205, 215, 40, 50, 45, 60, 30, 20, 35, 50])
TEMPERATURES = (98304, 65536, 65536)  # the binary network's T is 1.5


def model():
    """A CoopNet: four layers of bits, three of int8."""
    darker_below = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    bright = np.array([[1, 1, 1], [1, 2, 1], [1, 1, 1]])
    first = np.stack([darker_below, -darker_below, bright, -bright])[..., None].astype(np.int8)  # (O, kH, kW, I)
    bnn = [
        Layer(
            CONV_INT8_TO_BITS,
            (4, 4, 1),
            (4, 4, 4),
            window=(3, 3, 1),
            same=True,
            radix_in0=7,
            radix_weight=1,
            weight=first,
            bias=np.array([0, 0, 5, -5]),
            sign_threshold=np.array([120, 120, -100, -(2**31)]),
        ),
        Layer(POOL_BITS, (4, 4, 4), (2, 2, 4), source0=0, window=(2, 2, 2), flip=np.array([False, True, False, False])),
        Layer(
            CONV_BITS_TO_INT8,
            (2, 2, 4),
            (2, 2, 3),
            source0=1,
            window=(1, 1, 1),
            pool=(1, 1, 1),
            relu=True,
            radix_out=5,
            shift=4,
            weight=np.array([[1, 1, 1, 0], [0, 1, 0, 1], [1, 0, 0, 1]], dtype=bool).reshape(3, 1, 1, 4),
            m=np.array([96, 80, -64]),
            o=np.array([40, -16, 8]),
        ),
        Layer(
            DENSE_LOGITS,
            (2, 2, 3),
            (1, 1, 2),
            source0=2,
            radix_in0=5,
            radix_weight=6,
            weight=np.array(
                [[30, -20, 5, 28, -22, 6, -31, 18, -4, -29, 21, -7], [-30, 20, -5, -28, 22, -6, 31, -18, 4, 29, -21, 7]],
                dtype=np.int8,
            ),
            bias=np.array([64, -64]),
        ),
    ]
    int8 = [
        Layer(
            CONV,
            (4, 4, 1),
            (4, 4, 2),
            window=(3, 3, 1),
            same=True,
            relu=True,
            radix_in0=7,
            radix_weight=4,
            radix_out=4,
            shift=7,
            weight=np.stack([bright * 3, bright * -3])[..., None].astype(np.int8),
            bias=np.array([-128, 128]),
        ),
        Layer(MAX_POOL, (4, 4, 2), (2, 2, 2), source0=0, window=(3, 3, 2), up=True, radix_in0=4, radix_out=4),
        Layer(
            DENSE_LOGITS,
            (2, 2, 2),
            (1, 1, 2),
            source0=1,
            radix_in0=4,
            radix_weight=7,
            weight=np.array([[60, -61, 58, -57, -60, 63, -58, 55], [-60, 61, -58, 57, 60, -63, 58, -55]], dtype=np.int8),
            bias=np.array([100, -100]),
        ),
    ]
    out = Model(
        COOPNET,
        ["upper", "lower"],
        (4, 4, 1),
        [bnn, int8, []],
        name="brighter half",
        confidence_threshold=61,
        temperatures=TEMPERATURES,
    )
    out.arena_bytes = plan(out)[0]
    return out


def text():
    """The whole file."""
    data, notes = blob.annotated(model())
    result = run.run(data, IMAGE)
    head = [
        "A whole model blob, every byte of it: MODEL-FORMAT.md. Offsets and bytes in hexadecimal, comments after #.",
        "Written by `/usr/bin/python3 tests/kernels/make_golden.py` from tests/kernels/model/example.py; not to be edited.",
        f"Run on the 4×4 image {IMAGE.hex(' ')}",
    ]
    for net, name in enumerate(("binary", "INT8")):
        top1, _, score, q16 = result.confidences[net]
        head.append(
            f"the {name} network gives the logits {' '.join(map(str, result.logits[net]))}: class {top1},"
            f" floor(256·CS) = {score}, CS = {q16}/65536."
        )
    return "".join(f"# {line}\n" for line in head) + hex_text.render(data, notes)
