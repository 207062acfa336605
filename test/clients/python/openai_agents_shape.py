"""The three calls of an agent of the OpenAI Agents SDK."""

from agents import Agent, Runner, function_tool, set_tracing_disabled
from openai import AsyncOpenAI

from weather import get_weather

set_tracing_disabled(True)


def shaped(make):
    """`make(client)` is the model over an OpenAI client."""

    def agent(base, tools=()):
        return Agent(name="clerk", model=make(AsyncOpenAI(base_url=base, api_key="sk-caller")), tools=list(tools))

    async def plain(base, prompt):
        return (await Runner.run(agent(base), prompt)).final_output

    async def stream(base, prompt):
        result = Runner.run_streamed(agent(base), prompt)
        async for _ in result.stream_events():
            pass
        return result.final_output

    async def tools(base, prompt):
        return str((await Runner.run(agent(base, [function_tool(get_weather)]), prompt)).to_input_list())

    return plain, stream, tools
