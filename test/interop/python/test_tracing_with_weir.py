"""Calls through the proxy and spans from elsewhere, read back by MLflow's client as traces."""

import json
import os
import pathlib
import subprocess
import time

import anthropic
import mlflow
import openai
import pytest
import requests
from mlflow import MlflowClient
from mlflow.entities import SpanType
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode

from conftest import HERE, KEY, WEIR

SENTENCE = "It left the warehouse."
QUESTION = [{"role": "user", "content": "Where is my order?"}]


@pytest.fixture(scope="module", autouse=True)
def experiment():
    os.environ["MLFLOW_TRACKING_TOKEN"] = KEY
    mlflow.set_tracking_uri(WEIR)
    return mlflow.set_experiment("with weir").experiment_id


def find(filter_string, experiment_id, spans=1):
    """The trace the filter finds, once it has that many spans: proxied calls are recorded beside the answer."""
    deadline = time.time() + 30
    while time.time() < deadline:
        found = mlflow.search_traces(
            experiment_ids=[experiment_id], filter_string=filter_string, return_type="list"
        )
        if found and len(found[0].data.spans) >= spans:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"no trace with {spans} spans for {filter_string}")


def read(hex_trace_id):
    deadline = time.time() + 30
    while time.time() < deadline:
        trace = mlflow.get_trace(f"tr-{hex_trace_id}")
        if trace is not None and trace.info.state.value != "IN_PROGRESS":
            return trace
        time.sleep(0.3)
    raise AssertionError(f"no trace tr-{hex_trace_id}")


def by_name(trace):
    return {span.name: span for span in trace.data.spans}


def openai_client(session, experiment_id, **headers):
    return openai.OpenAI(
        base_url=f"{WEIR}/openai/v1",
        api_key="sk-of-the-caller",
        max_retries=0,
        default_headers={"x-weir-experiment": experiment_id, "x-weir-session": session, **headers},
    )


def anthropic_client(session, experiment_id):
    return anthropic.Anthropic(
        base_url=f"{WEIR}/anthropic",
        api_key="sk-ant-of-the-caller",
        max_retries=0,
        default_headers={"x-weir-experiment": experiment_id, "x-weir-session": session},
    )


def session_filter(session):
    return f"metadata.`mlflow.trace.session` = '{session}'"


@pytest.mark.parametrize("stream", [False, True])
def test_a_proxied_openai_call_is_a_trace(experiment, stream):
    session = f"openai-{stream}"
    answer = openai_client(session, experiment).chat.completions.create(
        model="gpt-4.1-mini", messages=QUESTION, stream=stream
    )
    if stream:
        text = "".join(chunk.choices[0].delta.content or "" for chunk in answer if chunk.choices)
    else:
        text = answer.choices[0].message.content
    assert text == SENTENCE
    trace = find(session_filter(session), experiment)
    span = trace.data.spans[0]
    assert span.span_type == SpanType.CHAT_MODEL
    assert span.inputs["messages"] == QUESTION
    assert span.outputs["choices"][0]["message"]["content"] == SENTENCE
    assert trace.info.token_usage["total_tokens"] == 17
    assert trace.info.cost["total_cost"] > 0
    assert trace.info.request_preview == "Where is my order?"
    assert trace.info.response_preview == SENTENCE
    assert trace.info.state.value == "OK"


@pytest.mark.parametrize("stream", [False, True])
def test_a_proxied_anthropic_call_is_a_trace(experiment, stream):
    session = f"anthropic-{stream}"
    client = anthropic_client(session, experiment)
    options = {"model": "claude-sonnet-4-5", "max_tokens": 50, "messages": QUESTION}
    if stream:
        with client.messages.stream(**options) as events:
            text = "".join(events.text_stream)
    else:
        text = client.messages.create(**options).content[0].text
    assert text == SENTENCE
    trace = find(session_filter(session), experiment)
    span = trace.data.spans[0]
    assert span.span_type == SpanType.CHAT_MODEL
    assert span.inputs["messages"] == QUESTION
    assert span.outputs["content"][0]["text"] == SENTENCE
    assert trace.info.token_usage["input_tokens"] == 12
    assert trace.info.token_usage["output_tokens"] == 5


def test_a_call_the_provider_refuses_is_an_error(experiment):
    with pytest.raises(openai.RateLimitError):
        openai_client("refused", experiment).chat.completions.create(model="refused", messages=QUESTION)
    trace = find(session_filter("refused"), experiment)
    assert trace.info.state.value == "ERROR"
    assert trace.data.spans[0].events[-1].name == "exception"


