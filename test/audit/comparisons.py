"""Comparisons of runs, gates of `weir evaluate` and alerts on totals, against scipy and plain counting."""

import json
import os
import pathlib
import random
import subprocess
import time

import numpy
from scipy import stats

from truth import iso
from weir import ADMIN_KEY, URL, Weir

ROOT = pathlib.Path(__file__).parents[2]
ROWS = 60
SCORERS = ("polite", "points", "sure", "shares")


def audit(data, compare):
    del data
    weir = Weir()
    alerts = _watch(weir)
    _compare_runs(weir, compare("Comparisons of runs"))
    _gates(weir, compare("Gates"))
    _alerts(weir, alerts, compare("Alerts on totals"))


# Two runs of a client over the same questions.


def _compare_runs(weir, surface):
    rng = random.Random(7)
    experiment = weir.post("/api/2.0/mlflow/experiments/create", {"name": "audit comparisons"})["experiment_id"]
    before = [_verdicts(rng, 0.5) for _ in range(ROWS)]
    after = [_verdicts(rng, 0.7) for _ in range(ROWS)]
    # One row that is far off must not turn what all others say.
    before[0]["points"], after[0]["points"] = [5.0], [-5000.0]
    baseline, candidate = _run(weir, experiment, before), _run(weir, experiment, after)
    said = weir.get(f"/api/v1/runs/{candidate}/compare", baseline=baseline)
    surface.same("matched rows", said["matched_rows"], ROWS)
    rows = {}
    for row in said["metrics"]:
        for shown in ("regressions", "improvements"):
            row[shown] = len(row[shown])
        rows[row.pop("name")] = row
    surface.same("metrics", rows, {name: _comparison(name, before, after) for name in SCORERS})
    surface.report()


def _verdicts(rng, share):
    """The verdicts of a row by name; None is a verdict without a value."""
    word = lambda chance: "yes" if rng.random() < chance else "no"
    return {
        "polite": [None if rng.random() < 0.1 else word(share)],
        "points": [float(rng.randrange(1, 11))],
        "sure": [word(1.0 if share > 0.6 else 0.0)],
        "shares": [word(share) for _ in range(rng.randrange(1, 5))],
    }


def _run(weir, experiment, rows):
    run = weir.post("/api/2.0/mlflow/runs/create", {"experiment_id": experiment, "start_time": 1})["run"]["info"]["run_id"]
    location = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}
    for number, verdicts in enumerate(rows):
        trace = f"{random.getrandbits(128):032x}"
        span = {
            "traceId": trace,
            "spanId": f"{random.getrandbits(64):016x}",
            "name": "answer",
            "startTimeUnixNano": str((1_792_540_800_000 + number) * 1_000_000),
            "endTimeUnixNano": str((1_792_540_800_500 + number) * 1_000_000),
            "attributes": [{"key": "mlflow.spanInputs", "value": {"stringValue": json.dumps({"q": number})}}],
        }
        headers = {"x-mlflow-experiment-id": experiment}
        weir.raw("POST", "/v1/traces", {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}, headers)
        assessments = [
            {
                "assessment_name": name,
                "feedback": {"value": value},
                "source": {"source_type": "LLM_JUDGE", "source_id": "audit"},
                "metadata": {"mlflow.assessment.sourceRunId": run},
            }
            for name, values in verdicts.items()
            for value in values
        ]
        info = {
            "trace_id": f"tr-{trace}",
            "trace_location": location,
            "request_time": iso(1_792_540_800_000 + number),
            "state": "OK",
            "trace_metadata": {"mlflow.sourceRun": run},
        }
        weir.post("/api/3.0/mlflow/traces", {"trace": {"trace_info": info}})
        for assessment in assessments:
            weir.post(f"/api/3.0/mlflow/traces/tr-{trace}/assessments", {"assessment": assessment})
    return run


def _number(values):
    known = [{"yes": 1.0, "no": 0.0}.get(value, value) for value in values if value is not None]
    return float(numpy.mean(known)) if known else None


def _comparison(name, before, after):
    rows = [(_number(one[name]), _number(other[name])) for one, other in zip(before, after)]
    pairs = [(one, other) for one, other in rows if one is not None and other is not None]
    lost = sum(one is not None and other is None for one, other in rows)
    gained = sum(one is None and other is not None for one, other in rows)
    wins = sum(other > one for one, other in pairs)
    losses = sum(other < one for one, other in pairs)
    decide = lambda won, gone: _decide(won, gone)
    low, high, method = _interval(name, pairs)
    return {
        "pairs": len(pairs),
        "wins": wins,
        "losses": losses,
        "ties": len(pairs) - wins - losses,
        "baseline_mean": float(numpy.mean([one for one, _ in pairs])),
        "candidate_mean": float(numpy.mean([other for _, other in pairs])),
        "difference": float(numpy.mean([other - one for one, other in pairs])),
        "ci_low": low,
        "ci_high": high,
        "ci_method": method,
        "p_value": _sign_test(wins, losses),
        "verdict": decide(wins, losses),
        "worst_case": decide(wins, losses + lost),
        "lost": lost,
        "gained": gained,
        "regressions": min(100, losses),
        "improvements": min(100, wins),
    }


