"""The prompt registry with MLflow's Python client, against the server in MLFLOW_TRACKING_URI.

Prints one JSON object of facts, without times, so that two servers can be compared. Run as a process of its own.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

FACTS = {}
client = MlflowClient()


def scenario(function):
    """Runs a part at once; an exception is a fact too."""
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


def described(prompt):
    return {
        "name": prompt.name,
        "version": prompt.version,
        "template": prompt.template,
        "variables": sorted(prompt.variables),
        "message": prompt.commit_message,
        "tags": dict(prompt.tags),
        "aliases": sorted(prompt.aliases),
        "uri": prompt.uri,
        "format": prompt.response_format,
        "config": prompt.model_config,
        "is text": prompt.is_text_prompt,
    }


@scenario
def text_prompt():
    registered = mlflow.genai.register_prompt(
        name="customer_support_prompt",
        template="You help customers. Answer {{ question }} for {{ customer }}.",
        commit_message="first",
        tags={"team": "support"},
        response_format={"type": "object", "properties": {"answer": {"type": "string"}}},
        model_config={"model_name": "gpt-4o-mini", "temperature": 0.2, "max_tokens": 40},
    )
    loaded = mlflow.genai.load_prompt("customer_support_prompt", version=1)
    return {
        "registered": described(registered),
        "loaded": described(loaded),
        "by uri": mlflow.genai.load_prompt("prompts:/customer_support_prompt/1").template,
        "latest": mlflow.genai.load_prompt("prompts:/customer_support_prompt@latest").version,
        "plain": mlflow.genai.load_prompt("customer_support_prompt").version,
        "text": loaded.format(question="where is it", customer="Ann"),
        "single": loaded.to_single_brace_format(),
        "unfilled": refusal(lambda: loaded.format(question="x")),
    }


@scenario
def chat_prompt():
    messages = [
        {"role": "system", "content": "Answer in {{ language }}."},
        {"role": "user", "content": "{{ question }}"},
    ]
    mlflow.genai.register_prompt(name="a_chat", template=messages)
    loaded = mlflow.genai.load_prompt("a_chat", version=1)
    return {"loaded": described(loaded), "text": loaded.format(language="German", question="why")}


@scenario
def jinja_prompt():
    mlflow.genai.register_prompt(name="a_jinja", template="{% if vip %}Dear {% endif %}{{ name }}")
    loaded = mlflow.genai.load_prompt("a_jinja", version=1)
    return {"text": loaded.format(vip=True, name="Ann")}


@scenario
def versions_and_aliases():
    for number in range(1, 4):
        mlflow.genai.register_prompt(name="many", template=f"version {number}", commit_message=f"m{number}")
    mlflow.genai.set_prompt_alias("many", alias="production", version=2)
    by_alias = mlflow.genai.load_prompt("prompts:/many@production")
    mlflow.genai.set_prompt_alias("many", alias="production", version=3)
    moved = mlflow.genai.load_prompt("prompts:/many@production", cache_ttl_seconds=0).version
    mlflow.genai.delete_prompt_alias("many", alias="production")
    return {
        "by alias": [by_alias.version, by_alias.template],
        "moved": moved,
        "listed": [one.version for one in client.search_prompt_versions("many")],
        "gone": refusal(lambda: mlflow.genai.load_prompt("prompts:/many@production", cache_ttl_seconds=0)),
        "missing": mlflow.genai.load_prompt("many", version=99, allow_missing=True) is None,
        "missing alias": mlflow.genai.load_prompt("prompts:/many@nope", allow_missing=True) is None,
        "unknown": refusal(lambda: mlflow.genai.load_prompt("nowhere", version=1)),
        "reserved": refusal(lambda: mlflow.genai.set_prompt_alias("many", alias="latest", version=1)),
        "no version": refusal(lambda: mlflow.genai.set_prompt_alias("many", alias="x", version=99)),
    }


@scenario
def tags_and_config():
    mlflow.genai.register_prompt(name="tagged", template="x", tags={"own": "1"})
    client.set_prompt_tag("tagged", "team", "core")
    mlflow.genai.set_prompt_version_tag("tagged", 1, "reviewed", "yes")
    mlflow.genai.set_prompt_model_config("tagged", 1, {"model_name": "gpt-4o", "temperature": 0.5})
    loaded = mlflow.genai.load_prompt("tagged", version=1, cache_ttl_seconds=0)
    prompt = client.get_prompt("tagged")
    config = loaded.model_config
    mlflow.genai.delete_prompt_model_config("tagged", 1)
    mlflow.genai.delete_prompt_version_tag("tagged", 1, "reviewed")
    client.delete_prompt_tag("tagged", "team")
    after = mlflow.genai.load_prompt("tagged", version=1, cache_ttl_seconds=0)
    return {
        "prompt": {key: value for key, value in prompt.tags.items() if not key.startswith("_")},
        "version": dict(loaded.tags),
        "config": config,
        "after": [after.model_config, dict(after.tags), "team" in client.get_prompt("tagged").tags],
    }


@scenario
def searching():
    for name in ("find_a", "find_b"):
        mlflow.genai.register_prompt(name=name, template="x")
        client.set_prompt_tag(name, "kind", "odd" if name == "find_b" else "even")
    names = lambda **how: sorted(prompt.name for prompt in mlflow.genai.search_prompts(**how))  # noqa: E731
    time.sleep(1)  # the link to an experiment is written in the background
    return {
        "by name": names(filter_string="name LIKE 'find_%'"),
        "by tag": names(filter_string="tags.kind = 'odd'"),
        "by experiment": names(filter_string="experiment_id = '0' AND name LIKE 'find%'"),
        "pages": len(mlflow.genai.search_prompts(filter_string="name LIKE 'find%'", max_results=1)),
        "models": [model.name for model in client.search_registered_models()],
    }


@scenario
def deleting():
    for number in range(2):
        mlflow.genai.register_prompt(name="doomed", template=f"version {number}")
    client.delete_prompt_version("doomed", "1")
    left = [one.version for one in client.search_prompt_versions("doomed")]
    client.delete_prompt_version("doomed", "2")
    client.delete_prompt("doomed")
    return {"left": left, "gone": refusal(lambda: mlflow.genai.load_prompt("doomed", version=2, cache_ttl_seconds=0))}


@scenario
def linked_to_traces():
    mlflow.set_experiment("prompted")
    mlflow.genai.register_prompt(name="linked", template="Hello {{ name }}")

    @mlflow.trace
    def answer():
        return mlflow.genai.load_prompt("linked", version=1).format(name="Ann")

    answer()
    mlflow.flush_trace_async_logging()
    experiment = mlflow.get_experiment_by_name("prompted").experiment_id
    for _ in range(40):
        found = mlflow.search_traces(
            locations=[experiment], filter_string="prompt = 'linked/1'", return_type="list"
        )
        if found:
            break
        time.sleep(0.25)
    return {"found": len(found), "other": len(mlflow.search_traces(locations=[experiment], filter_string="prompt = 'linked/2'", return_type="list"))}


print(json.dumps(FACTS, default=str))
