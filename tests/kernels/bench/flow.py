"""Basic blocks and the flow between them, from what a Region counted. Exact: in each block as many runs come in as it has."""
from collections import defaultdict
from typing import NamedTuple


class Flow(NamedTuple):
    blocks: dict  # {first address: (addresses)}
    runs: dict  # {first address: times}
    edges: dict  # {(first address, first address): times}
    sources: dict  # {first address: [first addresses, most frequent first]}


def next_address(program, address):
    return address + program.instructions[address].size


def leaders_of(program, region, executed):
    """First addresses of basic blocks. Where QEMU ended a translated block although the code runs straight on, none begins."""
    after = {next_address(program, a) for a in executed}
    leaders = {a for a in executed if a not in after}
    into, out_of = defaultdict(set), defaultdict(set)
    for a, to in region.edges:
        into[to].add(a)
        out_of[a].add(to)
    for a, to in region.edges:
        if a not in executed:
            leaders.add(to)
            continue
        following = next_address(program, a)
        if program.instructions[a].kind.name == "branch" or to != following or len(into[to]) > 1 or len(out_of[a]) > 1:
            leaders |= {to, following}
    return leaders & set(executed)


def flow(program, region, kept):
    """Flow within the functions that `kept` (a predicate of the address) lets through."""
    executed = {a: n for a, n in region.executed.items() if kept(a)}
    leaders = leaders_of(program, region, executed)
    blocks, runs = {}, {}
    for address in sorted(executed):
        if address in leaders:
            blocks[address] = []
            current, runs[address] = address, executed[address]
        blocks[current].append(address)
    ends = {addresses[-1]: first for first, addresses in blocks.items()}
    edges = {(ends[a], to): n for (a, to), n in region.edges.items() if a in ends and to in blocks}
    left = defaultdict(int)
    for (a, _), n in region.edges.items():
        if a in ends:
            left[ends[a]] += n
    for first, addresses in blocks.items():  # where a translated block runs on into the next basic block
        following, rest = next_address(program, addresses[-1]), runs[first] - left[first]
        if rest > 0 and following in blocks:
            edges[first, following] = edges.get((first, following), 0) + rest
    sources = defaultdict(list)
    for (a, b), n in sorted(edges.items(), key=lambda e: -e[1]):
        sources[b].append(a)
    return Flow({first: tuple(a) for first, a in blocks.items()}, runs, edges, sources)


def unbalanced(f):
    """{block: (runs, runs that came in)} where they differ: only blocks that code outside enters."""
    come = defaultdict(int)
    for (_, b), n in f.edges.items():
        come[b] += n
    return {b: (n, come[b]) for b, n in f.runs.items() if come[b] != n}
