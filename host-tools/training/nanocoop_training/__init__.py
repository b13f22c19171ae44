"""Training side of nanoCoopNet: from a data set to a bundle of neutral tensors (TENSORS.md). See README.md."""
import os

# OpenMP's threads sleep while they wait for each other. Spinning, as is their default, wastes a busy machine's processor time:
# PyTorch's library reads this when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
