import dspy

from litellm_openai import stream  # noqa: F401

from weather import OPENAI


def model(base):
    return dspy.LM("openai/gpt-4.1-mini", api_base=base, api_key="sk-caller", cache=False)


def text_of(answer):
    first = answer[0]
    return first if isinstance(first, str) else str(first)


def plain(base, prompt):
    return text_of(model(base)(prompt))


def tools(base, prompt):
    return text_of(model(base)(prompt, tools=[OPENAI]))
