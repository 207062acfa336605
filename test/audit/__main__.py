"""`npm run audit`: known data into a running Weir, and every number it says of them against the same counted here.

A module of SURFACES has `audit(data, compare)`: it asks for a surface with `compare(name)`, compares with `same` and ends
with `report`. It may feed more of its own through `weir.Weir` first.
"""

import importlib
import sys
import time
import types

import known_data
import weir
from compare import Surface

SURFACES = ("rest_quality", "rest_statistics", "verdicts", "comparisons", "mlflow_metrics", "exports")


def main():
    started = time.monotonic()
    traces = known_data.make()
    data = types.SimpleNamespace(traces=traces, ids=weir.feed(traces, known_data.EXPERIMENTS))
    print(f"{len(traces)} traces fed in {time.monotonic() - started:.0f} s", flush=True)
    surfaces = []

    def compare(name):
        surfaces.append(Surface(name))
        return surfaces[-1]

    for name in SURFACES:
        importlib.import_module(name).audit(data, compare)
    compared = sum(surface.compared for surface in surfaces)
    failed = sum(bool(surface.differences) for surface in surfaces)
    print(f"{compared} numbers compared in {time.monotonic() - started:.0f} s")
    print(f"{len(surfaces) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
