"""Calls one C kernel on the operands of a layer, with canaries around every buffer it may write."""
import ctypes
import re

import numpy as np

import c_library
from model import bits, blob
from model.description import ADD, CONCAT, CONVOLUTIONS, DENSE_LOGITS, POOLED_CONVOLUTIONS
from model.plan import output_bytes, scratch_bytes
from model.shapes import conv_size

CANARY = bytes([0xA5]) * 64


def _arguments_type():
    """ncn_kernel_args, from the struct in ncn_kernels.h itself."""
    text = re.sub(r"/\*.*?\*/", "", (c_library.INTERNAL / "ncn_kernels.h").read_text(), flags=re.S)
    body = re.search(r"typedef struct ncn_kernel_args \{(.*?)\}", text, re.S).group(1)
    fields = []
    for statement in filter(None, (s.strip() for s in body.split(";"))):
        names = re.sub(r"^(const )?\w+\s+", "", statement)
        for name in names.split(","):
            fields.append((name.strip().lstrip("*"), ctypes.c_void_p if "*" in name else ctypes.c_int32))
    return type("KernelArguments", (ctypes.Structure,), {"_fields_": fields})


KernelArguments = _arguments_type()


class Guarded:
    """Bytes with a canary on both sides, at a multiple of 8."""

    def __init__(self, n, content=None):
        self.n = n
        self.buffer = np.frombuffer(bytearray(CANARY + (content or b"\xCD" * n) + CANARY), np.uint8)
        self.address = self.buffer.ctypes.data + len(CANARY)

    def read(self):
        """The bytes between the canaries, which must be untouched."""
        whole = self.buffer.tobytes()
        assert whole[: len(CANARY)] == CANARY and whole[len(CANARY) + self.n :] == CANARY, "a byte outside the buffer was written"
        return whole[len(CANARY) : len(CANARY) + self.n]


def stored(values, op=None):
    """A map as it lies in the arena: bits as words, floats, logits int32, else int8. `op` is the layer that made it."""
    if values.dtype == bool:
        return bits.pack(values)
    return values.astype("<f4" if values.dtype == np.float32 else "<i4" if op == DENSE_LOGITS else "i1").tobytes()


def call(function, layer, operands, operands_are_int32=False, workspace_bytes=0):
    """Bytes the kernel writes for a layer (a Layer with its tensors) and its operands, one or two NumPy maps."""
    source_op = DENSE_LOGITS if operands_are_int32 else None
    inputs = [Guarded(len(data), data) for data in (stored(x, source_op) for x in operands)]
    destination, scratch, workspace = Guarded(output_bytes(layer)), Guarded(scratch_bytes(layer)), Guarded(workspace_bytes)
    tensors = {name: Guarded(len(data), data) for name, data in blob.tensors(layer).items()}
    arguments = KernelArguments(
        dst=destination.address,
        scratch=scratch.address if scratch.n else None,
        src0=inputs[0].address,
        workspace=workspace.address,
        workspaceBytes=workspace_bytes,
        shift=layer.shift,
        shift1=layer.shift1,
        relu=int(layer.relu),
        radix=layer.radix_in0 + layer.radix_weight if layer.numbers else 0,
        **_geometry(layer),
    )
    for name, tensor in tensors.items():
        setattr(arguments, name, tensor.address)
    if layer.op in (ADD, CONCAT):
        arguments.src1 = inputs[1].address
    if layer.op == ADD:
        radix = max(layer.radix_in0, layer.radix_in1)
        arguments.left0, arguments.left1 = radix - layer.radix_in0, radix - layer.radix_in1
    if layer.op == CONCAT:
        arguments.srcIsInt32 = int(operands_are_int32)
        arguments.src0Count, arguments.src1Count = operands[0].size, operands[1].size
    if layer.layout:
        arguments.layout = _layout(layer)
    before = [x.read() for x in inputs]
    status = function(ctypes.byref(arguments))
    assert status == 0, f"status {status}"
    assert before == [x.read() for x in inputs], "an operand was changed"
    scratch.read()
    workspace.read()
    return destination.read()


def _layout(layer):
    find = c_library.kernels().ncn_layout_find
    find.restype = ctypes.c_void_p
    return find(ctypes.c_uint8(layer.op), ctypes.c_uint8(layer.layout))


def _geometry(layer):
    (in_h, in_w, in_c), (out_h, out_w, out_c) = layer.in_shape, layer.out_shape
    k_h, k_w, stride = layer.window
    out = {
        "inH": in_h,
        "inW": in_w,
        "inC": in_c,
        "outH": out_h,
        "outW": out_w,
        "outC": out_c,
        "kH": k_h,
        "kW": k_w,
        "stride": stride,
    }
    if layer.op in CONVOLUTIONS and layer.same:
        out.update(padH=k_h // 2, padW=k_w // 2)
    if layer.op in CONVOLUTIONS:
        out.update(convH=conv_size(in_h, k_h, stride, layer.same), convW=conv_size(in_w, k_w, stride, layer.same))
    if layer.op in POOLED_CONVOLUTIONS:
        out.update(zip(("poolH", "poolW", "poolStride"), layer.pooling))
    return out
