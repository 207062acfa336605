"""Scorers, judges and evaluations of the unmodified client against Weir."""

import json
import os
import time
import urllib.request
import uuid

import mlflow
import pytest
from mlflow.entities import Feedback
from mlflow.genai import make_judge
from mlflow.genai.scorers import (
    Correctness,
    Guidelines,
    RelevanceToQuery,
    Safety,
    ScorerSamplingConfig,
    delete_scorer,
    get_scorer,
    list_scorers,
)
from mlflow.genai.scorers.registry import list_scorer_versions

JUDGE = "gateway:/judge"


@pytest.fixture
def experiment(monkeypatch):
    # As a password: for judges the client sends no token.
    monkeypatch.delenv("MLFLOW_TRACKING_TOKEN", raising=False)
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "weir")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", os.environ["WEIR_KEY"])
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(os.environ["WEIR_URL"])
    yield mlflow.set_experiment(f"scoring {uuid.uuid4().hex[:8]}").experiment_id
    mlflow.set_tracking_uri(before)


def polite():
    return make_judge(
        name="polite", instructions="Is {{ outputs }} polite, given {{ inputs }}?", model=JUDGE, feedback_value_type=str
    )


def test_registry(experiment):
    polite().register()
    make_judge(name="polite", instructions="Is {{ outputs }} very polite?", model=JUDGE).register()
    Safety(model=JUDGE).register()
    assert sorted(scorer.name for scorer in list_scorers()) == ["polite", "safety"]
    assert "very polite" in get_scorer(name="polite").instructions
    assert "very polite" not in get_scorer(name="polite", version=1).instructions
    assert len(list_scorer_versions(name="polite")) == 2
    delete_scorer(name="polite", version=1)
    assert len(list_scorer_versions(name="polite")) == 1
    delete_scorer(name="polite", version="all")
    assert [scorer.name for scorer in list_scorers()] == ["safety"]


def test_sampling_and_scoring_of_traces_as_they_come(experiment):
    scorer = polite().register()
    started = scorer.start(sampling_config=ScorerSamplingConfig(sample_rate=1.0))
    assert started.sample_rate == 1.0
    assert get_scorer(name="polite").sample_rate == 1.0
    # Other isolates know it within seconds.
    time.sleep(6)

    @mlflow.trace
    def answer(question):
        return f"With pleasure: {question}"

    answer("Where is it?")
    mlflow.flush_trace_async_logging()
    trace_id = mlflow.get_last_active_trace_id()
    deadline = time.time() + 30
    said = []
    while not said and time.time() < deadline:
        said = [one for one in mlflow.get_trace(trace_id).info.assessments if one.name == "polite"]
        time.sleep(0.5)
    assert [one.feedback.value for one in said] == ["yes"]
    assert said[0].source.source_type == "LLM_JUDGE"
    assert said[0].rationale == "As it should be."
    updated = started.update(sampling_config=ScorerSamplingConfig(sample_rate=0.5, filter_string="status = 'OK'"))
    assert (updated.sample_rate, updated.filter_string) == (0.5, "status = 'OK'")
    assert started.stop().sample_rate == 0


def test_evaluate(experiment):
    rows = [
        {
            "inputs": {"question": "What is MLflow?"},
            "outputs": "A platform for machine learning.",
            "expectations": {"expected_response": "A platform for machine learning."},
        },
        {
            "inputs": {"question": "What is Spark?"},
            "outputs": "An engine for data.",
            "expectations": {"expected_response": "An engine for data."},
        },
    ]
    scorers = [
        Correctness(model=JUDGE),
        Safety(model=JUDGE),
        RelevanceToQuery(model=JUDGE),
        Guidelines(name="english", guidelines=["Answer in English."], model=JUDGE),
    ]
    result = mlflow.genai.evaluate(data=rows, scorers=scorers)
    for name in ("correctness", "safety", "relevance_to_query", "english"):
        assert result.metrics[f"{name}/mean"] == 1.0, result.metrics
    run = mlflow.get_run(result.run_id)
    assert run.data.metrics["safety/mean"] == 1.0
    traces = mlflow.search_traces(
        locations=[experiment], filter_string=f"attribute.run_id = '{result.run_id}'", return_type="list"
    )
    assert len(traces) == 2
    names = {one.name for one in traces[0].info.assessments}
    assert {"correctness", "safety", "relevance_to_query", "english", "expected_response"} <= names


