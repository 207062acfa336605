"""What the runner (scripts/run-interop-suite.mjs) started, and the facts of the day against each server."""

import json
import os
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

HERE = pathlib.Path(__file__).parent
WEIR = os.environ["WEIR_URL"]
KEY = os.environ["WEIR_KEY"]


def live_a_day(python, tracking_uri, pythonpath=None):
    """The facts that day.py reports; its complaints when it breaks."""
    environment = {
        **os.environ,
        "MLFLOW_TRACKING_URI": tracking_uri,
        "MLFLOW_TRACKING_TOKEN": KEY,
        # The reference answers some mistakes with 500; the client would try those for minutes.
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    if pythonpath:
        environment["PYTHONPATH"] = pythonpath
    done = subprocess.run(
        [python, str(HERE / "day.py")], env=environment, capture_output=True, text=True, timeout=240
    )
    lines = done.stdout.strip().splitlines()
    assert done.returncode == 0 and lines, done.stderr[-3000:]
    return json.loads(lines[-1])


@pytest.fixture(scope="session")
def days():
    """The day of the newest client with Weir and with MLflow's server, and of an older client with Weir."""
    with ThreadPoolExecutor() as pool:
        weir = pool.submit(live_a_day, sys.executable, WEIR)
        reference = pool.submit(live_a_day, sys.executable, os.environ["MLFLOW_URL"])
        newest = {"weir": weir.result(), "mlflow": reference.result()}
        # Afterwards: it works in the same experiments.
        older = live_a_day(os.environ["OLDER_PYTHON"], WEIR, os.environ.get("OLDER_PYTHONPATH"))
    return {**newest, "older": older}
