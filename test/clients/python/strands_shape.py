"""The three calls of an agent of Strands; it streams whatever it does."""

from strands import Agent, tool

from weather import get_weather


def shaped(make):
    """`make(base)` is the model."""

    def plain(base, prompt):
        return str(Agent(model=make(base), callback_handler=None)(prompt))

    async def stream(base, prompt):
        events = Agent(model=make(base), callback_handler=None).stream_async(prompt)
        return "".join([event["data"] async for event in events if "data" in event])

    def tools(base, prompt):
        agent = Agent(model=make(base), tools=[tool(get_weather)], callback_handler=None)
        agent(prompt)
        return str(agent.messages)

    return plain, stream, tools
