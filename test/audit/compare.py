"""Compares numbers one by one and keeps count by surface."""

import math

MOST_SHOWN = 12
# Sums of thousands of floats differ in their last digits by the order they are added in.
TOLERANCE = 1e-9


class Surface:
    """One place where numbers are read; `same` compares what it says with what is true."""

    def __init__(self, name):
        self.name = name
        self.compared = 0
        self.differences = []

    def same(self, where, said, true):
        """Numbers, texts and None; and dicts and lists of them, member by member."""
        if isinstance(true, dict) and isinstance(said, dict):
            for key in true.keys() | said.keys():
                self.same(f"{where}.{key}", said.get(key, "absent"), true.get(key, "absent"))
            return
        if isinstance(true, (list, tuple)) and isinstance(said, (list, tuple)):
            self.same(f"{where}.length", len(said), len(true))
            for index, (one, other) in enumerate(zip(said, true)):
                self.same(f"{where}[{index}]", one, other)
            return
        self.compared += 1
        if not _equal(said, true):
            self.differences.append(f"{where}: said {said!r}, true is {true!r}")

    def report(self):
        print(f"{self.name}: {self.compared} compared, {len(self.differences)} differ", flush=True)
        for line in self.differences[:MOST_SHOWN]:
            print(f"  {line}")
        if len(self.differences) > MOST_SHOWN:
            print(f"  and {len(self.differences) - MOST_SHOWN} more")


def _equal(said, true):
    numbers = isinstance(said, (int, float)) and isinstance(true, (int, float))
    if not numbers or isinstance(said, bool) or isinstance(true, bool):
        return said == true and type(said) is type(true)
    return math.isclose(said, true, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
