"""BC-Net's second step: a frozen binary network, and a real one (INT8 later) trained with the glue on both networks' outputs,
eq. (15).

The glue is one dense layer over [BNN, INT8]: over both logits (`bcnet-logits`, 2C inputs) or over what enters the two last layers
(`bcnet-features`); in the second form it takes the place of the real network's last layer.
"""
import torch
from torch import nn

from . import graph_network, networks, topology as shapes

FORMS = ("bcnet-logits", "bcnet-features")
BINARY_SHARE = (
    0.5  # of the binary network's logits in the answer that training starts from (best of 0 to 1 on validation data of CIFAR-10)
)


class CooperativeNetwork(nn.Module):
    """forward: (N, C, H, W) -> (N, classes), the glue's logits; `branch_logits` after it: the real network's own."""

    def __init__(self, form, binary, real):
        super().__init__()
        self.form, self.bnn, self.int8 = form, binary, real
        self.bnn.requires_grad_(False)
        self.int8.freeze_stem()  # it is the binary network's too
        ends = (binary.operations[-1], real.operations[-1])
        width = sum(end.out_features if form == "bcnet-logits" else end.in_features for end in ends)
        self.glue = networks.DenseOp(width, ends[1].out_features)
        self.branch_logits = None

    def train(self, mode=True):
        super().train(mode)
        self.bnn.eval()  # frozen: its batch norms keep their means
        return self

    def start_glue(self, binary_share):
        """Weights with which the glue's logits are the real network's + `binary_share` of the binary one's."""
        with torch.no_grad():
            parts = []
            bias = torch.zeros_like(self.glue.bias)  # (classes,)
            for network, share in ((self.bnn, binary_share), (self.int8, 1.0)):
                end = network.operations[-1]
                if self.form == "bcnet-logits":
                    parts.append(share * torch.eye(end.out_features))  # (classes, classes)
                else:
                    parts.append(share * end.exported_weight())  # (classes, F)
                    bias += share * end.bias
            self.glue.weight.copy_(torch.cat(parts, 1))  # (classes, width)
            self.glue.bias.copy_(bias)

    def forward(self, x):  # (N, C, H, W)
        inputs = []
        for network in (self.bnn, self.int8):
            *body, end = network.operations
            y = x
            for operation in body:
                y = operation(y)
            features = networks.flatten_hwc(y)  # (N, F)
            logits = end(features)  # (N, classes)
            inputs.append(logits if self.form == "bcnet-logits" else features)
        self.branch_logits = logits
        return self.glue(torch.cat(inputs, 1))  # (N, classes)


def build(topology_name, form, classes, binary_name=None, sign_gradient="parabola"):
    """The untrained network of any form: fp32, bnn, or one of FORMS, whose binary network may have another topology."""
    topology = shapes.find(topology_name)
    if form == "fp32" and topology.graph:
        return graph_network.build(topology)
    if form not in FORMS:
        return networks.build(topology_name, form, classes, sign_gradient)
    return CooperativeNetwork(
        form, networks.build(binary_name or topology_name, "bnn", classes), build(topology_name, "fp32", classes)
    )


def initialise(network, binary, real, binary_share=BINARY_SHARE):
    """Step one's networks into a BC-Net: the binary one as it is, the real one as what training starts from."""
    network.bnn.load_state_dict(binary.state_dict())
    network.int8.load_state_dict(real.state_dict())
    network.start_glue(binary_share)
