"""Numbers of records, and values beyond a length, as MLflow's own server keeps them and as Weir does."""

import json
import os
import uuid

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.genai import datasets

RECORDS = [
    {"inputs": {}},
    {"inputs": {"x": 2}},
    {"inputs": {"x": 2.0}},
    {"inputs": {"x": 2**53 + 1}},
    {"inputs": {"x": 2**53}},
    {"inputs": {"x": 10**30}},
    {"inputs": {"x": float("nan")}, "expectations": {"e": float("inf"), "f": -1.0}},
    {"inputs": {"x": float("-inf")}},
    {"inputs": {"x": "NaN"}},
    {"inputs": {"x": 1e-07, "y": [1.5, {"z": -0.0}]}},
]


def kept(tracking_uri):
    mlflow.set_tracking_uri(tracking_uri)
    experiment = mlflow.set_experiment(f"numbers {uuid.uuid4()}")
    dataset = datasets.create_dataset(name=f"n {uuid.uuid4().hex}", experiment_id=[experiment.experiment_id])
    dataset.merge_records(RECORDS)
    dataset.merge_records(RECORDS)
    read = datasets.get_dataset(dataset_id=dataset.dataset_id)
    return sorted(
        json.dumps([record.inputs, record.expectations or {}], sort_keys=True)
        for record in read._mlflow_dataset.records
    )


def cut(tracking_uri):
    mlflow.set_tracking_uri(tracking_uri)
    client = MlflowClient(tracking_uri)
    run = client.create_run(client.create_experiment(f"long {uuid.uuid4()}"))
    client.log_param(run.info.run_id, "p", "x" * 7000)
    client.set_tag(run.info.run_id, "t", "x" * 9000)
    data = client.get_run(run.info.run_id).data
    return len(data.params["p"]), len(data.tags["t"])


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", os.environ["WEIR_KEY"])
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")


@pytest.mark.parametrize("look", [kept, cut])
def test_f165_the_same_as_mlflow(look):
    assert look(os.environ["WEIR_URL"]) == look(os.environ["MLFLOW_URL"])
