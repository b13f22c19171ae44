"""The integer model: every number of NUMERICS.md in NumPy, and every byte of MODEL-FORMAT.md.

Written from those two documents alone, independent of the C kernels and of the C# packer, so that the three can be compared.
All arithmetic is int64; `rounding.int32` asserts wherever the contract promises that an int32 does not overflow.
Shapes are HWC; a map of bits is a bool array of its real channels (True is +1), packed only inside a blob.
"""
