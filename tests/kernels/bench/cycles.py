"""Cycles of a measured call: the dual-issue model over the paths it took, and what mispredicted branches would add."""
from collections import defaultdict

import dual_issue
import rules
from flow import next_address

CONTEXT_INSTRUCTIONS = 24  # before a block, enough for every result to be ready: the longest takes 3 cycles


class DualIssue:
    def __init__(self, program):
        self.program = program
        self.known = {}  # paths repeat from layer to layer

    def path(self, blocks, region_flow, region):
        """((address, taken, other bank), ...) of blocks that follow one another."""
        out = []
        for block, following in zip(blocks, (*blocks[1:], None)):
            addresses = region_flow.blocks[block]
            for address in addresses:
                times, _, other = region.accesses.get(address, (0, 0, 0))
                out.append((address, False, True if times and other == times else None))
            if following is not None and following != next_address(self.program, addresses[-1]):
                out[-1] = (addresses[-1], True, out[-1][2])
        return tuple(out)

    def issue(self, path):
        return dual_issue.issue([(self.program.instructions[address], taken, other) for address, taken, other in path])

    def context(self, block, region_flow):
        """A block and the blocks before it, back along the most frequent way, enough of them."""
        blocks, n = [block], 0
        while n < CONTEXT_INSTRUCTIONS and region_flow.sources[blocks[0]]:
            blocks.insert(0, region_flow.sources[blocks[0]][0])
            n += len(region_flow.blocks[blocks[0]])
        return blocks

    def edge(self, source, block, region_flow, region):
        """Cycles that `block` adds after `source`: from the end of the last instruction of the one to that of the other."""
        path = self.path([*self.context(source, region_flow), block], region_flow, region)
        if path not in self.known:
            begin, _ = self.issue(path)
            before = len(path) - 1 - len(region_flow.blocks[block])
            lengths = [dual_issue.length(self.program.instructions[path[k][0]]) for k in (before, -1)]
            self.known[path] = begin[-1] + lengths[1] - begin[before] - lengths[0]
        return self.known[path]

    def by_block(self, region_flow, region):
        """{block: cycles of all its runs}"""
        spent, come = defaultdict(int), defaultdict(int)
        for (source, block), n in region_flow.edges.items():
            spent[block] += n * self.edge(source, block, region_flow, region)
            come[block] += n
        for block, n in region_flow.runs.items():
            if n > come[block]:  # where the call enters
                _, end = self.issue(self.path([block], region_flow, region))
                spent[block] += (n - come[block]) * end
        return spent

    def cycles(self, region_flow, region):
        return sum(self.by_block(region_flow, region).values()) + rules.UNALIGNED_CYCLES * sum(
            unaligned for _, unaligned, _ in region.accesses.values()
        )


def mispredicted(region_flow):
    """Cycles of misprediction if each branch is predicted to go where it mostly goes."""
    leaving = defaultdict(list)
    for (source, _), n in region_flow.edges.items():
        leaving[source].append(n)
    return rules.MISPREDICTED_CYCLES * sum(sum(counts) - max(counts) for counts in leaving.values())
