"""Calls that the proxy and real instrumentations both see: each counts once, with the provider's numbers (F140)."""

import json
import os
import subprocess
import time
import uuid

import pytest
import requests

from conftest import HERE, KEY, WEIR

QUESTION = "How is the weather in Oslo?"
SENTENCE = "It left the warehouse."
LANGGRAPH = "langgraph,langgraph-streamed,langgraph-async"
THREE = "openinference-langchain,openinference-openai,traceloop-openai"
APPLICATIONS = [
    ("openinference-openai", "openai,responses"),
    ("openinference-anthropic", "anthropic"),
    ("openinference-langchain", f"{LANGGRAPH},langchain-anthropic"),
    ("traceloop-openai", "openai,responses"),
    ("traceloop-anthropic", "anthropic"),
    ("traceloop-langchain", LANGGRAPH),
    ("logfire", "openai,responses,anthropic"),
    ("logfire-pydantic-ai", "pydantic-ai"),
    (THREE, LANGGRAPH),
]
MODEL_TYPES = {"LLM", "CHAT_MODEL"}


def rest(path, **parameters):
    answer = requests.get(
        f"{WEIR}{path}", params=parameters, headers={"authorization": f"Bearer {KEY}"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def new_experiment():
    name = f"twins {uuid.uuid4()}"
    created = requests.post(
        f"{WEIR}/api/2.0/mlflow/experiments/create",
        json={"name": name},
        headers={"authorization": f"Bearer {KEY}"},
        timeout=30,
    )
    return created.json()["experiment_id"]


def run(command, experiment, exports="together", pythonpath=""):
    """Runs an application to its end; the spans that it ended, and what the provider billed it."""
    credential = f"sk-{uuid.uuid4()}"
    environment = {
        **os.environ,
        "APP_EXPERIMENT": experiment,
        "APP_CREDENTIAL": credential,
        "APP_EXPORTS": exports,
        "PYTHONPATH": pythonpath,
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    ended = json.loads(done.stdout.strip().splitlines()[-1])
    billed = requests.get(f"{os.environ['UPSTREAM_URL']}/billed/{credential}", timeout=30).json()
    assert billed["calls"] > 0
    return ended, billed


def run_python(instrumentations, calls, experiment, exports):
    command = [os.environ["INSTRUMENTED_PYTHON"], str(HERE / "instrumented_app.py"), instrumentations, calls]
    return run(command, experiment, exports, os.environ["INSTRUMENTED_PYTHONPATH"])


def traces_of(experiment):
    page = rest("/api/v1/traces", experiment=experiment, page_size=100)
    assert page["next_page_token"] is None
    return {trace["trace_id"]: trace for trace in page["traces"]}


def spans_of(trace_id):
    return rest(f"/api/v1/traces/{trace_id}")["spans"]


def is_proxied(span):
    return "weir.end" in span["attributes"]


def settled(experiment, ended, billed):
    """The traces, and the spans of each, once each span and each call is there: calls are recorded beside the answer."""
    deadline = time.time() + 30
    while True:
        traces = traces_of(experiment)
        spans = {trace_id: spans_of(trace_id) for trace_id in traces}
        stored = {(trace_id, span["span_id"]) for trace_id in spans for span in spans[trace_id]}
        calls = {span["span_id"] for some in spans.values() for span in some if is_proxied(span)}
        lost = [name for trace_id, span_id, name in ended if (f"tr-{trace_id}", span_id) not in stored]
        if not lost and len(calls) == billed["calls"]:
            return traces, spans
        assert time.time() < deadline, f"{len(calls)} of {billed['calls']} calls; lost: {lost}"
        time.sleep(0.5)


def check(experiment, ended, billed):
    """What must hold of every application; its traces and their spans."""
    traces, spans = settled(experiment, ended, billed)
    counting = {trace_id for trace_id, trace in traces.items() if trace["duplicate_of"] is None}

    # One call is one: the provider's own numbers, whoever told of it.
    [row] = rest("/api/v1/traces/statistics", experiment=experiment)["statistics"]
    assert row["total_tokens"] == billed["tokens"]
    assert row["request_count"] == len(counting)
    assert row["estimated_tokens"] is None and row["unpriced_span_count"] == 0 and row["total_cost"] > 0
    counted = {
        (trace_id, span["span_id"]): span
        for trace_id in counting
        for span in spans[trace_id]
        if span["type"] in MODEL_TYPES and span["duplicate_of"] is None and span["usage"]["total_tokens"]
    }
    assert len(counted) == billed["calls"]
    assert sum(span["usage"]["total_tokens"] for span in counted.values()) == billed["tokens"]

    # Duplicates say what counts, and it does; the proxied call is shown where it counts.
    for trace_id in set(traces) - counting:
        assert traces[trace_id]["duplicate_of"] in counting
    for trace_id in traces:
        for span in filter(is_proxied, spans[trace_id]):
            main = span["duplicate_of"]
            assert main is not None, f"the proxied call {span['span_id']} is joined with none"
            assert main["trace_id"] in counting and (main["trace_id"], main["span_id"]) in counted
            assert span["span_id"] in {shown["span_id"] for shown in spans[main["trace_id"]]}

    # What was said is shown as messages, not as somebody's serialised objects: by the span that counts, or by the proxied
    # call below it, where its instrumentation tells of the beginning of a stream and of its end apart.
    for (trace_id, span_id), span in counted.items():
        main = {"trace_id": trace_id, "span_id": span_id}
        told = [span, *(twin for twin in spans[trace_id] if twin["duplicate_of"] == main)]
        said = json.dumps([
            [one["attributes"].get("mlflow.spanInputs"), one["attributes"].get("mlflow.spanOutputs")]
            for one in told
        ])
        assert QUESTION in said and '"constructor"' not in said and "\\\\\"role" not in said, said
        assert SENTENCE in said or "get_weather" in said, said
        assert traces[trace_id]["request_preview"] == QUESTION
    return traces, spans


@pytest.mark.parametrize("instrumentations,calls", APPLICATIONS)
def test_spans_that_come_together_after_the_calls(instrumentations, calls):
    experiment = new_experiment()
    check(experiment, *run_python(instrumentations, calls, experiment, "together"))


@pytest.mark.parametrize("instrumentations,calls", [APPLICATIONS[2], APPLICATIONS[-1]])
def test_spans_that_come_one_by_one_beside_the_calls(instrumentations, calls):
    experiment = new_experiment()
    check(experiment, *run_python(instrumentations, calls, experiment, "each"))


@pytest.mark.parametrize("instrumentations,calls", APPLICATIONS)
def test_an_http_client_that_propagates(instrumentations, calls):
    experiment = new_experiment()
    ended, billed = run_python(f"{instrumentations},httpx", calls, experiment, "each")
    traces, spans = check(experiment, ended, billed)
    own = {span_id for _, span_id, _ in ended}
    for span in filter(is_proxied, (span for some in spans.values() for span in some)):
        assert span["parent_span_id"] in own
    assert {trace["source"] for trace in traces.values()} == {"otlp"}


@pytest.mark.parametrize("exports", ["each", "together"])
def test_the_vercel_ai_sdk_beside_the_proxy(exports):
    experiment = new_experiment()
    command = [os.environ["NODE"], str(HERE.parent / "node" / "instrumented-app.mjs")]
    check(experiment, *run(command, experiment, exports))