def test_a_proxied_call_hangs_in_the_tree_of_a_traced_function(experiment):
    @mlflow.trace(span_type=SpanType.AGENT)
    def agent():
        span = mlflow.get_current_active_span()
        parent = f"00-{span.trace_id.removeprefix('tr-')}-{span.span_id}-01"
        client = openai_client("tree", experiment, traceparent=parent)
        client.chat.completions.create(model="gpt-4.1-mini", messages=QUESTION)
        return "done"

    agent()
    mlflow.flush_trace_async_logging()
    trace_id = mlflow.get_last_active_trace_id()
    trace = find(f"request_id = '{trace_id}'", experiment, spans=2)
    root, call = sorted(trace.data.spans, key=lambda span: span.parent_id is not None)
    assert [root.span_type, call.span_type] == [SpanType.AGENT, SpanType.CHAT_MODEL]
    assert call.parent_id == root.span_id
    assert trace.info.token_usage["total_tokens"] == 17
    assert trace.info.tags["mlflow.traceName"] == "agent"


def test_feedback_on_a_proxied_call(experiment):
    openai_client("feedback", experiment).chat.completions.create(model="gpt-4.1-mini", messages=QUESTION)
    trace_id = find(session_filter("feedback"), experiment).info.trace_id
    mlflow.log_feedback(trace_id=trace_id, name="helpful", value=True, rationale="it was")
    found = find("feedback.helpful = 'true'", experiment)
    assert found.info.trace_id == trace_id


def provider_of(experiment_id, processor=BatchSpanProcessor, headers=None, compression=Compression.Gzip):
    exporter = OTLPSpanExporter(
        endpoint=f"{WEIR}/v1/traces",
        headers={"authorization": f"Bearer {KEY}", **(headers or {"x-mlflow-experiment-id": experiment_id})},
        compression=compression,
    )
    provider = TracerProvider(resource=Resource.create({"service.name": "support-bot"}))
    provider.add_span_processor(processor(exporter))
    return provider


@pytest.mark.parametrize("compression", list(Compression))
@pytest.mark.parametrize("processor", [BatchSpanProcessor, SimpleSpanProcessor])
def test_an_opentelemetry_sdk_without_mlflow(experiment, processor, compression):
    provider = provider_of(experiment, processor, compression=compression)
    tracer = provider.get_tracer("agent")
    with tracer.start_as_current_span("invoke_agent bot") as root:
        root.set_attribute("gen_ai.operation.name", "invoke_agent")
        root.set_attribute("gen_ai.conversation.id", "otel-1")
        root.set_attribute("big", 2**62)
        with tracer.start_as_current_span("chat") as chat:
            chat.set_attributes({
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": "gpt-4.1-mini",
                "gen_ai.usage.input_tokens": 7,
                "gen_ai.usage.output_tokens": 3,
                "gen_ai.input.messages": json.dumps([
                    {"role": "user", "parts": [{"type": "text", "content": "hi"}]}
                ]),
            })
        with tracer.start_as_current_span("execute_tool") as tool:
            tool.set_attribute("gen_ai.operation.name", "execute_tool")
            tool.set_attribute("gen_ai.tool.call.arguments", '{"q": 1}')
            tool.record_exception(ValueError("no"))
            tool.set_status(Status(StatusCode.ERROR, "no"))
    provider.shutdown()
    trace = read(format(root.get_span_context().trace_id, "032x"))
    spans = by_name(trace)
    assert {name: span.span_type for name, span in spans.items()} == {
        "invoke_agent bot": SpanType.AGENT,
        "chat": SpanType.CHAT_MODEL,
        "execute_tool": SpanType.TOOL,
    }
    assert spans["chat"].parent_id == spans["invoke_agent bot"].span_id
    assert spans["execute_tool"].inputs == {"q": 1}
    assert spans["execute_tool"].status.status_code.value == "ERROR"
    assert spans["execute_tool"].events[0].attributes["exception.message"] == "no"
    assert trace.info.token_usage == {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}
    assert trace.info.trace_metadata["mlflow.trace.session"] == "otel-1"
    assert spans["invoke_agent bot"].get_attribute("service.name") == "support-bot"
    assert int(spans["invoke_agent bot"].get_attribute("big")) == 2**62


def test_an_opentelemetry_sdk_that_names_its_experiment(experiment):
    provider = provider_of(experiment, headers={"x-weir-experiment": "named by otel"})
    with provider.get_tracer("agent").start_as_current_span("work") as root:
        pass
    provider.shutdown()
    trace = read(format(root.get_span_context().trace_id, "032x"))
    named = mlflow.get_experiment_by_name("named by otel")
    assert trace.info.experiment_id == named.experiment_id


def test_openinference_instrumentation(experiment):
    from openinference.instrumentation.openai import OpenAIInstrumentor

    provider = provider_of(experiment)
    instrumentor = OpenAIInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        with provider.get_tracer("app").start_as_current_span("request") as root:
            openai_client("openinference", experiment).chat.completions.create(
                model="gpt-4.1-mini", messages=QUESTION
            )
    finally:
        instrumentor.uninstrument()
    provider.shutdown()
    trace = read(format(root.get_span_context().trace_id, "032x"))
    call = next(span for span in trace.data.spans if span.parent_id is not None)
    assert call.span_type == SpanType.LLM
    assert call.inputs["messages"][0]["content"] == "Where is my order?"
    assert call.get_attribute("mlflow.llm.model") == "gpt-4.1-mini"
    assert trace.info.token_usage["total_tokens"] == 17