def test_evaluate_with_predict_fn(experiment):
    result = mlflow.genai.evaluate(
        data=[{"inputs": {"question": "Where is it?"}}],
        predict_fn=lambda question: f"You asked: {question}",
        scorers=[polite(), Safety(model=JUDGE)],
    )
    assert result.metrics["safety/mean"] == 1.0
    (trace,) = mlflow.search_traces(
        locations=[experiment], filter_string=f"attribute.run_id = '{result.run_id}'", return_type="list"
    )
    # The client makes no mean of text.
    said = {one.name: one.feedback.value for one in trace.info.assessments}
    assert said["polite"] == "yes"


def test_predict_fn_of_a_model_behind_weir(experiment, monkeypatch):
    monkeypatch.setenv("DATABRICKS_HOST", os.environ["WEIR_URL"])
    monkeypatch.setenv("DATABRICKS_TOKEN", os.environ["WEIR_KEY"])
    predict = mlflow.genai.to_predict_fn("endpoints:/demo/demo")
    result = mlflow.genai.evaluate(
        data=[{"inputs": {"messages": [{"role": "user", "content": "Where is it?"}]}}],
        predict_fn=predict,
        scorers=[Safety(model=JUDGE)],
    )
    assert result.metrics["safety/mean"] == 1.0
    (trace,) = mlflow.search_traces(
        locations=[experiment], filter_string=f"attribute.run_id = '{result.run_id}'", return_type="list"
    )
    assert json.loads(trace.data.response)["object"] == "chat.completion"
    with pytest.raises(Exception, match="DATABRICKS_HOST"):
        mlflow.genai.to_predict_fn("endpoints:/nothing")


