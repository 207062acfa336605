from langchain_openai import ChatOpenAI
from langgraph.prebuilt import create_react_agent

from weather import get_weather


def agent(base, tools):
    return create_react_agent(ChatOpenAI(model="gpt-4.1-mini", base_url=base, api_key="sk-caller"), tools)


def asked(prompt):
    return {"messages": [("user", prompt)]}


def plain(base, prompt):
    return agent(base, []).invoke(asked(prompt))["messages"][-1].content


def stream(base, prompt):
    return "".join(message.content for message, _ in agent(base, []).stream(asked(prompt), stream_mode="messages"))


def tools(base, prompt):
    return str(agent(base, [get_weather]).invoke(asked(prompt))["messages"])
