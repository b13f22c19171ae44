"""Where training runs: a GPU where there is one, bfloat16 where the machine multiplies it faster, several processes under
torchrun.

Under torchrun (WORLD_SIZE > 1) each process takes its share of every batch and gradients are averaged (DistributedDataParallel);
batch norms see the share of their own process. The first process validates, writes and speaks. All must reach the same data and
output folder.
"""
import os
import pathlib
from dataclasses import dataclass

import torch
from torch import distributed

from .errors import TrainingError

PRECISIONS = ("bf16", "fp32")
FAST_BFLOAT16 = {
    "amx_bf16",
    "avx512_bf16",
}  # Intel's matrix tiles; dot products of pairs (AMD from Zen 4): 2.1-2.5 times fp32's speed
FP32_SHARE = 0.05  # the last epochs of a bf16 run are fp32, so that batch norms keep statistics of exact sums


@dataclass(frozen=True)
class Compute:
    """`precision` bf16: convolutions and dense layers by torch.autocast in training; weights, optimiser, loss and evaluation are
    fp32."""

    device: torch.device = torch.device("cpu")
    precision: str = "fp32"
    rank: int = 0
    processes: int = 1

    @property
    def leads(self):
        return self.rank == 0

    def of_epoch(self, epoch, epochs):
        """Precision of epoch number `epoch` (from 0)."""
        return self.precision if epoch < round((1 - FP32_SHARE) * epochs) else "fp32"

    def autocast(self, precision):
        return torch.autocast(self.device.type, torch.bfloat16, enabled=precision == "bf16")

    def place(self, network):
        return network.to(self.device)

    def parallel(self, network):
        """The network as the training loop calls it: its gradients are averaged over all processes."""
        if self.processes == 1:
            return network
        devices = [self.device] if self.device.type == "cuda" else None
        return torch.nn.parallel.DistributedDataParallel(network, device_ids=devices)

    def share(self, batch):
        """This process's part of a batch, (N, ...) -> (N / processes, ...)."""
        return batch[self.rank :: self.processes]

    def mean(self, value):
        """Of a number over all processes."""
        return self._collect(value, distributed.all_reduce) / self.processes

    def of_leader(self, values):
        """The first process's numbers, in every process; the others' do not count."""
        return [self._collect(value, lambda held: distributed.broadcast(held, 0)) for value in values]

    def _collect(self, value, operation):
        if self.processes == 1:
            return value
        held = torch.tensor(value, dtype=torch.float64, device=self.device)
        operation(held)
        return float(held)

    def wait(self):
        """Until every process is here: files of the first are written before others read them."""
        if self.processes > 1:
            distributed.barrier()


def has_fast_bfloat16(device):
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    try:
        flags = set(pathlib.Path("/proc/cpuinfo").read_text().split())
        return bool(flags & FAST_BFLOAT16)
    except OSError:
        return False  # no Linux


def choose(precision=None):
    """The machine's best; `precision` None: bf16 where it is fast. Joins the other processes where torchrun started several."""
    if precision not in (None, *PRECISIONS):
        raise TrainingError(f"no precision is called {precision}", f"one of: {', '.join(PRECISIONS)}")
    cuda = torch.cuda.is_available()
    processes = int(os.environ.get("WORLD_SIZE", 1))
    if processes > 1 and not distributed.is_initialized():
        distributed.init_process_group("nccl" if cuda else "gloo")
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)
    rank = distributed.get_rank() if processes > 1 else 0
    return Compute(device, precision or ("bf16" if has_fast_bfloat16(device) else "fp32"), rank, processes)
