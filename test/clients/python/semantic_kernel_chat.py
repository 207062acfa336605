from openai import AsyncOpenAI
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory
from semantic_kernel.functions import kernel_function

from weather import get_weather


class Weather:
    @kernel_function(name="get_weather", description="The weather in a city.")
    def get_weather(self, city: str) -> str:
        return get_weather(city)


def service(base):
    return OpenAIChatCompletion(ai_model_id="gpt-4.1-mini", async_client=AsyncOpenAI(base_url=base, api_key="sk-caller"))


def history(prompt):
    chat = ChatHistory()
    chat.add_user_message(prompt)
    return chat


async def plain(base, prompt):
    return str(await service(base).get_chat_message_content(history(prompt), OpenAIChatPromptExecutionSettings()))


async def stream(base, prompt):
    pieces = service(base).get_streaming_chat_message_content(history(prompt), OpenAIChatPromptExecutionSettings())
    return "".join([str(piece) async for piece in pieces])


async def tools(base, prompt):
    kernel = Kernel()
    kernel.add_plugin(Weather(), "weather")
    choice = FunctionChoiceBehavior.Auto(auto_invoke=False)
    settings = OpenAIChatPromptExecutionSettings(function_choice_behavior=choice)
    answer = await service(base).get_chat_message_content(history(prompt), settings, kernel=kernel)
    return str([str(item) for item in answer.items]) + " get_weather"
