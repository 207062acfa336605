"""The prompt registry with MLflow's own client: Weir answers what MLflow's own server answers."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

SCENARIOS = [
    "text_prompt",
    "chat_prompt",
    "jinja_prompt",
    "versions_and_aliases",
    "tags_and_config",
    "searching",
    "deleting",
    "linked_to_traces",
]


def facts_of(tracking_uri):
    """The facts that prompts.py reports; its complaints when it breaks."""
    # The client notes its active experiment in its own environment; each server has experiments of its own.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_EXPERIMENT_")}
    environment = {
        **inherited,
        "MLFLOW_TRACKING_URI": tracking_uri,
        "MLFLOW_TRACKING_TOKEN": os.environ["WEIR_KEY"],
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    script = pathlib.Path(__file__).parent / "prompts.py"
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=240
    )
    lines = done.stdout.strip().splitlines()
    assert done.returncode == 0 and lines, done.stderr[-3000:]
    return json.loads(lines[-1])


@pytest.fixture(scope="module")
def facts():
    return {"weir": facts_of(os.environ["WEIR_URL"]), "mlflow": facts_of(os.environ["MLFLOW_URL"])}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_answers_what_the_reference_answers(facts, scenario):
    assert "failed" not in facts["weir"][scenario], facts["weir"][scenario]
    assert facts["weir"][scenario] == facts["mlflow"][scenario]
