"""A row of the model of the Cortex-M3 and M4 on a board: cycles with bounds, waiting, milliseconds at the board's clock."""
import single_issue
import waiting

SHORTFALL = 1.1  # measured times were up to 8 % above all that the model adds up (MODELS.md)


def columns(p, board, region, f):
    """{cyclesLeast, cyclesCore, cyclesMost, cyclesWaiting, ms...}: the core's three sums without waiting, what waiting adds, and
    milliseconds: the least without it, the estimate with it, the most with it and with what the model was short of."""
    core = single_issue.SingleIssue(p, board["core"]).cycles(f, region)
    waited = waiting.cycles(board, region.memory)
    kilohertz = board["clockHz"] / 1000
    return {
        "board": board["name"],
        "cyclesLeast": core.least,
        "cyclesCore": core.estimate,
        "cyclesMost": core.most,
        "cyclesWaiting": waited,
        "leastMs": core.least / kilohertz,
        "ms": (core.estimate + waited) / kilohertz,
        "mostMs": SHORTFALL * (core.most + waited) / kilohertz,
    }
