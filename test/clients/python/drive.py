"""Runs one client library: `python drive.py <module>`. The module has `plain`, `stream` and `tools`; each takes a base
URL and a prompt and returns what the library gave. One JSON line a call goes to standard output."""

import asyncio
import importlib
import inspect
import json
import os
import sys
import traceback

sys.path.insert(0, os.path.dirname(__file__))
CASES = json.loads(os.environ["CLIENT_CASES"])


def run(module, case):
    call = getattr(module, case["mode"])
    result = call(case["base"], case["prompt"])
    if inspect.iscoroutine(result):
        result = asyncio.run(result)
    return result if isinstance(result, str) else repr(result)


def main():
    module = importlib.import_module(sys.argv[1])
    for case in CASES:
        try:
            line = {"id": case["id"], "answer": run(module, case)}
        except BaseException as failure:  # what a library throws is part of what is told
            traceback.print_exc()
            line = {"id": case["id"], "error": f"{type(failure).__name__}: {failure}"[:500]}
        print("\nCASE " + json.dumps(line), flush=True)


main()
