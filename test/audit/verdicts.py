"""What judges and people say of traces: pass rates, feedback, agreement and prompts, against scipy and scikit-learn.

The data is its own: two versions of a scorer on one trace, corrections and corrections of these, verdicts that failed or say
nothing, votes, stars, large numbers, and traces of two prompts.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field

import numpy
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from truth import iso
from weir import Weir

EXPERIMENT = "audit verdicts"
TRACES = 240
FROM_MS = 1_792_540_800_000  # 2026-10-21, midnight in UTC
DAY_MS = 86_400_000
DAYS = 3
SPAN = {"from": iso(FROM_MS), "to": iso(FROM_MS + DAYS * DAY_MS)}
PROMPTS = ("audit_support", "audit_tone")


@dataclass
class Said:
    name: str
    value: object
    source: str
    person: str
    version: str | None = None
    failed: bool = False
    corrects: object = None
    at_ms: int = 0


@dataclass
class Trace:
    trace_id: str
    start_ms: int
    plan: str
    prompts: list
    said: list = field(default_factory=list)


def audit(data, compare):
    del data
    weir = Weir()
    rng = random.Random(20261021)
    experiment = weir.post("/api/2.0/mlflow/experiments/create", {"name": EXPERIMENT})["experiment_id"]
    traces = [_trace(rng, number) for number in range(TRACES)]
    for trace in traces:
        _feed(weir, experiment, trace)
    _pass_rates(weir, experiment, traces, compare("Pass rates"))
    _agreement(weir, experiment, traces, compare("Agreement of judges with people"))
    _feedback(weir, experiment, traces, compare("Feedback"))
    _prompts(weir, experiment, traces, compare("Prompt versions"))


def _trace(rng, number):
    trace = Trace(
        trace_id=f"tr-{rng.getrandbits(128):032x}",
        start_ms=FROM_MS + rng.randrange(DAYS * DAY_MS),
        plan=rng.choice(["free", "paid"]),
        prompts=rng.choice([[], [PROMPTS[0]], [PROMPTS[0]], list(PROMPTS)]),
    )
    truth = rng.random() < 0.7
    words = {True: "yes", False: "no"}
    noisy = lambda share: words[truth if rng.random() < share else not truth]
    judged = []
    for version in ("1", "2") if number % 3 == 0 else ("2",):
        fate = rng.random()
        failed = fate < 0.06
        value = None if fate < 0.12 else noisy(0.85)
        judged.append(Said("right", value, "LLM_JUDGE", "openai:/audit", f"right/{version}", failed))
    trace.said += judged
    if number % 4 == 0:
        first = Said("right", noisy(0.95), "HUMAN", "ada", corrects=judged[-1])
        trace.said.append(first)
        if number % 12 == 0:
            trace.said.append(Said("right", noisy(0.95), "HUMAN", "ada", corrects=first))
    elif number % 4 == 1:
        trace.said.append(Said("right", noisy(0.9), "HUMAN", rng.choice(["ada", "bo"])))
    trace.said.append(Said("words", 1e9 + rng.randrange(5), "CODE", "count", "words/1"))
    if rng.random() < 0.5:
        trace.said.append(Said("thumbs", truth, "HUMAN", "cy"))
    if rng.random() < 0.4:
        trace.said.append(Said("stars", rng.randrange(1, 6), "HUMAN", "cy"))
    if rng.random() < 0.2:
        trace.said.append(Said("comment", rng.choice(["fine", "odd", "slow"]), "HUMAN", "cy"))
    for second, one in enumerate(trace.said):
        one.at_ms = trace.start_ms + (second + 1) * 1000
    return trace


def _feed(weir, experiment, trace):
    location = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}
    info = {
        "trace_id": trace.trace_id,
        "trace_location": location,
        "request_time": iso(trace.start_ms),
        "execution_duration": "1s",
        "state": "OK",
        "tags": {"plan": trace.plan},
    }
    weir.post("/api/3.0/mlflow/traces", {"trace": {"trace_info": info}})
    if trace.prompts:
        versions = [{"name": name, "version": "1"} for name in trace.prompts]
        weir.post("/api/2.0/mlflow/traces/link-prompts", {"trace_id": trace.trace_id, "prompt_versions": versions})
    ids = {}
    for one in trace.said:
        feedback = {"value": one.value}
        if one.failed:
            feedback["error"] = {"error_code": "AUDIT"}
        said = {
            "assessment_name": one.name,
            "feedback": feedback,
            "source": {"source_type": one.source, "source_id": one.person},
            "create_time": iso(one.at_ms),
            "last_update_time": iso(one.at_ms),
            "metadata": {} if one.version is None else {"weir.scorer": one.version},
        }
        if one.corrects is not None:
            said["overrides"] = ids[id(one.corrects)]
        made = weir.post(f"/api/3.0/mlflow/traces/{trace.trace_id}/assessments", {"assessment": said})
        ids[id(one)] = made["assessment"]["assessment_id"]


# What is true.


def _is_valid(trace, one):
    return all(other.corrects is not one for other in trace.said)


def _standing(trace, name, version=None):
    """The newest verdict of a name, and the word of the last person who corrected it; None without one."""
    verdicts = [one for one in trace.said if one.name == name and one.source != "HUMAN"]
    if version is not None:
        verdicts = [one for one in verdicts if one.version == version]
    if not verdicts:
        return None
    newest, last = verdicts[-1], verdicts[-1]
    while True:
        after = next((one for one in trace.said if one.corrects is last), None)
        if after is None:
            return newest, last
        last = after


def number_of(value):
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, (int, float)):
        return float(value)
    return {"yes": 1.0, "no": 0.0}.get(value)


def mean_of(values):
    """Mean and interval: of yes and no Wilson's, else Student's; none where there is no spread."""
    numbers = [number for number in map(number_of, values) if number is not None]
    if not numbers:
        return None, None, None
    mean = float(numpy.mean(numbers))
    is_word = any(not isinstance(value, (int, float)) or isinstance(value, bool) for value in values if number_of(value) is not None)
    if set(numbers) <= {0.0, 1.0} and (is_word or 0.0 in numbers):
        low, high = stats.binomtest(round(sum(numbers)), len(numbers)).proportion_ci(0.95, "wilson")
        return mean, float(low), float(high)
    spread = numpy.std(numbers, ddof=1) if len(numbers) > 1 else 0.0
    if spread == 0:
        return mean, None, None
    low, high = stats.t.interval(0.95, len(numbers) - 1, loc=mean, scale=spread / numpy.sqrt(len(numbers)))
    return mean, float(low), float(high)


def _row(standing):
    values = [last.value for newest, last in standing]
    known = [value for value in values if value is not None]
    mean, low, high = mean_of(known)
    return {
        "count": len(known),
        "errors": sum(last.failed for _, last in standing),
        "without_value": sum(last.value is None and not last.failed for _, last in standing),
        "corrected": sum(newest is not last for newest, last in standing),
        "mean": mean,
        "ci_low": low,
        "ci_high": high,
    }


# What Weir says.


def _pass_rates(weir, experiment, traces, surface):
    groups = {
        "none": lambda trace: [None],
        "tag:plan": lambda trace: [trace.plan],
        "prompt": lambda trace: [f"{name}/1" for name in trace.prompts] or [None],
    }
    for width_s in (3600 * 6, 86_400, DAYS * 86_400):
        for by, of in groups.items():
            said = weir.get("/api/v1/quality/series", experiment=experiment, by=by, interval_seconds=width_s, **SPAN)
            true = defaultdict(list)
            calls = defaultdict(int)
            for trace in traces:
                bucket = iso(trace.start_ms // (width_s * 1000) * width_s * 1000)
                for group in of(trace):
                    calls[bucket, group] += 1
                    for name in ("right", "words"):
                        standing = _standing(trace, name)
                        if standing is not None:
                            true[bucket, group, name].append(standing)
            where = f"by {by}, {width_s} s"
            rows = {(row.pop("time"), row.pop("group"), row.pop("scorer")): row for row in said["scores"]}
            surface.same(where, rows, {key: _row(standing) for key, standing in true.items()})
            counted = {(row["time"], row["group"]): row["calls"] for row in said["calls"]}
            surface.same(f"{where}: calls", counted, dict(calls))
            surface.same(f"{where}: complete", said["complete"], True)
    said = weir.get("/api/v1/quality/series", experiment=experiment, by="version", interval_seconds=DAYS * 86_400, **SPAN)
    true = defaultdict(list)
    for trace in traces:
        bucket = iso(trace.start_ms // (DAYS * DAY_MS) * DAYS * DAY_MS)
        for name, version in (("right", "right/1"), ("right", "right/2"), ("words", "words/1")):
            standing = _standing(trace, name, version)
            if standing is not None:
                true[bucket, version, name].append(standing)
    rows = {(row.pop("time"), row.pop("group"), row.pop("scorer")): row for row in said["scores"]}
    surface.same("by version", rows, {key: _row(standing) for key, standing in true.items()})
    surface.report()


def _agreement(weir, experiment, traces, surface):
    said = weir.get("/api/v1/quality/agreement", experiment=experiment, scorer="right", **SPAN)
    pairs = []
    for trace in traces:
        verdicts = [one for one in trace.said if one.name == "right" and one.source != "HUMAN"]
        if verdicts[-1].value is None:
            continue
        people = {}
        for one in trace.said:
            if one.name == "right" and one.source == "HUMAN" and _is_valid(trace, one):
                people[one.person] = one.value
        pairs += [(value, verdicts[-1].value) for value in people.values()]
    human, judge = zip(*pairs)
    agreed = sum(one == other for one, other in pairs)
    low, high = stats.binomtest(agreed, len(pairs)).proportion_ci(0.95, "wilson")
    confusion = defaultdict(lambda: defaultdict(int))
    for one, other in pairs:
        confusion[one][other] += 1
    true = {
        "scorer": "right",
        "judge": "openai:/audit",
        "pairs": len(pairs),
        "agreed": agreed,
        "accuracy": agreed / len(pairs),
        "ci_low": float(low),
        "ci_high": float(high),
        "kappa": float(cohen_kappa_score(human, judge)),
        "kappa_gap": None,
        "confusion": {one: dict(row) for one, row in confusion.items()},
        "disagreements": min(100, len(pairs) - agreed),
    }
    (row,) = said["judges"]
    surface.same("right", {**row, "disagreements": len(row["disagreements"])}, true)
    surface.report()


def _feedback(weir, experiment, traces, surface):
    groups = {
        "none": lambda trace: [None],
        "day": lambda trace: [iso(trace.start_ms // DAY_MS * DAY_MS)],
        "hour": lambda trace: [iso(trace.start_ms // 3_600_000 * 3_600_000)],
        "prompt": lambda trace: [f"{name}/1" for name in trace.prompts] or [None],
    }
    for group_by, of in groups.items():
        said = weir.get("/api/v1/feedback/stats", experiment=experiment, group_by=group_by)
        pieces, traced, answered = defaultdict(list), defaultdict(int), defaultdict(int)
        for trace in traces:
            people = [one for one in trace.said if one.source == "HUMAN" and _is_valid(trace, one)]
            for group in of(trace):
                traced[group] += 1
                answered[group] += bool(people)
                for one in people:
                    pieces[group, one.name].append(one.value)
        rows = {}
        for row in said["feedback"]:
            interval = row["interval"] or {"low": None, "high": None}
            rows[row["group"], row["name"]] = {
                "count": row["count"],
                "mean": row["mean"],
                "deviation": row["standard_deviation"],
                "low": interval["low"],
                "high": interval["high"],
            }
        surface.same(f"by {group_by}", rows, {key: _feedback_row(values) for key, values in pieces.items()})
        responses = {row["group"]: (row["traces"], row["traces_with_feedback"]) for row in said["responses"]}
        true = {group: (count, answered[group]) for group, count in traced.items()}
        surface.same(f"by {group_by}: responses", responses, true)
        surface.same(f"by {group_by}: complete", said["complete"], True)
    surface.report()


def _feedback_row(values):
    numbers = [number for number in map(number_of, values) if number is not None]
    mean, low, high = mean_of(values)
    deviation = float(numpy.std(numbers, ddof=1)) if len(numbers) > 1 else None
    return {"count": len(values), "mean": mean, "deviation": deviation, "low": low, "high": high}


def _prompts(weir, experiment, traces, surface):
    for name in PROMPTS:
        said = weir.get(f"/api/v1/prompts/{name}/versions/1/stats", experiment=experiment)
        own = [trace for trace in traces if name in trace.prompts]
        true = {}
        for scorer, source in (("right", "LLM_JUDGE"), ("words", "CODE")):
            standing = [_standing(trace, scorer) for trace in own]
            true[scorer, source] = _score([last.value for _, last in standing if last.value is not None])
        for piece in ("right", "thumbs", "stars", "comment"):
            values = [
                one.value
                for trace in own
                for one in trace.said
                if one.name == piece and one.source == "HUMAN" and _is_valid(trace, one)
            ]
            true[piece, "HUMAN"] = _score(values)
        (arm,) = said["arms"]
        surface.same(f"{name}: calls", arm["calls"], len(own))
        rows = {}
        for row in arm["scores"]:
            interval = row["interval"] or {"low": None, "high": None}
            counted = {"count": row["count"], "mean": row["mean"], "low": interval["low"], "high": interval["high"]}
            rows[row["name"], row["source_type"]] = counted
        surface.same(name, rows, true)
    surface.report()


def _score(values):
    mean, low, high = mean_of(values)
    return {"count": len(values), "mean": mean, "low": low, "high": high}
