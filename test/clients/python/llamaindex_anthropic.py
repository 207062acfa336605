from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.anthropic import Anthropic

from weather import get_weather


def model(base):
    return Anthropic(model="claude-sonnet-4-5", base_url=base, api_key="sk-ant-caller")


def plain(base, prompt):
    return str(model(base).chat([ChatMessage(prompt)]).message.content)


def stream(base, prompt):
    return "".join(chunk.delta or "" for chunk in model(base).stream_chat([ChatMessage(prompt)]))


def tools(base, prompt):
    answer = model(base).chat_with_tools([FunctionTool.from_defaults(get_weather)], user_msg=prompt)
    return str(model(base).get_tool_calls_from_response(answer))
