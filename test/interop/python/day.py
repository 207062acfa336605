"""The user's whole day with MLflow's Python client, against the server in MLFLOW_TRACKING_URI.

Prints one JSON object of facts: what the client read back, without ids and times, so that two servers can be compared.
Run as a process of its own, because the client keeps its tracking URI and its exporters for good.
"""

import asyncio
import json
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")

import mlflow
from mlflow import MlflowClient
from mlflow.entities import AssessmentSource, AssessmentSourceType, Expectation, Feedback, SpanType
from mlflow.exceptions import MlflowException

FACTS = {}
client = MlflowClient()
NEWEST = tuple(int(part) for part in mlflow.__version__.split(".")[:2]) >= (3, 5)


def scenario(function):
    """Runs a part of the day at once; an exception is a fact too."""
    started = time.time()
    try:
        FACTS[function.__name__] = function()
    except Exception as error:  # noqa: BLE001
        FACTS[function.__name__] = {"failed": f"{type(error).__name__}: {error}"[:500]}
    print(f"{function.__name__}: {time.time() - started:.1f} s", file=sys.stderr)
    return function


def refusal(call):
    """The error code a call is refused with."""
    try:
        call()
        return "accepted"
    except MlflowException as error:
        return error.error_code


def found_or_refused(call):
    """What a call answers, or the error code it is refused with."""
    try:
        return call()
    except MlflowException as error:
        return error.error_code


def flush():
    mlflow.flush_trace_async_logging()


def last_trace():
    flush()
    trace_id = mlflow.get_last_active_trace_id()
    for _ in range(20):
        trace = mlflow.get_trace(trace_id)
        if trace is not None and len(trace.data.spans) > 0:
            return trace
        time.sleep(0.25)
    raise AssertionError(f"{trace_id} never came")


def tree(trace):
    """Spans as (depth, name, type, inputs, outputs, status), parents before children."""
    children = {}
    for span in trace.data.spans:
        children.setdefault(span.parent_id, []).append(span)
    rows = []

    def walk(parent_id, depth):
        for span in sorted(children.get(parent_id, []), key=lambda span: span.start_time_ns):
            status = str(span.status.status_code.value)
            rows.append([depth, span.name, span.span_type, span.inputs, span.outputs, status])
            walk(span.span_id, depth + 1)

    walk(None, 0)
    return rows


@scenario
def experiment():
    name = "the day"
    created = mlflow.set_experiment(name)
    again = mlflow.set_experiment(name)
    by_name = mlflow.get_experiment_by_name(name)
    mlflow.set_experiment_tag("team", "core")
    client.create_experiment("another", tags={"team": "edge"})
    found = mlflow.search_experiments(filter_string="tags.team = 'core' AND name ILIKE 'THE%'")
    listed = mlflow.search_experiments(order_by=["name ASC"])
    doomed = client.create_experiment("doomed")
    client.rename_experiment(doomed, "renamed")
    client.delete_experiment(doomed)
    stage = client.get_experiment(doomed).lifecycle_stage
    client.restore_experiment(doomed)
    return {
        "same": created.experiment_id == again.experiment_id == by_name.experiment_id,
        "digits": created.experiment_id.isdigit(),
        "default": mlflow.get_experiment("0").name,
        "found": [one.name for one in found],
        "listed": [one.name for one in listed],
        "tags": mlflow.get_experiment_by_name(name).tags,
        "missing": mlflow.get_experiment_by_name("no such") is None,
        "stage": stage,
        "restored": client.get_experiment(doomed).lifecycle_stage,
        "taken": refusal(lambda: client.create_experiment(name)),
        "unknown": refusal(lambda: client.get_experiment("424242")),
        "bad filter": refusal(lambda: mlflow.search_experiments(filter_string="name ~ 'x'")),
    }


EXPERIMENT_ID = mlflow.get_experiment_by_name("the day").experiment_id


