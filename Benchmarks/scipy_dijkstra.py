"""Times scipy's Dijkstra on a road graph of `gaswatch roads import`, the peer of row G1.

    python3 Benchmarks/scipy_dijkstra.py baltimore.roads
"""

import sys
import time

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

data = open(sys.argv[1], "rb").read()
nodes, edges = (int(n) for n in numpy.frombuffer(data, "<u4", 2, 32))
offset = 64


def column(count, kind="<u4"):
    global offset
    rows = numpy.frombuffer(data, kind, count, offset)
    offset += (count * 4 + 7) // 8 * 8
    return rows


column(nodes, "<i4")
column(nodes, "<i4")
first = column(nodes + 1)
target = column(edges)
milliseconds = column(edges)
graph = csr_matrix(
    (milliseconds.astype(float), target.astype(numpy.int32), first.astype(numpy.int32)),
    shape=(nodes, nodes),
)
took = []
for turn in range(200):
    source = turn * 7919 % nodes
    begin = time.perf_counter()
    dijkstra(graph, directed=True, indices=source)
    took.append((time.perf_counter() - begin) * 1000)
took.sort()
print(f"{nodes} nodes, {edges} edges: median {took[100]:.2f} ms, p99 {took[198]:.2f} ms a source")
