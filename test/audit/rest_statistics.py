"""`GET /api/v1/traces/statistics` and `/api/v1/assessments/statistics`: groups, rest, orders, days, tenants."""

from collections import defaultdict

import known_data
import truth
from weir import Weir, tenant

GROUPS = (None, "model", "provider", "state", "name", "user", "session", "experiment", "tag:plan")
SPAN = {"from": known_data.FROM_MS, "to": known_data.TO_MS}


def audit(data, compare):
    names = {identifier: name for name, identifier in data.ids.items()}
    everything = Weir()
    asked = list(data.ids.values())
    surface = compare("REST statistics by group")
    for group in GROUPS:
        for limit in (1, 7, 200):
            for order in truth.ORDERS if group in ("model", "name") else ("requests",):
                said = everything.get("/api/v1/traces/statistics", experiment=asked, group_by=group, limit=limit, order=order, **SPAN)
                _compare(surface, f"by {group}, {limit} by {order}", said, names, truth.statistics(data.traces, group, order, limit))
    surface.report()

    surface = compare("REST statistics over time")
    for zone in ("Europe/Berlin", "America/New_York", "Asia/Kolkata"):
        for width, begins in ((86_400, truth.day_in(zone)), (3600, truth.hour_in(zone))):
            if width == 3600 and zone == "Asia/Kolkata":
                continue
            for group in (None, "model") if width == 3600 else (None, "model", "session"):
                said = everything.get(
                    "/api/v1/traces/statistics", experiment=asked, group_by=group, limit=5,
                    interval_seconds=width, time_zone=zone, **SPAN,
                )
                _compare(surface, f"{width} s in {zone} by {group}", said, names, truth.statistics(data.traces, group, "requests", 5, begins))
    surface.report()

    surface = compare("REST statistics of some traces, and of tenants")
    for name, identifier in data.ids.items():
        own = [trace for trace in data.traces if trace.experiment == name]
        _compare(surface, f"key of {name}", tenant(identifier).get("/api/v1/traces/statistics", group_by="model", limit=200), names, truth.statistics(own, "model", "requests", 200))
    for query, holds in (
        ({"state": "ERROR"}, lambda trace: trace.state == "ERROR"),
        ({"user": "user-7"}, lambda trace: trace.user == "user-7"),
        ({"session": "session-3"}, lambda trace: trace.session == "session-3"),
        ({"tag": "plan:paid"}, lambda trace: trace.tags.get("plan") == "paid"),
        ({"filter": "attributes.execution_time_ms > 1000"}, lambda trace: trace.duration > 1000),
        ({"filter": "feedback.helpful = 'false'"}, lambda trace: any(said[:2] == ("helpful", False) for said in trace.feedback)),
    ):
        some = [trace for trace in data.traces if holds(trace)]
        said = everything.get("/api/v1/traces/statistics", experiment=asked, group_by="session", limit=10, **query)
        _compare(surface, str(query), said, names, truth.statistics(some, "session", "requests", 10))
    surface.report()

    surface = compare("REST statistics of assessments")
    for limit in (3, 200):
        for zone, begins in ((None, lambda _: None), ("Europe/Berlin", truth.day_in("Europe/Berlin"))):
            cut = {} if zone is None else {"interval_seconds": 86_400, "time_zone": zone}
            said = everything.get("/api/v1/assessments/statistics", experiment=asked, limit=limit, **SPAN, **cut)
            _compare_assessments(surface, f"{limit} in {zone}", said, _assessments(data.traces, limit, begins))
    surface.report()


def _compare(surface, where, said, names, counted):
    true, groups = counted
    surface.same(f"{where}: complete", said["complete"], True)
    surface.same(f"{where}: groups", said["group_count"], groups)
    rows = {}
    for row in said["statistics"]:
        group, experiment = row.pop("group"), row.pop("experiment_id")
        key = (names.get(group, group),)
        if row["others"] is not None:
            key = "others"
        elif experiment is not None:
            key = (group, names[experiment])
        elif any(len(known) == 2 for _, known in true if known != "others"):
            key = (group, None)
        rows[row.pop("start_time"), key] = row
    surface.same(where, rows, true)


def _assessments(traces, limit, begins):
    said = defaultdict(list)
    for trace in traces:
        for name, value, source in trace.feedback:
            said[name, source].append((begins(trace.start_ms), value))
    ranked = sorted(sorted(said), key=lambda key: len(said[key]), reverse=True)
    rows, rest = defaultdict(list), defaultdict(set)
    for key, values in said.items():
        for bucket, value in values:
            shown = key if key in ranked[:limit] else (None, None)
            rows[bucket, shown].append(value)
            if shown == (None, None):
                rest[bucket].add(key)
    numbers = lambda values: [{"yes": 1, "no": 0}.get(value, value) for value in values]
    return {
        (bucket, shown): {
            "count": len(values),
            "error_count": 0,
            "mean": truth.total(numbers(values)) / len(values),
            "numeric_count": len(values),
            "is_share": all(value in (0, 1) for value in numbers(values)),
            "others": len(rest[bucket]) if shown == (None, None) else None,
        }
        for (bucket, shown), values in rows.items()
    }, len(said)


def _compare_assessments(surface, where, said, counted):
    true, groups = counted
    surface.same(f"{where}: complete", said["complete"], True)
    surface.same(f"{where}: groups", said["group_count"], groups)
    rows = {(row.pop("start_time"), (row.pop("name"), row.pop("source_type"))): row for row in said["statistics"]}
    surface.same(where, rows, true)