@scenario
def every_span_type():
    types = [value for key, value in vars(SpanType).items() if key.isupper()]

    @mlflow.trace(name="root", span_type=SpanType.AGENT)
    def root(question, options=None):
        for kind in sorted(types):
            with mlflow.start_span(f"a {kind}", span_type=kind) as span:
                span.set_inputs({"n": 1, "x": 1.5, "flag": True, "none": None, "list": [1, "ä", {"a": []}]})
                span.set_attribute("weight", {"kg": 3})
                span.set_outputs(f"{kind} 👋")
        return {"answer": question}

    root("hällo", options={"a": [1, 2]})
    trace = last_trace()
    spans = trace.data.spans
    return {
        "tree": tree(trace),
        "attribute": spans[1].get_attribute("weight"),
        "state": str(trace.info.state.value),
        "request": json.loads(trace.data.request),
        "response": json.loads(trace.data.response),
        "request preview": trace.info.request_preview,
        "response preview": trace.info.response_preview,
        "name": trace.info.tags["mlflow.traceName"],
        "duration": trace.info.execution_duration >= 0,
        "spans": json.loads(trace.info.trace_metadata["mlflow.trace.sizeStats"])["num_spans"],
        "attributes": sorted(spans[1].attributes),
    }


@scenario
def exceptions():
    @mlflow.trace
    def inner():
        raise ValueError("no luck")

    @mlflow.trace
    def outer():
        try:
            inner()
        except ValueError:
            pass
        raise RuntimeError("no luck at all")

    try:
        outer()
    except RuntimeError:
        pass
    trace = last_trace()
    root = trace.data.spans[0]
    return {
        "state": str(trace.info.state.value),
        "tree": tree(trace),
        "description": root.status.description,
        "events": [event.name for event in root.events],
        "type": root.events[0].attributes["exception.type"],
        "message": root.events[0].attributes["exception.message"],
        "stack": "RuntimeError" in root.events[0].attributes["exception.stacktrace"],
    }


@scenario
def asynchronous():
    @mlflow.trace(span_type=SpanType.TOOL)
    async def step(n):
        await asyncio.sleep(0.01)
        return n * 2

    @mlflow.trace
    async def gather():
        return await asyncio.gather(step(1), step(2), step(3))

    asyncio.run(gather())
    rows = tree(last_trace())
    return [rows[0], sorted(rows[1:], key=str)]


@scenario
def streaming():
    @mlflow.trace(output_reducer=lambda chunks: "".join(chunks))
    def stream(n):
        for index in range(n):
            yield f"{index},"

    list(stream(3))
    trace = last_trace()
    span = trace.data.spans[0]
    return {
        "tree": tree(trace),
        "events": [event.name for event in span.events],
        "values": [event.attributes["mlflow.chunk.value"] for event in span.events],
    }


@scenario
def usage_and_sessions():
    @mlflow.trace(span_type=SpanType.CHAT_MODEL)
    def call(n):
        span = mlflow.get_current_active_span()
        span.set_attribute(
            "mlflow.chat.tokenUsage", {"input_tokens": n, "output_tokens": 1, "total_tokens": n + 1}
        )
        return "ok"

    @mlflow.trace(span_type=SpanType.AGENT)
    def agent():
        mlflow.update_current_trace(
            tags={"env": "prod", "weird \"key\"": "v"},
            metadata={"mlflow.trace.session": "s-1", "mlflow.trace.user": "u-1", "build": "7"},
            client_request_id="req-1",
            request_preview="what was asked",
            response_preview="what was answered",
        )
        return [call(10), call(20)]

    agent()
    info = last_trace().info
    return {
        "usage": info.token_usage,
        "session": info.trace_metadata["mlflow.trace.session"],
        "user": info.trace_metadata["mlflow.trace.user"],
        "build": info.trace_metadata["build"],
        "env": info.tags["env"],
        "weird": info.tags["weird \"key\""],
        "request id": info.client_request_id,
        "previews": [info.request_preview, info.response_preview],
    }


