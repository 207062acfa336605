"""The user's whole day: Weir answers what MLflow's own server answers, but for the differences that are listed."""

import pytest

SCENARIOS = [
    "experiment",
    "every_span_type",
    "exceptions",
    "asynchronous",
    "streaming",
    "usage_and_sessions",
    "tags",
    "assessments",
    "logged_later",
    "searching",
    "analytics",
    "runs",
    "deleting",
]

# Where Weir and the reference differ on purpose, as docs/mlflow-compatibility.md lists it: path -> Weir's answer.
DIFFERENCES = {
    # Weir compares a number with its text, as the grammar says.
    "searching/filters/feedback.score = '3'": ["gamma"],
    # IN is understood wherever = is.
    "searching/filters/name IN ('alpha', 'delta')": ["alpha", "delta"],
    "searching/filters/name NOT IN ('alpha', 'delta')": ["beta", "epsilon", "gamma"],
    # The reference finds no attribute that was set as text.
    "searching/filters/span.attributes.hits = 'many'": ["beta", "delta"],
    "searching/filters/span.attributes.hits LIKE 'fe%'": ["alpha", "epsilon", "gamma"],
    "searching/filters/span.attributes.model = 'model-2'": ["gamma"],
    # Content is encrypted; its text is searched as far as the previews go.
    "searching/filters/span.content LIKE '%about gamma%'": [],
    # Half a filter is a mistake.
    "searching/refused/status = 'OK' AND": "INVALID_PARAMETER_VALUE",
    "searching/refused/timestamp_ms = 'soon'": "INVALID_PARAMETER_VALUE",
}


def flatten(value, path=""):
    """Leaves by path."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from flatten(member, f"{path}/{key}" if path else str(key))
    else:
        yield path, value


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_answers_what_the_reference_answers(days, scenario):
    weir = dict(flatten(days["weir"][scenario], scenario))
    reference = dict(flatten(days["mlflow"][scenario], scenario))
    expected = {**reference, **{path: DIFFERENCES[path] for path in DIFFERENCES if path.startswith(scenario)}}
    assert weir == expected


@pytest.mark.parametrize("path", DIFFERENCES)
def test_a_listed_difference_still_is_one(days, path):
    reference = dict(flatten(days["mlflow"]))
    assert reference[path] != DIFFERENCES[path], f"{path}: no longer a difference, take it off the list"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_part_of_the_day_broke(days, scenario):
    facts = days["weir"][scenario]
    assert not (isinstance(facts, dict) and "failed" in facts), facts


@pytest.mark.parametrize(
    "scenario",
    ["exceptions", "asynchronous", "usage_and_sessions", "tags", "every_span_type", "streaming", "deleting", "runs"],
)
def test_an_older_client_that_uploads_its_spans_works(days, scenario):
    facts = days["older"][scenario]
    assert not (isinstance(facts, dict) and "failed" in facts), facts


def test_an_older_client_reads_its_own_spans(days):
    tree = days["older"]["every_span_type"]["tree"]
    newest = [row for row in days["weir"]["every_span_type"]["tree"]]
    by_name = {row[1]: row for row in newest}
    assert [row for row in tree if row != by_name.get(row[1])] == []


def test_an_older_client_finds_the_same(days):
    filters = days["older"]["searching"]["filters"]
    assert filters["tags.env = 'prod'"] and filters["status = 'OK'"]
