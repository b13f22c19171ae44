"""What a blob says, as Python values: the writer's input and the reader's output (MODEL-FORMAT.md)."""
from dataclasses import dataclass
from typing import Optional

import numpy as np

COOPNET, BCNET_LOGITS, BCNET_FEATURES = 1, 2, 3  # Model.form
BNN, INT8, GLUE = 0, 1, 2  # index of a net

(
    CONV,
    DENSE,
    DENSE_LOGITS,
    MAX_POOL,
    AVERAGE_POOL,
    ADD,
    CONV_INT8_TO_BITS,
    CONV_BITS_TO_BITS,
    CONV_BITS_TO_INT8,
    POOL_BITS,
    CONCAT,
    TO_FLOAT,
    DEPTHWISE,
    INT8_TO_BITS,
) = range(
    1, 15
)  # Layer.op

MIXED, FLOAT32 = 1, 2  # Layer.numbers and Model.numbers; 0: integers

OP_NAMES = (
    "",
    "conv",
    "dense",
    "denseLogits",
    "maxPool",
    "averagePool",
    "add",
    "convInt8ToBits",
    "convBitsToBits",
    "convBitsToInt8",
    "poolBits",
    "concat",
    "toFloat",
    "depthwise",
    "int8ToBits",
)
BITS_IN = (CONV_BITS_TO_BITS, CONV_BITS_TO_INT8, POOL_BITS)
BITS_OUT = (CONV_INT8_TO_BITS, CONV_BITS_TO_BITS, POOL_BITS, INT8_TO_BITS)
DENSES = (DENSE, DENSE_LOGITS)
POOLS = (MAX_POOL, AVERAGE_POOL, POOL_BITS)
POOLED_CONVOLUTIONS = (CONV_INT8_TO_BITS, CONV_BITS_TO_BITS, CONV_BITS_TO_INT8)
CONVOLUTIONS = (CONV, DEPTHWISE, CONV_INT8_TO_BITS, CONV_BITS_TO_BITS, CONV_BITS_TO_INT8)


@dataclass
class Layer:
    """One layer record with its tensors. Tensors an op does not have are None."""

    op: int
    in_shape: tuple  # (H, W, C) of source0
    out_shape: tuple
    source0: int = -1
    source1: int = -1
    window: tuple = (1, 1, 1)  # kH, kW, stride
    pool: tuple = (0, 0, 0)  # poolH, poolW, poolStride of POOLED_CONVOLUTIONS; (0, 0, 0) in the two that give bits: none
    relu: bool = False
    same: bool = False
    up: bool = False
    radix_in0: int = 0
    radix_in1: int = 0
    radix_weight: int = 0
    radix_out: int = 0
    shift: int = 0
    shift1: int = 0
    layout: int = 0  # of the weights in the blob; the values below are the same for all
    numbers: int = 0  # of its net; weight, bias and scale below are float32 then, but weights of MIXED int8
    weight: Optional[np.ndarray] = None  # int8 (O, kH, kW, I), I = 1 of DEPTHWISE, or (O, F); bool (O, kH, kW, I) for bits
    bias: Optional[np.ndarray] = None  # int32 (O,)
    sign_threshold: Optional[np.ndarray] = None  # int32 (O,)
    flip: Optional[np.ndarray] = None  # bool (O,); None: no flip in this layer
    m: Optional[np.ndarray] = None  # int16 (O,), eq. (11)
    o: Optional[np.ndarray] = None  # int32 (O,), eq. (11)
    scale: Optional[np.ndarray] = None  # float32 (O,) of MIXED, eq. (21)

    @property
    def pooling(self):
        """The window of a convolution's pooling; (1, 1, 1): none."""
        return self.pool if any(self.pool) else (1, 1, 1)

    @property
    def macs(self):
        """Multiplications, padding taps included: eq. (19); a convolution's map before its pooling."""
        if self.op in DENSES:
            return self.weight.size
        if self.op not in CONVOLUTIONS:
            return 0
        k_h, k_w, stride = self.window
        height, width, channels = self.in_shape
        channels = 1 if self.op == DEPTHWISE else channels
        pad_h, pad_w = (k_h // 2, k_w // 2) if self.same else (0, 0)
        rows, columns = (height + 2 * pad_h - k_h) // stride + 1, (width + 2 * pad_w - k_w) // stride + 1
        return rows * columns * self.out_shape[2] * k_h * k_w * channels

    def conv_width(self):
        """Columns of a convolution's map before any pooling."""
        pad = self.window[1] // 2 if self.same else 0
        return (self.in_shape[1] + 2 * pad - self.window[1]) // self.window[2] + 1


@dataclass
class Model:
    """One cooperative model: nets[0] binary, nets[1] INT8, nets[2] glue (empty for CoopNet)."""

    form: int
    class_names: list
    input_shape: tuple
    nets: list  # three lists of Layer
    name: str = "generated"
    int8_logits: bool = True  # flags bit 0: the INT8 network ends in its own logits
    numbers: int = 0  # of net 1
    stem_layers: int = 0  # of net 0, which net 1 goes on from
    confidence_threshold: int = 64
    input_radix: int = 7
    preprocessing: tuple = (0, 0, 0, 0, 0)  # kind, four parameters
    pad_value: int = 0
    temperatures: tuple = (65536, 65536, 65536)
    arena_bytes: int = 0

    def logit_radix(self, net):
        """Radix of a net's logits, or None where it gives none."""
        layers = self.nets[net]
        return layers[-1].radix_in0 + layers[-1].radix_weight if layers and layers[-1].op == DENSE_LOGITS else None