@scenario
def tags():
    with mlflow.start_span("tagged"):
        pass
    trace_id = last_trace().info.trace_id
    mlflow.set_trace_tag(trace_id, "a.b", "1")
    mlflow.set_trace_tag(trace_id, "a.b", "2")
    mlflow.set_trace_tag(trace_id, "gone", "x")
    mlflow.delete_trace_tag(trace_id, "gone")
    read = mlflow.get_trace(trace_id).info.tags
    return {
        "a.b": read["a.b"],
        "gone": "gone" in read,
        "missing": refusal(lambda: mlflow.delete_trace_tag(trace_id, "gone")),
        "immutable": refusal(lambda: client.set_trace_tag(trace_id, "mlflow.artifactLocation", "x")),
        "ours": refusal(lambda: client.set_trace_tag(trace_id, "mlflow.trace.spansLocation", "x")),
        "unknown trace": mlflow.get_trace("tr-" + "0" * 31 + "1") is None,
    }


@scenario
def assessments():
    with mlflow.start_span("assessed") as span:
        span.set_inputs({"q": 1})
    trace_id = last_trace().info.trace_id
    human = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="ann")
    values = [True, False, 4, 0.5, "yes", ["a", 1], {"a": {"b": None}}]
    for index, value in enumerate(values):
        mlflow.log_feedback(
            trace_id=trace_id, name=f"value {index}", value=value, source=human,
            rationale="because", metadata={"k": "v"}, span_id=span.span_id,
        )
    mlflow.log_feedback(trace_id=trace_id, name="failed", error=ValueError("no"))
    mlflow.log_expectation(trace_id=trace_id, name="expected", value={"facts": ["a", "b"]}, source=human)
    mlflow.log_expectation(trace_id=trace_id, name="scalar", value="30 days")
    old = mlflow.log_feedback(trace_id=trace_id, name="wrong", value="bad", source=human)
    new = mlflow.override_feedback(
        trace_id=trace_id, assessment_id=old.assessment_id, value="good", rationale="looked again"
    )
    changed = mlflow.log_feedback(trace_id=trace_id, name="changing", value=1)
    updated = mlflow.update_assessment(
        trace_id=trace_id, assessment_id=changed.assessment_id,
        assessment=Feedback(name="changed", value=2, rationale="why"),
    )
    expectation = mlflow.log_expectation(trace_id=trace_id, name="moving", value=[1])
    mlflow.update_assessment(
        trace_id=trace_id, assessment_id=expectation.assessment_id,
        assessment=Expectation(name="moving", value=[1, 2]),
    )
    gone = mlflow.log_feedback(trace_id=trace_id, name="gone", value=1)
    mlflow.delete_assessment(trace_id=trace_id, assessment_id=gone.assessment_id)

    def fact(one):
        return [
            one.name,
            type(one).__name__,
            one.expectation.value if one.expectation else one.feedback.value,
            one.feedback.error.error_code if one.feedback and one.feedback.error else None,
            str(one.source.source_type),
            one.source.source_id,
            one.rationale,
            {key: value for key, value in (one.metadata or {}).items() if not key.startswith("mlflow.")},
            one.span_id == span.span_id,
            one.valid is not False,
            one.overrides == old.assessment_id,
        ]

    read = mlflow.get_trace(trace_id).info.assessments
    return {
        "all": sorted((fact(one) for one in read), key=str),
        "updated": [updated.name, updated.feedback.value, updated.rationale],
        "new valid": new.valid,
        "get": fact(mlflow.get_assessment(trace_id, changed.assessment_id))[:3],
        "gone": refusal(lambda: mlflow.get_assessment(trace_id, gone.assessment_id)),
        "unknown trace": refusal(lambda: mlflow.log_feedback(trace_id="tr-" + "0" * 31 + "1", name="x", value=1)),
        "kind stays": refusal(
            lambda: mlflow.update_assessment(
                trace_id=trace_id, assessment_id=changed.assessment_id,
                assessment=Expectation(name="x", value=1),
            )
        ),
        "newest": mlflow.search_traces(
            experiment_ids=[EXPERIMENT_ID], filter_string="feedback.wrong = 'good'", return_type="list"
        )[0].info.trace_id == trace_id if NEWEST else None,
    }


