"""`GET /api/v1/quality/series` and `/api/v1/feedback/stats`: calls, verdicts and answers of people, by time and by model."""

from collections import defaultdict

import known_data
import truth
from weir import Weir

DAY_MS = 86_400_000
RANGE = {"from": truth.iso(known_data.FROM_MS), "to": truth.iso(known_data.TO_MS)}
WORDS = {"yes": 1, "no": 0, True: 1, False: 0}


def audit(data, compare):
    surface = compare("REST quality over time")
    for name, identifier in data.ids.items():
        own = [trace for trace in data.traces if trace.experiment == name]
        for by in ("none", "model", "provider", "tag:plan"):
            said = Weir().get("/api/v1/quality/series", experiment=identifier, by=by, interval_seconds=86_400, **RANGE)
            surface.same(f"{by} of {name}: complete", said["complete"], True)
            points = {(point.pop("time"), point.pop("group")): point for point in said["calls"]}
            surface.same(f"calls by {by} of {name}", points, _calls(own, None if by == "none" else by))
            if by == "none":
                scores = {(score["time"], score["scorer"]): [score["count"], score["mean"]] for score in said["scores"]}
                surface.same(f"verdicts of {name}", scores, _verdicts(own))
    surface.report()

    surface = compare("REST feedback of people")
    for name, identifier in data.ids.items():
        own = [trace for trace in data.traces if trace.experiment == name]
        for by, group in (("none", lambda _: None), ("day", lambda trace: truth.iso(trace.start_ms // DAY_MS * DAY_MS))):
            said = Weir().get("/api/v1/feedback/stats", experiment=identifier, group_by=by, **RANGE)
            found = {(row["group"], row["name"]): [row["count"], row["mean"]] for row in said["feedback"]}
            answers = {row["group"]: [row["traces"], row["traces_with_feedback"], row["rate"]] for row in said["responses"]}
            true, responses = _people(own, by, group)
            surface.same(f"feedback by {by} of {name}", found, true)
            surface.same(f"responses by {by} of {name}", answers, responses)
    surface.report()


def _calls(traces, group):
    rows = defaultdict(list)
    for trace in traces:
        for (key, *_), usage in truth.parts_of(trace, group):
            rows[truth.iso(trace.start_ms // DAY_MS * DAY_MS), key].append((trace, usage))
    return {
        key: {
            "calls": len(members),
            "errors": sum(trace.state == "ERROR" for trace, _ in members),
            "error_rate": sum(trace.state == "ERROR" for trace, _ in members) / len(members),
            "mean_latency_ms": truth.total([trace.duration for trace, _ in members]) / len(members),
            "cost_usd": truth.total([usage["cost"] for _, usage in members]),
            "estimated_cost_usd": truth.total([usage["estimated_cost"] for _, usage in members]),
            "unpriced_calls": sum(usage["unpriced"] > 0 or usage["estimated"] is not None for _, usage in members),
        }
        for key, members in rows.items()
    }


def _verdicts(traces):
    rows = defaultdict(list)
    for trace in traces:
        for name, value, source in trace.feedback:
            if source != "HUMAN":
                rows[truth.iso(trace.start_ms // DAY_MS * DAY_MS), name].append(WORDS.get(value, value))
    return {key: [len(values), truth.total(values) / len(values)] for key, values in rows.items()}


def _people(traces, by, group):
    del by
    rows, groups = defaultdict(list), defaultdict(list)
    for trace in traces:
        groups[group(trace)].append(trace)
        for name, value, source in trace.feedback:
            if source == "HUMAN":
                rows[group(trace), name].append(WORDS.get(value, value))
    answered = lambda trace: any(source == "HUMAN" for _, _, source in trace.feedback)
    return (
        {key: [len(values), truth.total(values) / len(values)] for key, values in rows.items()},
        {
            key: [len(members), sum(map(answered, members)), sum(map(answered, members)) / len(members)]
            for key, members in groups.items()
        },
    )