def weir(method, path):
    """Weir's own surface."""
    request = urllib.request.Request(
        os.environ["WEIR_URL"] + path, method=method, headers={"authorization": f"Bearer {os.environ['WEIR_KEY']}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@mlflow.genai.scorer
def brief(outputs):
    return len(str(outputs)) < 20


def test_compare_runs_of_the_client(experiment):
    questions = ["Where is it?", "When does it come?", "May I return it?"]
    static = [{"inputs": {"question": one}, "outputs": "Soon."} for one in questions]
    before = mlflow.genai.evaluate(data=static, scorers=[brief])
    after = mlflow.genai.evaluate(
        data=[{"inputs": {"question": one}} for one in reversed(questions)],
        predict_fn=lambda question: "Soon." if question == questions[0] else "It will be there very soon indeed.",
        scorers=[brief],
    )
    compared = weir("GET", f"/api/v1/runs/{after.run_id}/compare?baseline={before.run_id}")
    assert (compared["matched_rows"], compared["only_in_baseline"], compared["only_in_candidate"]) == (3, 0, 0)
    (metric,) = compared["metrics"]
    assert (metric["name"], metric["wins"], metric["losses"], metric["ties"]) == ("brief", 0, 2, 1)
    worse = {mlflow.get_trace(one["candidate_trace_id"]).data.request for one in metric["regressions"]}
    assert worse == {json.dumps({"question": one}) for one in questions[1:]}


def test_compare_runs_over_the_same_traces(experiment):
    @mlflow.trace
    def answer(question):
        return f"With pleasure: {question}"

    for question in ("Where?", "What shall I do with it now?"):
        answer(question)
    mlflow.flush_trace_async_logging()
    traces = mlflow.search_traces(locations=[experiment])
    first = mlflow.genai.evaluate(data=traces, scorers=[brief])
    second = mlflow.genai.evaluate(data=traces, scorers=[brief])
    compared = weir("GET", f"/api/v1/runs/{second.run_id}/compare?baseline={first.run_id}")
    assert compared["matched_rows"] == 2
    assert [(metric["pairs"], metric["ties"]) for metric in compared["metrics"]] == [(2, 2)]


@mlflow.genai.scorer
def undecided(outputs):
    return Feedback(value=None, rationale="Nothing to say of this.")


@mlflow.genai.scorer
def broken(outputs):
    raise ValueError("no such luck")


def test_a_scorer_that_says_nothing_takes_nothing_along(experiment):
    """F155: one verdict without a value is kept, and so are the others of its row."""
    rows = [{"inputs": {"question": one}, "outputs": "Soon."} for one in ("Where is it?", "When?")]
    result = mlflow.genai.evaluate(data=rows, scorers=[undecided, brief, broken])
    assert result.metrics["brief/mean"] == 1.0
    traces = mlflow.search_traces(
        locations=[experiment], filter_string=f"attribute.run_id = '{result.run_id}'", return_type="list"
    )
    assert len(traces) == 2
    for trace in traces:
        said = {one.name: one for one in trace.info.assessments}
        assert set(said) == {"undecided", "brief", "broken"}
        assert said["undecided"].feedback.value is None and said["undecided"].feedback.error is None
        assert said["undecided"].rationale == "Nothing to say of this."
        assert said["brief"].feedback.value is True
        assert said["broken"].feedback.error is not None
    logged = mlflow.log_feedback(trace_id=traces[0].info.trace_id, name="later", value="x")
    mlflow.update_assessment(
        trace_id=traces[0].info.trace_id, assessment_id=logged.assessment_id, assessment=Feedback(name="later", value=None)
    )
    assert mlflow.get_assessment(traces[0].info.trace_id, logged.assessment_id).feedback.value is None


def test_traces_of_evaluations_are_not_scored_as_they_come(experiment):
    """F154: their run judges them; an ordinary trace beside them is scored."""
    polite().register().start(sampling_config=ScorerSamplingConfig(sample_rate=1.0))
    time.sleep(6)
    questions = [f"Where is parcel {number}?" for number in range(5)]
    asked = mlflow.genai.evaluate(
        data=[{"inputs": {"question": one}} for one in questions],
        predict_fn=mlflow.trace(lambda question: f"You asked: {question}"),
        scorers=[brief],
    )
    given = mlflow.genai.evaluate(
        data=[{"inputs": {"question": one}, "outputs": "Soon."} for one in questions], scorers=[brief]
    )

    @mlflow.trace
    def answer(question):
        return f"With pleasure: {question}"

    answer("Where is it?")
    mlflow.flush_trace_async_logging()
    ordinary = mlflow.get_last_active_trace_id()
    deadline = time.time() + 60
    said = []
    while not said and time.time() < deadline:
        said = [one for one in mlflow.get_trace(ordinary).info.assessments if one.name == "polite"]
        time.sleep(0.5)
    assert [one.feedback.value for one in said] == ["yes"]
    for run in (asked, given):
        traces = mlflow.search_traces(
            locations=[experiment], filter_string=f"attribute.run_id = '{run.run_id}'", return_type="list"
        )
        assert len(traces) == 5
        for trace in traces:
            while any(one["state"] == "pending" for one in facts(trace)) and time.time() < deadline:
                time.sleep(1)
            assert {one["state"] for one in facts(trace)} <= {"skipped", "not_sampled"}, facts(trace)
            names = [one.name for one in mlflow.get_trace(trace.info.trace_id).info.assessments]
            assert names == ["brief"]


def facts(trace):
    return weir("GET", f"/api/v1/traces/{trace.info.trace_id}/scoring")["scoring"]