@scenario
def logged_later():
    trace_id = mlflow.log_trace(
        name="imported", request={"q": 1}, response={"a": 2},
        intermediate_outputs={"docs": ["x"]}, tags={"from": "elsewhere"},
        start_time_ms=1_700_000_000_000, execution_time_ms=1500,
    )
    flush()
    trace = mlflow.get_trace(trace_id)
    root = client.start_trace("by hand", inputs={"x": 1}, tags={"made": "hand"})
    child = client.start_span("child", trace_id=root.trace_id, parent_id=root.span_id, span_type="TOOL")
    client.end_span(trace_id=root.trace_id, span_id=child.span_id, outputs={"y": 2})
    client.end_trace(root.trace_id, outputs={"z": 3}, status="ERROR")
    flush()
    by_hand = mlflow.get_trace(root.trace_id)
    return {
        "name": trace.info.tags["mlflow.traceName"],
        "from": trace.info.tags["from"],
        "time": trace.info.request_time,
        "duration": trace.info.execution_duration,
        "intermediate": trace.data.intermediate_outputs,
        "by hand": tree(by_hand),
        "by hand state": str(by_hand.info.state.value),
    }


def make_corpus():
    """Traces of an experiment of their own, each different in some things."""
    experiment_id = client.create_experiment("corpus")
    rows = [
        ("alpha", {"env": "prod", "odd key": "x"}, "s-1", "OK", "the refund window"),
        ("beta", {"env": "prod"}, "s-1", "ERROR", "where is my order"),
        ("gamma", {"env": "dev"}, "s-2", "OK", "Refund please"),
        ("delta", {}, None, "OK", "hello 100%_sure"),
        ("epsilon", {"env": "O'Neil"}, None, "ERROR", "bye"),
    ]
    ids = {}
    for index, (name, own_tags, session, state, text) in enumerate(rows):
        root = mlflow.start_span_no_context(
            name=name, span_type="AGENT", inputs={"q": text}, experiment_id=experiment_id,
            tags=own_tags, metadata={"mlflow.trace.session": session} if session else {},
        )
        call = mlflow.start_span_no_context(name=f"{name} call", parent_span=root, span_type="LLM")
        call.set_attribute("model", f"model-{index}")
        call.set_outputs({"text": f"about {name}"})
        call.end()
        tool = mlflow.start_span_no_context(name="lookup", parent_span=root, span_type="TOOL")
        tool.set_attribute("hits", "many" if index % 2 else "few")
        tool.end(status="ERROR" if name == "beta" else "OK")
        root.set_outputs({"a": text.upper()})
        root.end(status=state)
        ids[name] = root.trace_id
        # Traces of one millisecond have no order that both servers share.
        time.sleep(0.01)
    flush()
    human = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="ann")
    mlflow.log_feedback(trace_id=ids["alpha"], name="quality", value="good", source=human)
    mlflow.log_feedback(trace_id=ids["beta"], name="quality", value="bad", source=human)
    mlflow.log_feedback(trace_id=ids["gamma"], name="score", value=3, source=human)
    mlflow.log_feedback(trace_id=ids["delta"], name="ok", value=True, source=human)
    mlflow.log_expectation(trace_id=ids["alpha"], name="answer", value="30 days", source=human)
    return experiment_id, ids


