"""The native interface as Python calls it: one board without flash, one context, blobs in buffer 0 (slot -2)."""
import ctypes

import numpy as np

import c_library
from native_fields import CONFIDENCE, LAYER, MODEL

CONTEXT = 1
BUFFER = 0
ARENA_BYTES = 1 << 22


class PcPort(ctypes.Structure):
    """ncn_pc_port of native/pc/ncn_pc.h."""

    _fields_ = (
        [("self", ctypes.c_void_p), ("flash", ctypes.c_void_p), ("key", ctypes.c_void_p)]
        + [
            (name, ctypes.c_int32)
            for name in ("sectors", "sectorBytes", "programUnitBytes", "fastBytes", "arenaBytes", "contexts", "mostWork")
        ]
        + [(name, ctypes.c_void_p) for name in ("erase", "program", "pinWrite", "settingRead", "settingWrite")]
    )


class PcNative:
    """Open with a blob, run layer by layer. Every method returns what the C function returns (negative: a status)."""

    def __init__(self, arena_bytes=ARENA_BYTES, fast_bytes=0, library=None):
        self.library = library or c_library.native()
        self.library.ncn_pc_open.restype = ctypes.c_void_p
        port = PcPort(programUnitBytes=4, fastBytes=fast_bytes, arenaBytes=arena_bytes, contexts=1)
        self.pc = self.library.ncn_pc_open(ctypes.byref(port))
        assert self.pc, "the numbers of the port were refused"
        self.use()

    def use(self):
        """Makes this the one the thread's native calls act on."""
        self.library.ncn_pc_use(ctypes.c_void_p(self.pc))

    def close(self):
        """Frees it."""
        self.library.ncn_pc_close(ctypes.c_void_p(self.pc))

    def open(self, blob):
        """(status, fields of MODEL) of ModelOpen."""
        slot = self.library.ncn_pc_blob(ctypes.c_void_p(self.pc), BUFFER, blob, len(blob))
        assert slot == -2 - BUFFER, slot
        info = (ctypes.c_int32 * MODEL.INTS)()
        status = self.library.ncn_native_model_open(CONTEXT, slot, info, len(info))
        return status, list(info)

    def layer_info(self, net, layer):
        """Fields of LAYER."""
        values = (ctypes.c_int32 * LAYER.INTS)()
        status = self.library.ncn_native_layer_info(CONTEXT, net, layer, values, len(values))
        assert status >= 0, status
        return list(values)

    def run(self, image, layer_counts, bank=0):
        """Writes the image and runs all layers of all nets; the first negative status, or 0."""
        data = (ctypes.c_uint8 * len(image)).from_buffer_copy(image)
        results = [
            self.library.ncn_native_input_write(CONTEXT, bank, data, len(image), 0, len(image), 0),
            self.library.ncn_native_input_select(CONTEXT, bank),
        ]
        for net, count in enumerate(layer_counts):
            results += [self.library.ncn_native_layer_run(CONTEXT, net, layer, 0) for layer in range(count)]
        return min(0, *results)

    def logits(self, net, classes):
        """int32 logits of a finished net, or its status."""
        values = (ctypes.c_int32 * classes)()
        status = self.library.ncn_native_logits(CONTEXT, net, values, classes)
        return np.array(values, dtype=np.int64) if status >= 0 else status

    def confidence(self, net):
        """(top1, top2, floor(256 CS), CS in 2^-16), or the status."""
        values = (ctypes.c_int32 * CONFIDENCE.INTS)()
        status = self.library.ncn_native_confidence(CONTEXT, net, values, len(values))
        return tuple(values) if status >= 0 else status
