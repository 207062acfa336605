import llm
from llm.default_plugins.openai_models import Chat

from weather import get_weather


def model(base):
    made = Chat("weir", model_name="gpt-4.1-mini", api_base=base, supports_tools=True)
    made.key = "sk-caller"
    return made


def plain(base, prompt):
    return model(base).prompt(prompt, stream=False, key="sk-caller").text()


def stream(base, prompt):
    return "".join(model(base).prompt(prompt, stream=True, key="sk-caller"))


def tools(base, prompt):
    answer = model(base).prompt(prompt, tools=[get_weather], stream=False, key="sk-caller")
    return str(answer.tool_calls())