FILTERS = [
    "",
    "status = 'OK'",
    "trace.status = 'ERROR'",
    "attributes.status != 'ERROR'",
    "status IN ('OK', 'ERROR')",
    "attribute.name = 'alpha'",
    "trace.name LIKE '%lta'",
    "name ILIKE 'ALPH%'",
    "name RLIKE '^(al|be)'",
    "name IN ('alpha', 'delta')",
    "name NOT IN ('alpha', 'delta')",
    "tags.env = 'prod'",
    "tag.env != 'prod'",
    "tags.env LIKE 'pr%'",
    "tags.env ILIKE 'PROD'",
    "tags.env RLIKE 'pr.d'",
    "tags.env IS NULL",
    "tags.env IS NOT NULL",
    "tags.`odd key` = 'x'",
    "tags.\"odd key\" = 'x'",
    "tags.env = \"O'Neil\"",
    "metadata.`mlflow.trace.session` = 's-1'",
    "request_metadata.`mlflow.trace.session` LIKE 's-%'",
    "metadata.`mlflow.trace.session` IS NULL",
    "tags.env = 'prod' AND status = 'OK'",
    "tags.env = 'prod' and status = 'ERROR' and name = 'beta'",
    "timestamp_ms > 0",
    "attributes.timestamp_ms < 1000",
    "trace.execution_time_ms >= 0",
    "end_time > 0",
    "span.name = 'lookup'",
    "span.name LIKE 'alpha%'",
    "span.type = 'LLM' AND span.name = 'beta call'",
    "span.type = 'TOOL' AND span.name = 'beta call'",
    "span.type IN ('TOOL')",
    "span.status = 'ERROR' AND span.type = 'TOOL'",
    "span.attributes.hits = 'many'",
    "span.attributes.hits LIKE 'fe%'",
    "span.attributes.model = 'model-2'",
    "span.content LIKE '%about gamma%'",
    "trace.text LIKE '%refund window%'",
    "trace.text ILIKE '%REFUND%'",
    "feedback.quality = 'good'",
    "feedback.quality != 'good'",
    "feedback.quality LIKE '%a%'",
    "feedback.quality IS NULL",
    "feedback.quality IS NOT NULL",
    "feedback.score = '3'",
    "feedback.ok = 'true'",
    "expectation.answer = '30 days'",
    "expectation.answer IS NOT NULL AND feedback.quality = 'good'",
]
REFUSED = [
    "status = OK",
    "status = 'OK' OR status = 'ERROR'",
    "(status = 'OK')",
    "nothing = 'x'",
    "name > 'x'",
    "timestamp_ms LIKE '1'",
    "timestamp_ms = 'soon'",
    "tags.env = 5",
    "tags.env IN",
    "status = 'OK' AND",
    "name == 'x'",
    "span.color = 'x'",
]
ORDERS = [
    ["timestamp_ms ASC"],
    ["timestamp_ms DESC"],
    ["name ASC"],
    ["name DESC"],
    ["status ASC", "name ASC"],
    ["tag.env ASC", "name ASC"],
    ["metadata.`mlflow.trace.session` DESC", "name ASC"],
]


@scenario
def searching():
    experiment_id, ids = make_corpus()

    def names(**options):
        # The older client knows `experiment_ids`, the newest prefers locations; both take it.
        found = mlflow.search_traces(
            experiment_ids=[experiment_id], return_type="list", include_spans=False, **options
        )
        return [trace.info.tags["mlflow.traceName"] for trace in found]

    frame = mlflow.search_traces(experiment_ids=[experiment_id], filter_string="name = 'alpha'")
    with_spans = mlflow.search_traces(experiment_ids=[experiment_id], return_type="list")
    page = client.search_traces(experiment_ids=[experiment_id], max_results=2)
    pages = [len(page)]
    while page.token:
        page = client.search_traces(experiment_ids=[experiment_id], max_results=2, page_token=page.token)
        pages.append(len(page))
    return {
        "filters": {text: found_or_refused(lambda text=text: sorted(names(filter_string=text))) for text in FILTERS},
        "orders": {str(order): names(order_by=order) for order in ORDERS},
        "refused": {text: refusal(lambda text=text: names(filter_string=text)) for text in REFUSED},
        "bad order": refusal(lambda: names(order_by=["color"])),
        "columns": sorted(frame.columns),
        "frame": [frame["state"][0], frame["request"][0], frame["response"][0], len(frame["spans"][0])],
        "spans": sorted(len(trace.data.spans) for trace in with_spans),
        "paged": sum(pages),
        "limited": len(names(max_results=3)),
        "too many": refusal(lambda: client.search_traces(experiment_ids=[experiment_id], max_results=501)),
        "two experiments": len(
            mlflow.search_traces(
                experiment_ids=[experiment_id, "0"], return_type="list", include_spans=False,
            )
        ),
    }


