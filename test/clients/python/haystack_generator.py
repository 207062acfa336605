from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.tools import create_tool_from_function
from haystack.utils import Secret

from weather import get_weather


def run(base, prompt, **more):
    generator = OpenAIChatGenerator(model="gpt-4.1-mini", api_base_url=base, api_key=Secret.from_token("sk-caller"), **more)
    return generator.run([ChatMessage.from_user(prompt)])["replies"][0]


def plain(base, prompt):
    return run(base, prompt).text


def stream(base, prompt):
    pieces = []
    run(base, prompt, streaming_callback=lambda chunk: pieces.append(chunk.content or ""))
    return "".join(pieces)


def tools(base, prompt):
    return str(run(base, prompt, tools=[create_tool_from_function(get_weather)]).tool_calls)
