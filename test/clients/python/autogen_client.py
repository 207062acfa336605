from autogen_core.models import UserMessage
from autogen_core.tools import FunctionTool
from autogen_ext.models.openai import OpenAIChatCompletionClient

from weather import DESCRIPTION, get_weather


def client(base):
    return OpenAIChatCompletionClient(model="gpt-4.1-mini", base_url=base, api_key="sk-caller")


def asked(prompt):
    return [UserMessage(content=prompt, source="user")]


async def plain(base, prompt):
    return (await client(base).create(asked(prompt))).content


async def stream(base, prompt):
    return "".join([piece async for piece in client(base).create_stream(asked(prompt)) if isinstance(piece, str)])


async def tools(base, prompt):
    return str((await client(base).create(asked(prompt), tools=[FunctionTool(get_weather, DESCRIPTION)])).content)