@scenario
def analytics():
    if not NEWEST:
        return None
    from mlflow.entities.trace_metrics import AggregationType, MetricAggregation, MetricViewType
    from mlflow.tracking._tracking_service.utils import _get_store

    store = _get_store()
    experiment_id = mlflow.get_experiment_by_name("corpus").experiment_id
    count = [MetricAggregation(AggregationType.COUNT)]

    def points(view, metric, aggregations, **options):
        found = store.query_trace_metrics([experiment_id], view, metric, aggregations, **options)
        return sorted(([point.dimensions, point.values] for point in found), key=str)

    now = int(time.time() * 1000)
    hourly = points(
        MetricViewType.TRACES, "trace_count", count,
        time_interval_seconds=86_400, start_time_ms=now - 86_400_000, end_time_ms=now + 1000,
    )
    correlation = store.calculate_trace_filter_correlation(
        [experiment_id], "tags.env = 'prod'", "metadata.`mlflow.trace.session` = 's-1'"
    )
    none = store.calculate_trace_filter_correlation([experiment_id], "name = 'nobody'", "status = 'OK'")
    return {
        "traces": points(MetricViewType.TRACES, "trace_count", count, dimensions=["trace_status"]),
        "names": points(
            MetricViewType.TRACES, "trace_count", count, dimensions=["trace_name"],
            filters=["trace.status = 'OK'"],
        ),
        "spans": points(MetricViewType.SPANS, "span_count", count, dimensions=["span_type", "span_status"]),
        "assessments": points(
            MetricViewType.ASSESSMENTS, "assessment_count", count,
            dimensions=["assessment_name", "assessment_value"],
        ),
        "value": points(
            MetricViewType.ASSESSMENTS, "assessment_value",
            [MetricAggregation(AggregationType.AVG), MetricAggregation(AggregationType.PERCENTILE, 50.0)],
            dimensions=["assessment_name"],
        ),
        "latency": [
            [sorted(values), all(value >= 0 for value in values.values())]
            for _, values in points(
                MetricViewType.TRACES, "latency",
                [MetricAggregation(AggregationType.AVG), MetricAggregation(AggregationType.PERCENTILE, 95.0)],
            )
        ],
        "hourly": [sum(values["COUNT"] for _, values in hourly), [sorted(dims) for dims, _ in hourly][0]],
        "unknown metric": refusal(lambda: points(MetricViewType.TRACES, "color", count)),
        "correlation": [
            round(correlation.npmi, 6), round(correlation.npmi_smoothed, 6),
            correlation.filter1_count, correlation.filter2_count,
            correlation.joint_count, correlation.total_count,
        ],
        "no support": [str(none.npmi), none.filter1_count, none.total_count],
    }


