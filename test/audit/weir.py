"""The Weir that is audited, as any client sees it: over HTTP, with a key."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

URL = os.environ["WEIR_URL"]
ADMIN_KEY = os.environ["WEIR_KEY"]


class Weir:
    def __init__(self, key=ADMIN_KEY):
        self.key = key

    def raw(self, method, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        sent = {"authorization": f"Bearer {self.key}", "content-type": "application/json", **(headers or {})}
        request = urllib.request.Request(URL + path, data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.read()
        except urllib.error.HTTPError as failure:
            raise RuntimeError(f"{method} {path}: {failure.code} {failure.read()[:500]}") from failure

    def get(self, path, **query):
        pairs = [(name, value) for name, value in query.items() if value is not None]
        encoded = urllib.parse.urlencode(pairs, doseq=True)
        return json.loads(self.raw("GET", f"{path}?{encoded}"))

    def post(self, path, body, headers=None):
        return json.loads(self.raw("POST", path, body, headers))


def feed(traces, experiments):
    """Sends the traces as an OpenTelemetry exporter does, then what people and judges say; returns ids by experiment."""
    weir = Weir()
    ids = {name: _experiment(weir, name) for name in experiments}
    batches = []
    for name in experiments:
        own = [trace for trace in traces if trace.experiment == name]
        batches += [(ids[name], own[at:at + 150]) for at in range(0, len(own), 150)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda batch: _send(weir, *batch), batches))
        list(pool.map(lambda trace: _say(weir, trace), [trace for trace in traces if trace.feedback]))
    return ids


def tenant(experiment_id):
    """A client whose key sees one experiment alone."""
    made = Weir().post("/api/v1/keys", {"name": "audit", "scopes": ["read"], "experiment": experiment_id})
    return Weir(made["key"])


def _experiment(weir, name):
    return weir.post("/api/2.0/mlflow/experiments/create", {"name": name})["experiment_id"]


def _send(weir, experiment_id, traces):
    spans = [_otlp(trace, span) for trace in traces for span in trace.spans]
    body = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
    weir.raw("POST", "/v1/traces", body, {"x-mlflow-experiment-id": experiment_id})


def _otlp(trace, span):
    attributes = {"mlflow.spanType": span.kind}
    if span.parent_id is None:
        attributes |= {f"mlflow.traceTag.{key}": value for key, value in trace.tags.items()}
        if trace.session is not None:
            attributes["session.id"] = trace.session
        if trace.user is not None:
            attributes["user.id"] = trace.user
        if trace.first_token_ms is not None:
            attributes["weir.time_to_first_token_ms"] = trace.first_token_ms
    if span.model is not None:
        attributes |= {"mlflow.llm.model": span.model, "mlflow.llm.provider": span.provider}
    if span.tokens is not None:
        read, written = span.tokens
        usage = {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}
        attributes["mlflow.chat.tokenUsage"] = json.dumps(usage)
    if span.cost is not None:
        read, written = span.cost
        cost = {"input_cost": read, "output_cost": written, "total_cost": read + written}
        attributes["mlflow.llm.cost"] = json.dumps(cost)
    if span.estimated:
        attributes["weir.usage.estimated"] = True
        attributes["weir.cost.estimated_usd"] = span.estimated_cost
    if span.unpriced:
        attributes["weir.cost.unpriced"] = json.dumps(span.unpriced)
    sent = {
        "traceId": trace.trace_id.removeprefix("tr-"),
        "spanId": span.span_id,
        "name": trace.name if span.parent_id is None else span.name,
        "startTimeUnixNano": str(span.start_ms * 1_000_000),
        "endTimeUnixNano": str(span.end_ms * 1_000_000),
        "attributes": [{"key": key, "value": _value(value)} for key, value in attributes.items()],
        "status": {"code": 2 if trace.state == "ERROR" and span.parent_id is None else 1},
    }
    return sent if span.parent_id is None else {**sent, "parentSpanId": span.parent_id}


def _value(value):
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    return {"stringValue": value}


def _say(weir, trace):
    for name, value, source in trace.feedback:
        said = {"name": name, "feedback": {"value": value}, "source": {"source_type": source, "source_id": "audit"}}
        weir.post(f"/api/v1/traces/{trace.trace_id}/assessments", said)
