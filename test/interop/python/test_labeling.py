"""Label schemas and review queues through the unmodified MLflow client, on the Weir that the runner started."""

import os
import time
import uuid

import mlflow
import pytest
import requests
from mlflow.exceptions import MlflowException
from mlflow.genai import label_schemas, review_queues
from mlflow.genai.label_schemas import InputCategorical, InputNumeric, InputPassFail, InputText

WEIR = os.environ["WEIR_URL"]


@pytest.fixture(autouse=True)
def experiment(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", os.environ["WEIR_KEY"])
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(WEIR)
    yield mlflow.set_experiment(f"labeling {uuid.uuid4()}")
    mlflow.set_tracking_uri(before)


def rest(method, path, body=None):
    headers = {"x-weir-key": os.environ["WEIR_KEY"]}
    answer = requests.request(method, f"{WEIR}/api/v1{path}", json=body, headers=headers, timeout=10)
    assert answer.ok, answer.text
    return answer.json()


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


def new_trace():
    @mlflow.trace
    def answer(question):
        return {"response": question.upper()}

    answer(f"why? {uuid.uuid4()}")
    trace_id = mlflow.get_last_active_trace_id()
    mlflow.flush_trace_async_logging()
    assert eventually(lambda: mlflow.get_trace(trace_id))
    return trace_id


@pytest.mark.parametrize(
    "given",
    [
        InputPassFail(positive_label="Polite", negative_label="Rude"),
        InputCategorical(options=["a", "b"], multi_select=True),
        InputNumeric(min_value=1, max_value=5),
        InputNumeric(),
        InputText(max_length=80),
        InputText(),
    ],
    ids=repr,
)
def test_schemas_of_every_input(given, experiment):
    made = label_schemas.create_label_schema(
        "Is it polite?", type="feedback", input=given, instruction="Judge tone only.", enable_comment=True
    )
    assert made.input == given and made.enable_comment and made.instruction == "Judge tone only."
    assert label_schemas.get_label_schema("Is it polite?", experiment_id=experiment.experiment_id) == made
    assert label_schemas.get_label_schema(schema_id=made.schema_id) == made


def test_schemas_are_listed_changed_and_deleted(experiment):
    made = [label_schemas.create_label_schema(f"q{i}", type="expectation", input=InputText()) for i in range(3)]
    first = label_schemas.list_label_schemas(max_results=2)
    rest = label_schemas.list_label_schemas(max_results=2, page_token=first.token)
    names = [schema.name for schema in [*first, *rest]]
    assert sorted(names[:3]) == ["q0", "q1", "q2"] and names[3] == "Feedback"
    changed = label_schemas.update_label_schema(made[0].schema_id, name="q9", enable_comment=True)
    assert (changed.name, changed.enable_comment) == ("q9", True)
    with pytest.raises(MlflowException, match="already exists"):
        label_schemas.create_label_schema("q9", type="feedback", input=InputText())
    label_schemas.delete_label_schema(schema_id=made[0].schema_id)
    with pytest.raises(MlflowException, match="not found"):
        label_schemas.get_label_schema("q9", experiment_id=experiment.experiment_id)


def test_queues_are_made_listed_changed_and_deleted():
    schema = label_schemas.create_label_schema("ok", type="feedback", input=InputPassFail("Yes", "No"))
    queue = review_queues.create_review_queue(
        "Weekly", queue_type="custom", users=["Ada", "bo"], schema_ids=[schema.schema_id]
    )
    assert (queue.users, queue.schema_ids) == (["ada", "bo"], [schema.schema_id])
    assert review_queues.get_review_queue(name="weekly").queue_id == queue.queue_id
    own = review_queues.get_or_create_user_queue("Ada")
    assert review_queues.get_or_create_user_queue("ada").queue_id == own.queue_id
    found = {one.queue_id for one in review_queues.list_review_queues(user="ADA")}
    assert found == {queue.queue_id, own.queue_id}
    changed = review_queues.update_review_queue(queue.queue_id, name="Monthly", users=[])
    assert (changed.name, changed.users) == ("Monthly", [])
    with pytest.raises(MlflowException):
        review_queues.update_review_queue(own.queue_id, users=["bo"])
    review_queues.delete_review_queue(queue.queue_id)
    with pytest.raises(MlflowException, match="not found"):
        review_queues.get_review_queue(queue.queue_id)


def test_items_are_added_settled_and_removed():
    queue = review_queues.create_review_queue("Weekly", queue_type="custom", users=["ada"])
    trace_ids = [new_trace(), new_trace()]
    items = review_queues.add_items_to_review_queue(queue.queue_id, item_ids=trace_ids)
    assert [item.item_id for item in items] == trace_ids
    done = review_queues.set_review_queue_item_status(
        queue.queue_id, item_id=trace_ids[0], status="complete", completed_by="Ada"
    )
    assert (str(done.status), done.completed_by) == ("complete", "ada")
    pending = review_queues.list_review_queue_items(queue.queue_id, status="pending")
    assert [item.item_id for item in pending] == [trace_ids[1]]
    review_queues.remove_items_from_review_queue(queue.queue_id, item_ids=[trace_ids[1]])
    assert len(review_queues.list_review_queue_items(queue.queue_id)) == 1
    with pytest.raises(MlflowException, match="do not exist"):
        review_queues.add_items_to_review_queue(queue.queue_id, item_ids=["tr-none"])


def test_what_is_said_in_the_review_app_is_on_the_trace_and_in_the_queue():
    schema = label_schemas.create_label_schema(
        "correct", type="feedback", input=InputPassFail("Yes", "No"), enable_comment=True
    )
    queue = review_queues.create_review_queue(
        "App", queue_type="custom", users=["ada"], schema_ids=[schema.schema_id]
    )
    trace_id = new_trace()
    review_queues.add_items_to_review_queue(queue.queue_id, item_ids=[trace_id])
    links = rest("POST", f"/labeling-sessions/{queue.queue_id}/links", {})
    reviewer = requests.Session()
    app = f"{WEIR}/review/{queue.queue_id}/api"
    token = links["links"][0]["url"].split("#")[1]
    assert reviewer.post(f"{app}/sign-in", json={"token": token}, timeout=10).ok
    said = {
        "submissionId": str(uuid.uuid4()),
        "answers": {schema.schema_id: {"value": False, "comment": "Off by one."}},
        "state": "complete",
    }
    assert reviewer.post(f"{app}/items/{trace_id}", json=said, timeout=10).ok
    (item,) = review_queues.list_review_queue_items(queue.queue_id)
    assert (str(item.status), item.completed_by) == ("complete", "ada")
    (given,) = mlflow.get_trace(trace_id).info.assessments
    assert (given.name, given.value, given.rationale) == ("correct", False, "Off by one.")
    assert (given.source.source_type, given.source.source_id) == ("HUMAN", "ada")


def test_what_the_dashboard_makes_the_client_sees_and_the_other_way_round(experiment):
    traces = [new_trace(), new_trace()]
    made = {
        "is_right": ({"pass_fail": {"positive_label": "Right", "negative_label": "Wrong"}}, InputPassFail("Right", "Wrong")),
        "tone": ({"categorical": {"options": ["kind", "curt"]}}, InputCategorical(["kind", "curt"])),
        "score": ({"numeric": {"min_value": 1, "max_value": 5}}, InputNumeric(min_value=1, max_value=5)),
        "missing": ({"text": {}}, InputText()),
    }
    for name, (given, _) in made.items():
        rest("POST", "/label-schemas", {"experiment": experiment.experiment_id, "name": name, "input": given})
    seen = {schema.name: schema for schema in label_schemas.list_label_schemas()}
    assert {name: seen[name].input for name in made} == {name: meant for name, (_, meant) in made.items()}
    body = {
        "experiment": experiment.experiment_id,
        "name": "From the page",
        "reviewers": ["Ada", "bo"],
        "label_schemas": ["is_right", "tone"],
        "items": {"filter": "trace.status = 'OK'", "most": 10},
    }
    session = rest("POST", "/labeling-sessions", body)["labeling_session"]
    queue = review_queues.get_review_queue(name="From the page")
    assert (queue.queue_id, queue.users) == (session["session_id"], ["ada", "bo"])
    assert queue.schema_ids == [seen["is_right"].schema_id, seen["tone"].schema_id]
    assert {item.item_id for item in review_queues.list_review_queue_items(queue.queue_id)} == set(traces)
    # What the client says and settles, the page shows.
    mlflow.log_feedback(
        trace_id=traces[0],
        name="is_right",
        value=False,
        rationale="Off by one.",
        source=mlflow.entities.AssessmentSource(source_type="HUMAN", source_id="ada"),
    )
    review_queues.set_review_queue_item_status(
        queue.queue_id, item_id=traces[0], status="complete", completed_by="ada"
    )
    shown = rest("GET", f"/labeling-sessions/{queue.queue_id}/reviews")
    (item,) = [one for one in shown["items"] if one["trace_id"] == traces[0]]
    answer = {"schema_id": seen["is_right"].schema_id, "value": False, "comment": "Off by one."}
    assert item["status"] == "COMPLETE"
    assert item["reviews"] == [{"reviewer": "ada", "state": "complete", "answers": [answer]}]
    rest("DELETE", f"/labeling-sessions/{queue.queue_id}")
    with pytest.raises(MlflowException, match="not found"):
        review_queues.get_review_queue(queue.queue_id)
