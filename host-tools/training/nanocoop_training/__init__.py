"""Training side of nanoCoopNet: from a data set to a bundle of neutral tensors (TENSORS.md). See README.md."""
