from agno.agent import Agent
from agno.models.openai import OpenAIChat

from weather import get_weather


def agent(base, **more):
    return Agent(model=OpenAIChat("gpt-4.1-mini", base_url=base, api_key="sk-caller"), telemetry=False, **more)


def plain(base, prompt):
    return agent(base).run(prompt).content


def stream(base, prompt):
    return "".join(event.content or "" for event in agent(base).run(prompt, stream=True) if type(event).__name__ == "RunContentEvent")


def tools(base, prompt):
    return str(agent(base, tools=[get_weather]).run(prompt).messages)
