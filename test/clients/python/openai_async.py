from openai import AsyncOpenAI

from weather import OPENAI


def ask(client, prompt, **more):
    return client.chat.completions.create(model="gpt-4.1-mini", messages=[{"role": "user", "content": prompt}], **more)


async def plain(base, prompt):
    async with AsyncOpenAI(base_url=base, api_key="sk-caller") as client:
        return (await ask(client, prompt)).choices[0].message.content


async def stream(base, prompt):
    async with AsyncOpenAI(base_url=base, api_key="sk-caller") as client:
        text = ""
        async for chunk in await ask(client, prompt, stream=True):
            text += chunk.choices[0].delta.content or "" if chunk.choices else ""
        return text


async def tools(base, prompt):
    async with AsyncOpenAI(base_url=base, api_key="sk-caller") as client:
        return str((await ask(client, prompt, tools=[OPENAI])).choices[0].message.tool_calls)
