"""Where training runs and in which precision: a GPU where there is one, bfloat16 where the machine multiplies it faster."""
import pathlib
from dataclasses import dataclass

import torch

from .errors import TrainingError

PRECISIONS = ("bf16", "fp32")
FP32_SHARE = 0.15  # the last epochs of a bf16 run are fp32, so that batch norms keep statistics of exact sums


def has_fast_bfloat16(device):
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    try:
        return "amx_bf16" in pathlib.Path("/proc/cpuinfo").read_text()  # Intel's matrix tiles; plain AVX-512 gains nothing here
    except OSError:
        return False  # no Linux


@dataclass(frozen=True)
class Compute:
    """`precision` bf16: convolutions and dense layers by torch.autocast in training; weights, optimiser, loss and evaluation are fp32."""

    device: torch.device = torch.device("cpu")
    precision: str = "fp32"

    def of_epoch(self, epoch, epochs):
        """Precision of epoch number `epoch` (from 0)."""
        return self.precision if epoch < round((1 - FP32_SHARE) * epochs) else "fp32"

    def autocast(self, precision):
        return torch.autocast(self.device.type, torch.bfloat16, enabled=precision == "bf16")


def choose(precision=None):
    """The machine's best; `precision` None: bf16 where it is fast."""
    if precision not in (None, *PRECISIONS):
        raise TrainingError(f"no precision is called {precision}", f"one of: {', '.join(PRECISIONS)}")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return Compute(device, precision or ("bf16" if has_fast_bfloat16(device) else "fp32"))
