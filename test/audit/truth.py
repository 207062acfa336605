"""What is true of known data, counted here with numpy and nothing of Weir's."""

from collections import defaultdict
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy


def total(values):
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return None if not known else float(numpy.sum(numpy.array(known, dtype=numpy.float64)))


def whole(values):
    known = total(values)
    return None if known is None else int(known)


def percentile(values, share):
    known = [value for value in values if value is not None]
    return None if not known else float(numpy.percentile(known, share))


def usage_of(spans):
    """Sums over calls; of the whole trace or of those of one model."""
    priced = [span.cost for span in spans if span.cost is not None]
    tokens = [span.tokens for span in spans if span.tokens is not None]
    estimated = [span for span in spans if span.estimated]
    return {
        "input": whole([read for read, _ in tokens]),
        "output": whole([written for _, written in tokens]),
        "total": whole([read + written for read, written in tokens]),
        "cost": total([read + written for read, written in priced]),
        "estimated": whole([sum(span.tokens) for span in estimated]),
        "estimated_cost": total([span.estimated_cost for span in estimated]),
        "unpriced": sum(1 for span in spans if span.unpriced),
    }


def parts_of(trace, group):
    """A trace in each of the groups it is of: the group, and the usage that counts there."""
    if group in ("model", "provider"):
        found = defaultdict(list)
        for span in trace.counted:
            found[getattr(span, group)].append(span)
        if found:
            return [((value,), usage_of(spans)) for value, spans in found.items()]
        first = next((span for span in trace.spans if span.model is not None), None)
        return [((None if first is None else getattr(first, group),), usage_of([]))]
    keys = {
        None: (None,),
        "state": (trace.state,),
        "name": (trace.name,),
        "user": (trace.user,),
        "experiment": (trace.experiment,),
        "session": (trace.session, None if trace.session is None else trace.experiment),
    }
    key = (trace.tags.get(group[4:]),) if group is not None and group.startswith("tag:") else keys[group]
    return [(key, usage_of(trace.counted))]


def row_of(members):
    """A row of statistics of traces with the usage that counts; of the rest a trace may come several times."""
    traces = list({trace.trace_id: trace for trace, _ in members}.values())
    usages = [usage for _, usage in members]
    sums = lambda name: [usage[name] for usage in usages]
    by_trace = defaultdict(list)
    for trace, usage in members:
        by_trace[trace.trace_id].append(usage["cost"])
    row = {
        "request_count": len(traces),
        "error_count": sum(trace.state == "ERROR" for trace in traces),
        "input_tokens": whole(sums("input")),
        "output_tokens": whole(sums("output")),
        "total_tokens": whole(sums("total")),
        "total_cost": total(sums("cost")),
        "unpriced_count": sum(total(costs) is None for costs in by_trace.values()),
        "estimated_tokens": whole(sums("estimated")),
        "estimated_cost_usd": total(sums("estimated_cost")),
        "unpriced_span_count": sum(sums("unpriced")),
        "first_request_time": iso(min(trace.start_ms for trace in traces)),
        "last_request_time": iso(max(trace.start_ms for trace in traces)),
    }
    for share in (50, 95, 99):
        row[f"duration_p{share}_ms"] = percentile([trace.duration for trace in traces], share)
        row[f"first_token_p{share}_ms"] = percentile([trace.first_token_ms for trace in traces], share)
    return row


ORDERS = {
    "requests": lambda row: row["request_count"],
    "errors": lambda row: row["error_count"],
    "cost": lambda row: row["total_cost"] or 0,
    "tokens": lambda row: row["total_tokens"] or 0,
    "latest": lambda row: row["last_request_time"],
}


def statistics(traces, group=None, order="requests", limit=20, begins=None):
    """Rows by (interval, group), the rest under the group "others"; and how many groups there are."""
    groups = defaultdict(list)
    for trace in traces:
        for key, usage in parts_of(trace, group):
            groups[key].append((trace, usage))
    empty_first = lambda key: tuple((value is not None, value or "") for value in key)
    ranked = sorted(sorted(groups, key=empty_first), key=lambda key: ORDERS[order](row_of(groups[key])), reverse=True)
    told = set(ranked[:limit])
    rows = defaultdict(list)
    rest = defaultdict(set)
    for key, members in groups.items():
        for trace, usage in members:
            bucket = None if begins is None else begins(trace.start_ms)
            shown = key if key in told else "others"
            rows[bucket, shown].append((trace, usage))
            if key not in told:
                rest[bucket].add(key)
    counted = {
        (bucket, shown): row_of(members) | {"others": len(rest[bucket]) if shown == "others" else None}
        for (bucket, shown), members in rows.items()
    }
    return counted, len(groups)


def day_in(zone):
    """The beginning of the day of a time, where somebody lives."""
    place = ZoneInfo(zone)

    def begins(unix_ms):
        local = datetime.fromtimestamp(unix_ms / 1000, place)
        return iso(int(local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).timestamp() * 1000))

    return begins


def hour_in(zone):
    """The beginning of its hour; an hour that clocks show twice is two. For zones with whole hours."""
    del zone
    return lambda unix_ms: iso(unix_ms // 3_600_000 * 3_600_000)


def iso(unix_ms):
    time = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=unix_ms)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
