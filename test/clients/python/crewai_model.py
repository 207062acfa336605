import os

os.environ["CREWAI_DISABLE_TELEMETRY"] = "true"
os.environ["OTEL_SDK_DISABLED"] = "true"

from crewai import LLM  # noqa: E402

from weather import OPENAI, get_weather  # noqa: E402


def call(base, prompt, stream=False, **more):
    return LLM(model="openai/gpt-4.1-mini", base_url=base, api_key="sk-caller", stream=stream).call(prompt, **more)


def plain(base, prompt):
    return call(base, prompt)


def stream(base, prompt):
    return call(base, prompt, stream=True)


def tools(base, prompt):
    return "get_weather " + str(call(base, prompt, tools=[OPENAI], available_functions={"get_weather": get_weather}))
