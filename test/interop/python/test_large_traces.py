"""Traces larger than what a request may hold, through the unmodified MLflow client: every span comes back."""

import os
import time

import mlflow
import pytest
from mlflow.exceptions import MlflowException

WEIR = os.environ["WEIR_URL"]


@pytest.fixture(autouse=True)
def tracking(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", os.environ["WEIR_KEY"])
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    mlflow.set_tracking_uri(WEIR)
    mlflow.set_experiment("large traces")


def read_back(trace_id, timeout_seconds=60):
    mlflow.flush_trace_async_logging()
    until = time.monotonic() + timeout_seconds
    while True:
        try:
            trace = mlflow.get_trace(trace_id)
        except MlflowException:
            trace = None
        if trace is not None or time.monotonic() > until:
            return trace
        time.sleep(0.5)


def test_f163_an_output_of_20_mb():
    with mlflow.start_span("root") as root:
        root.set_inputs({"q": "how long?"})
        with mlflow.start_span("child") as child:
            child.set_outputs({"text": "many words \n" * 1_700_000, "n": 1})
        root.set_outputs({"text": "many words \n" * 1_700_000, "n": 2})
    trace = read_back(root.trace_id)
    assert [span.name for span in trace.data.spans] == ["root", "child"]
    assert trace.data.spans[0].inputs == {"q": "how long?"}
    for span, number in zip(trace.data.spans, (2, 1)):
        assert span.outputs["n"] == number
        assert span.outputs["text"].startswith("many words")
        assert "bytes left out by Weir" in span.outputs["text"]


def test_f163_5000_spans():
    with mlflow.start_span("root") as root:
        for index in range(5000):
            with mlflow.start_span(f"step {index}") as span:
                span.set_inputs({"index": index, "text": "x" * 2000})
    trace = read_back(root.trace_id)
    assert len({span.span_id for span in trace.data.spans}) == 5001
    assert {span.inputs["index"] for span in trace.data.spans if span.name != "root"} == set(range(5000))


def test_f161_values_nested_deep():
    """Deeper than protobuf's decoder takes: the client reads text instead of failing."""
    value = "bottom"
    for _ in range(60):
        value = {"a": value}
    with mlflow.start_span("deep") as span:
        span.set_inputs(value)
        span.set_attribute("deep", [value])
    trace = read_back(span.trace_id)
    read = trace.data.spans[0].inputs
    for _ in range(20):
        read = read["a"]
    assert "bottom" in str(read)
