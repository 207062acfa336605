"""Datasets and feedback through the unmodified MLflow client, on the Weir that the runner started."""

import os
import time
import uuid

import mlflow
import pandas as pd
import pytest
import requests
from mlflow.entities import AssessmentSource
from mlflow.exceptions import MlflowException
from mlflow.genai import datasets

WEIR = os.environ["WEIR_URL"]


@pytest.fixture(autouse=True)
def tracking(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", os.environ["WEIR_KEY"])
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    mlflow.set_tracking_uri(WEIR)


@pytest.fixture
def experiment():
    return mlflow.set_experiment(f"datasets {uuid.uuid4()}")


@pytest.fixture
def dataset(experiment):
    return datasets.create_dataset(
        name=f"catalog.schema.{uuid.uuid4().hex}", experiment_id=[experiment.experiment_id], tags={"env": "dev"}
    )


def eventually(look, timeout_seconds=20):
    until = time.monotonic() + timeout_seconds
    while True:
        try:
            found = look()
        except MlflowException:
            found = None
        if found or time.monotonic() > until:
            return found
        time.sleep(0.5)


def test_create_get_search_delete(dataset, experiment):
    assert dataset.tags["env"] == "dev"
    assert datasets.get_dataset(name=dataset.name).dataset_id == dataset.dataset_id
    found = datasets.search_datasets(
        experiment_ids=[experiment.experiment_id],
        filter_string="tags.env = 'dev' AND name LIKE 'catalog.%'",
        order_by=["created_time DESC"],
    )
    assert [one.dataset_id for one in found] == [dataset.dataset_id]
    datasets.delete_dataset(dataset_id=dataset.dataset_id)
    with pytest.raises(MlflowException, match="not found|no dataset"):
        datasets.get_dataset(dataset_id=dataset.dataset_id)


def test_records_are_merged_by_their_inputs(dataset):
    dataset.merge_records(
        [
            {"inputs": {"q": "Refund window?"}, "expectations": {"expected_response": "30 days"}},
            {"inputs": {"q": "Who?"}, "outputs": {"a": 1}, "tags": {"topic": "people"}},
        ]
    )
    dataset.merge_records(pd.DataFrame([{"inputs": {"q": "Refund window?"}, "expectations": {"facts": ["a"]}}]))
    frame = dataset.to_df()
    assert len(frame) == 2
    assert frame.iloc[0]["expectations"] == {"expected_response": "30 days", "facts": ["a"]}
    assert frame.iloc[1]["outputs"] == {"a": 1}
    assert frame.iloc[1]["tags"]["topic"] == "people"
    assert dataset.delete_records([frame.iloc[1]["dataset_record_id"]]) == 1
    assert len(dataset.to_df()) == 1


def test_tags_and_experiments(dataset, experiment):
    datasets.set_dataset_tags(dataset_id=dataset.dataset_id, tags={"env": "prod", "draft": "1"})
    datasets.delete_dataset_tag(dataset_id=dataset.dataset_id, key="draft")
    tags = datasets.get_dataset(dataset_id=dataset.dataset_id).tags
    assert tags["env"] == "prod" and "draft" not in tags
    other = mlflow.create_experiment(f"datasets {uuid.uuid4()}")
    datasets.add_dataset_to_experiments(dataset_id=dataset.dataset_id, experiment_ids=[other])
    linked = datasets.get_dataset(dataset_id=dataset.dataset_id).experiment_ids
    assert sorted(linked) == sorted([experiment.experiment_id, other])
    datasets.remove_dataset_from_experiments(dataset_id=dataset.dataset_id, experiment_ids=[other])
    assert datasets.get_dataset(dataset_id=dataset.dataset_id).experiment_ids == [experiment.experiment_id]


def test_traces_become_records(dataset):
    @mlflow.trace
    def answer(question):
        return {"response": question.upper()}

    answer("why?")
    trace_id = mlflow.get_last_active_trace_id()
    mlflow.flush_trace_async_logging()
    assert eventually(lambda: mlflow.get_trace(trace_id))
    mlflow.log_expectation(trace_id=trace_id, name="expected_response", value="Because.")
    dataset.merge_records([mlflow.get_trace(trace_id)])
    record = dataset.to_df().iloc[0]
    assert record["inputs"] == {"question": "why?"}
    assert record["expectations"] == {"expected_response": "Because."}
    assert record["source_id"] == trace_id


def test_a_thumb_down_from_a_page_is_on_the_trace_and_in_the_dataset(experiment):
    answer = requests.post(
        f"{WEIR}/demo/v1/chat/completions",
        headers={"x-weir-experiment": experiment.name},
        json={"model": "demo", "messages": [{"role": "user", "content": f"Where is it? {uuid.uuid4()}"}]},
        timeout=10,
    )
    trace_id = answer.headers["x-weir-trace-id"]
    given = requests.post(
        f"{WEIR}/feedback",
        json={
            "trace_id": trace_id,
            "token": answer.headers["x-weir-feedback-token"],
            "user": "ada",
            "name": "thumbs",
            "value": False,
            "rationale": "It did not say where.",
            "expectation": {"expected_response": "In the post."},
        },
        timeout=10,
    )
    assert given.status_code == 200
    trace = eventually(lambda: mlflow.get_trace(trace_id))
    by_name = {one.name: one for one in trace.info.assessments}
    assert by_name["thumbs"].value is False
    assert by_name["thumbs"].source.source_type == "HUMAN"
    assert by_name["thumbs"].source.source_id == "ada"
    assert by_name["thumbs"].rationale == "It did not say where."
    assert by_name["expected_response"].value == "In the post."
    cases = eventually(lambda: datasets.get_dataset(name=f"negative-feedback-{experiment.name}"))
    records = eventually(lambda: cases.to_df().to_dict("records"))
    assert [record["source_id"] for record in records] == [trace_id]
    assert records[0]["expectations"] == {"expected_response": "In the post."}
    assert records[0]["tags"]["feedback.thumbs"] == "false"


def test_feedback_from_the_client_makes_a_test_case_too(experiment):
    @mlflow.trace
    def answer(question):
        return "no idea"

    answer(f"how? {uuid.uuid4()}")
    trace_id = mlflow.get_last_active_trace_id()
    mlflow.flush_trace_async_logging()
    assert eventually(lambda: mlflow.get_trace(trace_id))
    mlflow.log_feedback(
        trace_id=trace_id, name="rating", value=1, source=AssessmentSource(source_type="HUMAN", source_id="ada")
    )
    cases = eventually(lambda: datasets.get_dataset(name=f"negative-feedback-{experiment.name}"))
    assert eventually(lambda: [record["source_id"] for record in cases.to_df().to_dict("records")]) == [trace_id]
