"""From modelled cycles to time: the one clock of the project. MODELS.md, "The clock"; nf-interop/kernels/clock.json and
board.json hold its numbers."""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
NUMBERS = json.loads((ROOT / "nf-interop" / "kernels" / "clock.json").read_text())
CLOCK_HZ = json.loads((ROOT / "boards" / "NUCLEO_F767ZI" / "board.json").read_text())["clockHz"]
WAITING_FACTOR = NUMBERS["waitingFactor"]


def cycles(row, placement=None):
    """Estimate of a row; placement: a number of stalls.py, by default the one that the board's arena gives the layer."""
    return round(row["cyclesDual"] + row["cyclesBranch"] + WAITING_FACTOR * waiting(row, placement))


def most(row, placement=None):
    """Upper bound: every miss holds the core. The lower bound is `cyclesDual`: no branch is mispredicted, no memory waited
    for."""
    return row["cyclesDual"] + row["cyclesBranch"] + waiting(row, placement)


def waiting(row, placement):
    return row["cyclesWaiting"][row["placement"] if placement is None else placement]


def milliseconds(count):
    return round(count * 1000 / CLOCK_HZ, 6)


def fitted(points):
    """The factor of waiting that fits measured times best: least squares of the relative errors of (measured, dual + branches,
    waiting)."""
    wanted = [((measured - core) / measured, waited / measured) for measured, core, waited in points]
    return sum(w * r for r, w in wanted) / sum(w * w for _, w in wanted)