def _sign_test(wins, losses):
    return 1.0 if wins + losses == 0 else float(stats.binomtest(wins, wins + losses).pvalue)


def _decide(wins, losses):
    if _sign_test(wins, losses) >= 0.05:
        return "unclear"
    return "better" if wins > losses else "worse"


def _interval(name, pairs):
    if name in ("polite", "sure"):
        return (*_newcombe(pairs), "newcombe")
    differences = [other - one for one, other in pairs]
    mean, spread = numpy.mean(differences), numpy.std(differences, ddof=1)
    low, high = stats.t.interval(0.95, len(pairs) - 1, loc=mean, scale=spread / numpy.sqrt(len(pairs)))
    if name == "shares":
        low, high = max(-1, low), min(1, high)
    return float(low), float(high), "t"


def _newcombe(pairs):
    """Newcombe 1998, method 10, of the candidate's share less the baseline's."""
    counts = {key: sum(pair == key for pair in pairs) for key in ((1, 1), (0, 1), (1, 0), (0, 0))}
    a, b, c, d = counts[1, 1], counts[0, 1], counts[1, 0], counts[0, 0]
    n = len(pairs)
    (l1, u1), (l2, u2) = (stats.binomtest(x, n).proportion_ci(0.95, "wilson") for x in (a + b, a + c))
    p1, p2 = (a + b) / n, (a + c) / n
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    phi = 0.0
    if margins:
        product = a * d - b * c
        phi = (max(product - n / 2, 0) if product > 0 else product) / numpy.sqrt(margins)
    below = numpy.sqrt((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2)
    above = numpy.sqrt((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2)
    return float(p1 - p2 - below), float(p1 - p2 + above)


# Gates: rows without an expectation have no verdict of exact_match.


def _gates(weir, surface):
    for judged, right, floor in ((20, 20, 0.99), (20, 18, 0.95), (1, 1, 0.5), (19, 19, 0.95), (19, 19, 0.96), (12, 12, 0.6), (12, 12, 0.7)):
        name = f"audit gate {judged} {right} {floor}"
        weir.post("/api/v1/datasets", {"name": name, "experiments": ["0"]})
        records = [
            {
                "inputs": {"q": row},
                "outputs": "a",
                "expectations": {"expected_response": "a" if row < right else "b"} if row < judged else {"other": "a"},
            }
            for row in range(20)
        ]
        weir.post(f"/api/v1/datasets/{name.replace(' ', '%20')}/records", {"records": records})
        scorer = f"exact {judged} {right} {floor}"
        weir.post("/api/v1/scorers", {"name": scorer, "scorer": {"code": "exact_match"}})
        # At worst each row without a verdict were a no; and half of the rows must have one.
        passes = right / judged >= floor and right / 20 >= floor and judged >= 10
        command = ["node", str(ROOT / "bin/weir.mjs"), "evaluate", "--dataset", name, "--scorers", scorer, "--fail-under", f"{scorer}={floor}"]
        done = subprocess.run(command, env={**os.environ, "WEIR_URL": URL, "WEIR_KEY": ADMIN_KEY}, capture_output=True, text=True, timeout=180)
        surface.same(name, done.returncode, 0 if passes else 1)
    surface.report()


# Alerts: ten calls an hour for a day, then another number in the last hour.

LEVELS = ((18, "rise", "firing"), (14, "rise", "ok"), (3, "drop", "firing"), (10, "drop", "ok"), (10, "rise", "ok"))


def _watch(weir):
    now_ms = int(time.time() * 1000)
    watched = []
    for level, kind, state in LEVELS:
        name = f"audit alerts {level} {kind}"
        experiment = weir.post("/api/2.0/mlflow/experiments/create", {"name": name})["experiment_id"]
        starts = [now_ms - 3_600_000 * (1 + hour) - minute * 360_000 for hour in range(25) for minute in range(10)]
        # The window moves on while the alert waits for the clock: nothing lies at its edges.
        starts += [now_ms - 120_000 - call * 3_300_000 // level for call in range(level)]
        spans = [
            {
                "traceId": f"{random.getrandbits(128):032x}",
                "spanId": f"{random.getrandbits(64):016x}",
                "name": "call",
                "startTimeUnixNano": str(start * 1_000_000),
                "endTimeUnixNano": str((start + 1000) * 1_000_000),
                "attributes": [],
            }
            for start in starts
        ]
        headers = {"x-mlflow-experiment-id": experiment}
        weir.raw("POST", "/v1/traces", {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}, headers)
        alert = {
            "experiment": experiment,
            "name": name,
            "metric": {"of": "calls"},
            "condition": {"kind": kind, "share": 0.5, "baseline_seconds": 86_400},
            "window_seconds": 3600,
            "webhook_url": "https://hooks.example/audit",
        }
        watched.append((weir.post("/api/v1/alerts", alert)["alert_id"], state))
    return watched


def _alerts(weir, watched, surface):
    until = time.time() + 150
    for (level, kind, _), (alert_id, state) in zip(LEVELS, watched):
        said = weir.get(f"/api/v1/alerts/{alert_id}")
        while said["last_check"] is None and time.time() < until:
            time.sleep(2)
            said = weir.get(f"/api/v1/alerts/{alert_id}")
        surface.same(f"{level} an hour after ten: {kind}", said["state"], state)
    surface.report()
