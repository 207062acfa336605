"""The three calls of an agent of Pydantic AI."""

from pydantic_ai import Agent

from weather import get_weather


def shaped(make):
    """`make(base)` is the model."""

    async def plain(base, prompt):
        return (await Agent(make(base)).run(prompt)).output

    async def stream(base, prompt):
        async with Agent(make(base)).run_stream(prompt) as answer:
            return "".join([piece async for piece in answer.stream_text(delta=True)])

    async def tools(base, prompt):
        return str((await Agent(make(base), tools=[get_weather]).run(prompt)).all_messages())

    return plain, stream, tools