@scenario
def runs():
    with mlflow.start_run(run_name="first", tags={"team": "core"}) as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"a": 1, "b": "x"})
        mlflow.log_metric("loss", 0.5, step=1)
        mlflow.log_metric("loss", 0.25, step=2)
        mlflow.log_metrics({"accuracy": 0.9}, step=2)
        mlflow.set_tag("note", "hello")
        mlflow.log_text("some text", "notes/a.txt")
        mlflow.log_dict({"a": 1}, "notes/b.json")

        @mlflow.trace
        def inside():
            return 1

        inside()
    flush()
    run_id = run.info.run_id
    trace_id = mlflow.get_last_active_trace_id()
    read = client.get_run(run_id)
    with tempfile.TemporaryDirectory() as folder:
        path = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="notes/a.txt", dst_path=folder)
        text = open(path).read()
    second = client.create_run(EXPERIMENT_ID, run_name="second", tags={"team": "edge"})
    client.log_metric(second.info.run_id, "loss", 0.75)
    client.set_terminated(second.info.run_id, "FAILED")
    history = client.get_metric_history(run_id, "loss")
    search = lambda text: [one.info.run_name for one in client.search_runs([EXPERIMENT_ID], filter_string=text)]
    with mlflow.start_span("unlinked"):
        pass
    flush()
    unlinked = mlflow.get_last_active_trace_id()
    if hasattr(client, "link_traces_to_run"):
        client.link_traces_to_run([unlinked], run_id)
    of_run = mlflow.search_traces(
        experiment_ids=[EXPERIMENT_ID], run_id=run_id, return_type="list", include_spans=False
    )
    facts = {
        "status": read.info.status,
        "name": read.info.run_name,
        "params": read.data.params,
        "metrics": read.data.metrics,
        "team": read.data.tags["team"],
        "note": read.data.tags["note"],
        "ended": read.info.end_time is not None,
        "artifacts": sorted(item.path for item in client.list_artifacts(run_id, "notes")),
        "root": [[item.path, item.is_dir] for item in client.list_artifacts(run_id)],
        "text": text,
        "history": [[metric.step, metric.value] for metric in history],
        "search": {
            text: search(text)
            for text in [
                "metrics.loss < 0.5",
                "params.lr = '0.1'",
                "tags.team LIKE 'e%'",
                "attributes.status = 'FAILED'",
                "run_name = 'first' AND metrics.accuracy > 0.5",
                "params.lr IS NULL",
            ]
        },
        "ordered": [
            one.info.run_name for one in client.search_runs([EXPERIMENT_ID], order_by=["metrics.loss DESC"])
        ],
        "traces": len(of_run) if hasattr(client, "link_traces_to_run") else None,
        "made inside": trace_id in [trace.info.trace_id for trace in of_run],
        "bad filter": refusal(lambda: search("loss < 1")),
        "other value": refusal(lambda: client.log_param(run_id, "lr", 5)),
        "unknown": refusal(lambda: client.get_run("0" * 32)),
    }
    client.delete_run(second.info.run_id)
    facts["after deletion"] = search("")
    client.restore_run(second.info.run_id)
    facts["restored"] = sorted(search(""))
    return facts


@scenario
def deleting():
    experiment_id = client.create_experiment("deleting")
    ids = []
    for index in range(6):
        span = mlflow.start_span_no_context(name=f"t{index}", experiment_id=experiment_id)
        span.end()
        ids.append(span.trace_id)
        time.sleep(0.02)
    flush()
    by_id = client.delete_traces(experiment_id=experiment_id, trace_ids=ids[:2])
    gone = mlflow.get_trace(ids[0]) is None
    oldest = client.delete_traces(
        experiment_id=experiment_id, max_timestamp_millis=int(time.time() * 1000) + 10_000, max_traces=1
    )
    left = [
        trace.info.tags["mlflow.traceName"]
        for trace in mlflow.search_traces(
            experiment_ids=[experiment_id], return_type="list", include_spans=False,
            order_by=["timestamp_ms ASC"],
        )
    ]
    rest = client.delete_traces(
        experiment_id=experiment_id, max_timestamp_millis=int(time.time() * 1000) + 10_000
    )
    return {
        "by id": by_id,
        "gone": gone,
        "oldest": oldest,
        "left": left,
        "rest": rest,
        "unknown": client.delete_traces(experiment_id=experiment_id, trace_ids=["tr-unknown"]),
    }


print(json.dumps(FACTS))
