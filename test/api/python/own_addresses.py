"""Each request comes from an address of its own: refused keys are counted by address, and slowed after many."""

import itertools

import schemathesis

numbers = itertools.count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(numbers)
    case.headers["x-address-of-the-suite"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
