"""MLflow's wire: `POST /api/3.0/mlflow/traces/metrics`, every metric with every aggregation, dimension and width of time."""

from collections import defaultdict

import numpy

import known_data
from truth import usage_of
from weir import Weir

PERCENTILES = (0, 50, 95, 99, 99.9, 100)
DAY_S = 86_400


def audit(data, compare):
    surface = compare("MLflow metrics")
    usages = {trace.trace_id: usage_of(trace.counted) for trace in data.traces}
    traces = {
        "latency": lambda trace: trace.duration,
        "input_tokens": lambda trace: usages[trace.trace_id]["input"],
        "output_tokens": lambda trace: usages[trace.trace_id]["output"],
        "total_tokens": lambda trace: usages[trace.trace_id]["total"],
    }
    of_traces = [(trace, trace.start_ms, trace) for trace in data.traces]
    for metric, value in traces.items():
        for dimension, of in (("", None), ("trace_name", lambda trace: trace.name)):
            sums = () if metric == "latency" else ("SUM",)
            _ask(surface, data, ("TRACES", metric, dimension), (of_traces, value, of), sums)
    for dimension, of in (("", None), ("trace_name", lambda trace: trace.name), ("trace_status", lambda trace: trace.state)):
        _ask(surface, data, ("TRACES", "trace_count", dimension), (of_traces, lambda _: 1, of), ("COUNT",), spread=False)
    of_spans = [(span, span.start_ms, trace) for trace in data.traces for span in trace.spans]
    costs = {
        "input_cost": lambda span: None if span.cost is None else span.cost[0],
        "output_cost": lambda span: None if span.cost is None else span.cost[1],
        "total_cost": lambda span: None if span.cost is None else sum(span.cost),
    }
    for metric, value in costs.items():
        for dimension, of in (("", None), ("span_model_name", lambda span: span.model), ("span_model_provider", lambda span: span.provider)):
            _ask(surface, data, ("SPANS", metric, dimension), (of_spans, value, of), ("SUM",))
    _ask(surface, data, ("SPANS", "latency", ""), (of_spans, lambda span: span.end_ms - span.start_ms, None), ())
    said = [(one, trace.start_ms, trace) for trace in data.traces for one in trace.feedback]
    number = lambda one: {"yes": 1, "no": 0, True: 1, False: 0}.get(one[1], one[1])
    _ask(surface, data, ("ASSESSMENTS", "assessment_value", "assessment_name"), (said, number, lambda one: one[0]), ())
    surface.report()


def _ask(surface, data, question, source, sums, spread=True):
    view, metric, dimension = question
    rows, value, of = source
    aggregations = [{"aggregation_type": name} for name in sums]
    if spread:
        aggregations += [{"aggregation_type": name} for name in ("AVG", "MIN", "MAX")]
        aggregations += [{"aggregation_type": "PERCENTILE", "percentile_value": share} for share in PERCENTILES]
    # Costs are counted when their span began, all else when its trace did: spans near the end of time are left to one width.
    for width in (None, DAY_S):
        if width is not None and view == "SPANS":
            continue
        asked = {
            "experiment_ids": list(data.ids.values()), "view_type": view, "metric_name": metric,
            "aggregations": aggregations, "dimensions": [dimension] if dimension else [], "max_results": 10_000,
        }
        if width is not None:
            asked |= {"time_interval_seconds": width, "start_time_ms": known_data.FROM_MS, "end_time_ms": known_data.TO_MS}
        answer = Weir().post("/api/3.0/mlflow/traces/metrics", asked)
        groups = defaultdict(list)
        for row, start_ms, _ in rows:
            known, key = value(row), None if of is None else of(row)
            if known is None or (of is not None and key is None):
                continue
            bucket = None if width is None else start_ms // (width * 1000) * width * 1000
            groups[bucket, key].append(known)
        true = {key: _aggregate(values, sums, spread) for key, values in groups.items()}
        points = {}
        for point in answer.get("data_points", []):
            bucket = point["dimensions"].get("time_bucket")
            key = (None if bucket is None else _unix_ms(bucket), point["dimensions"].get(dimension) if dimension else None)
            points[key] = point["values"]
        surface.same(f"{view} {metric} by {dimension} in {width}", points, true)


def _aggregate(values, sums, spread):
    array = numpy.array(values, dtype=numpy.float64)
    found = {"SUM": array.sum, "COUNT": lambda: len(values)}
    row = {name: _number(found[name]()) for name in sums}
    if spread:
        row |= {"AVG": float(array.mean()), "MIN": float(array.min()), "MAX": float(array.max())}
        row |= {f"P{float(share)}": float(numpy.percentile(array, share)) for share in PERCENTILES}
    return row


def _number(value):
    return value if isinstance(value, int) else float(value)


def _unix_ms(text):
    from datetime import datetime

    return int(datetime.fromisoformat(text).timestamp() * 1000)
