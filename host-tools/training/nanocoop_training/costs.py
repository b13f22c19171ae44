"""What a topology costs: parameters, multiplications (MACs) and the slides' count of operations ("MACC").

MACC = MACs + one for each bias of a convolution + one for each element through a ReLU + k² for each pooled element + one for each
added element + 15 a class for softmax. A dense layer's biases count nothing.
"""
from dataclasses import dataclass

from . import topology as shapes

SOFTMAX_A_CLASS = 15


@dataclass(frozen=True)
class Costs:
    parameters: int  # weights and biases; batch norm folds away
    norm_values: int  # four for each normalised channel, as Keras counts them, before folding
    macs: int  # multiplications of one inference: taps on padding count, biases do not
    macc: int


def primitive_steps(topology, classes):
    """Yields (layer, input shape, output shape, normalised, relu); a block as its convolutions and "add"."""
    for layer, shape, after in shapes.walk(topology, classes):
        if isinstance(layer, shapes.Block):
            yield layer.first(), shape, after, True, True
            yield layer.second(), after, after, True, False
            if layer.shortcut():
                yield layer.shortcut(), shape, after, False, False
            yield "add", after, after, False, True
        elif isinstance(layer, shapes.Dense):
            yield layer, shape, after, False, layer.units is not None
        else:
            is_conv = isinstance(layer, shapes.Conv)
            yield layer, shape, after, is_conv, is_conv


def count(topology, classes):
    parameters = norm_values = macs = others = 0
    for layer, (h, w, c), (out_h, out_w, out_c), normalised, relu in primitive_steps(topology, classes):
        elements = out_h * out_w * out_c
        if isinstance(layer, shapes.Conv):
            parameters += layer.kernel**2 * c * out_c + out_c
            macs += elements * layer.kernel**2 * c
            others += out_c
        elif isinstance(layer, shapes.Dense):
            parameters += h * w * c * out_c + out_c
            macs += h * w * c * out_c
        elif isinstance(layer, shapes.Pool):
            others += layer.kernel**2 * elements
        elif isinstance(layer, shapes.GlobalPool):
            others += h * w * elements
        else:
            others += elements
        others += elements if relu else 0
        norm_values += 4 * out_c if normalised else 0
    return Costs(parameters, norm_values, macs, macs + others + SOFTMAX_A_CLASS * classes)


def stem_macs(topology, classes):
    """Multiplications of a stem, which both networks' counts hold: both run once take their sum less this."""
    first = list(shapes.walk(topology, classes))[: topology.stem]
    return sum(
        h * w * c_out * layer.kernel**2 * c for layer, (_, _, c), (h, w, c_out) in first if isinstance(layer, shapes.Conv)
    )


def glue_inputs(binary, real, classes, form):
    """Inputs of the glue's dense layer, eq. (15)."""
    if form == "bcnet-logits":
        return 2 * classes
    return shapes.features(binary, classes) + shapes.features(real, classes)
