"""Exports of all traces as CSV, NDJSON and Parquet: every number and fact of every trace."""

import csv
import io
import json

import pyarrow.parquet

import known_data
from truth import iso, usage_of
from weir import Weir

WHOLE = ("input_tokens", "output_tokens", "total_tokens", "estimated_tokens", "unpriced_span_count", "span_count")
FLOATS = ("execution_duration_ms", "time_to_first_token_ms", "input_cost", "output_cost", "total_cost", "estimated_cost_usd")
TEXTS = ("experiment_id", "state", "name", "session", "user")


def audit(data, compare):
    true = {trace.trace_id: _row(trace, data.ids) for trace in data.traces}
    for form, read in (("csv", _csv), ("ndjson", _ndjson), ("parquet", _parquet)):
        surface = compare(f"Export as {form}")
        path = "/api/v1/traces?" + "&".join(f"experiment={identifier}" for identifier in data.ids.values())
        sent = Weir().raw("GET", f"{path}&format={form}&from={known_data.FROM_MS}&to={known_data.TO_MS}")
        surface.same(form, read(sent), true)
        surface.report()


def _row(trace, ids):
    usage = usage_of(trace.counted)
    costs = [span.cost for span in trace.counted if span.cost is not None]
    return {
        "experiment_id": ids[trace.experiment],
        "request_time": iso(trace.start_ms),
        "execution_duration_ms": trace.duration,
        "state": trace.state,
        "name": trace.name,
        "session": trace.session,
        "user": trace.user,
        "time_to_first_token_ms": trace.first_token_ms,
        "input_tokens": usage["input"],
        "output_tokens": usage["output"],
        "total_tokens": usage["total"],
        "input_cost": None if not costs else sum(read for read, _ in costs),
        "output_cost": None if not costs else sum(written for _, written in costs),
        "total_cost": usage["cost"],
        "estimated_tokens": usage["estimated"],
        "estimated_cost_usd": usage["estimated_cost"],
        "unpriced_span_count": usage["unpriced"],
        "span_count": len(trace.spans),
    }


def _csv(sent):
    rows = csv.DictReader(io.StringIO(sent.decode(), newline=""))
    known = lambda text, kind: None if text == "" else kind(text)
    return {
        row["trace_id"]: {"request_time": row["request_time"]}
        | {name: known(row[name], int) for name in WHOLE}
        | {name: known(row[name], float) for name in FLOATS}
        | {name: known(row[name], str) for name in TEXTS}
        for row in rows
    }


def _ndjson(sent):
    found = {}
    for line in sent.splitlines():
        row = json.loads(line)
        flat = {**row, **row["usage"], **row["cost"]}
        found[row["trace_id"]] = {name: flat[name] for name in ("request_time", *WHOLE, *FLOATS, *TEXTS)}
    return found


def _parquet(sent):
    found = {}
    for row in pyarrow.parquet.read_table(io.BytesIO(sent)).to_pylist():
        times = {"request_time": iso(round(row["request_time"].timestamp() * 1000))}
        found[row["trace_id"]] = times | {name: row[name] for name in (*WHOLE, *FLOATS, *TEXTS)}
    return found