def test_traceloop_instrumentation(experiment):
    from opentelemetry.instrumentation.openai import OpenAIInstrumentor

    provider = provider_of(experiment)
    instrumentor = OpenAIInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        with provider.get_tracer("app").start_as_current_span("request") as root:
            openai_client("traceloop", experiment).chat.completions.create(
                model="gpt-4.1-mini", messages=QUESTION
            )
    finally:
        instrumentor.uninstrument()
    provider.shutdown()
    trace = read(format(root.get_span_context().trace_id, "032x"))
    call = next(span for span in trace.data.spans if span.parent_id is not None)
    assert call.span_type == SpanType.CHAT_MODEL
    assert "Where is my order?" in json.dumps(call.inputs)
    assert SENTENCE in json.dumps(call.outputs)
    assert trace.info.token_usage["total_tokens"] == 17


@pytest.fixture(scope="module")
def sent_by_node(experiment):
    done = subprocess.run(
        [os.environ["NODE"], str(HERE.parent / "node" / "send.mjs"), WEIR, KEY, experiment],
        capture_output=True, text=True, timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("encoding", ["protobuf", "json"])
def test_opentelemetry_in_node(sent_by_node, encoding):
    trace = read(sent_by_node[encoding])
    spans = by_name(trace)
    assert spans["plan"].span_type == SpanType.AGENT
    assert spans["search"].span_type == SpanType.TOOL
    assert spans["search"].parent_id == spans["plan"].span_id
    assert spans["search"].inputs == {"to": "Oslo"}
    assert spans["search"].get_attribute("count") == 3
    assert spans["search"].get_attribute("ratio") == 0.5
    assert spans["search"].events[0].attributes["exception.type"] == "TypeError"
    assert trace.info.request_preview == "book a flight"
    assert trace.info.response_preview == "sorry"
    assert trace.info.trace_metadata["mlflow.trace.session"] == "node-1"


def test_the_vercel_ai_sdk(sent_by_node):
    trace = read(sent_by_node["ai-sdk"])
    types = [span.span_type for span in trace.data.spans]
    assert "CHAT_MODEL" in types or "LLM" in types
    # Asking for the tool, and the answer.
    assert trace.info.token_usage["total_tokens"] == 40 + 17
    assert "Say hello." in json.dumps([span.inputs for span in trace.data.spans])


def test_what_a_client_of_a_key_without_the_scope_is_told(experiment):
    headers = {"authorization": "Bearer weir_wrong"}
    answer = requests.post(f"{WEIR}/v1/traces", data=b"x", headers=headers, timeout=30)
    assert answer.status_code == 401 and "detail" in answer.json()
    client = MlflowClient()
    assert client.get_experiment("0").name == "Default"


def test_an_older_trace_json_reaches_the_same_store(experiment):
    """What MLflow's TypeScript client sends when a root span ends: StartTraceV3, then always traces.json."""
    sample = pathlib.Path(HERE / "typescript-trace.json").read_text()
    trace_id = "tr-4bf92f3577b34da6a3ce929d0e0e4737"
    headers = {"authorization": f"Bearer {KEY}"}
    info = {
        "trace_id": trace_id,
        "trace_location": {
            "type": "MLFLOW_EXPERIMENT",
            "mlflow_experiment": {"experiment_id": experiment},
        },
        "request_time": "2026-10-06T09:00:00.123Z",
        "execution_duration": "1.204s",
        "state": "OK",
        "trace_metadata": {"mlflow.trace_schema.version": "3"},
        "tags": {"mlflow.traceName": "from typescript"},
    }
    created = requests.post(
        f"{WEIR}/api/3.0/mlflow/traces", json={"trace": {"trace_info": info}}, headers=headers, timeout=30
    ).json()["trace"]["trace_info"]
    location = created["tags"]["mlflow.artifactLocation"]
    assert location.startswith("mlflow-artifacts:/")
    assert "mlflow.trace.spansLocation" not in created["tags"]
    put = requests.put(
        f"{WEIR}/api/2.0/mlflow-artifacts/artifacts{location.removeprefix('mlflow-artifacts:')}/traces.json",
        data=sample,
        headers={**headers, "content-type": "application/json"},
        timeout=30,
    )
    assert put.json() == {}
    trace = mlflow.get_trace(trace_id)
    assert [span.name for span in trace.data.spans] == ["answer", "search"]
    assert trace.data.spans[0].start_time_ns == 1790000000123456789
    assert trace.data.spans[0].inputs == {"question": "Where is my order?"}
    assert trace.info.tags["mlflow.traceName"] == "from typescript"
