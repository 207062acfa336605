import json

import aiohttp

from weather import OPENAI


async def post(base, prompt, read, **more):
    body = {"model": "gpt-4.1-mini", "messages": [{"role": "user", "content": prompt}], **more}
    async with aiohttp.ClientSession(headers={"authorization": "Bearer sk-caller"}) as session:
        async with session.post(f"{base}/chat/completions", json=body) as answer:
            return await read(answer)


async def message(answer):
    return (await answer.json())["choices"][0]["message"]


async def plain(base, prompt):
    return (await post(base, prompt, message))["content"]


async def text_of(answer):
    text = ""
    async for line in answer.content:
        if line.startswith(b"data: [DONE]"):
            break
        if line.startswith(b"data: "):
            choices = json.loads(line[6:])["choices"]
            text += choices[0]["delta"].get("content") or "" if choices else ""
    return text


async def stream(base, prompt):
    return await post(base, prompt, text_of, stream=True)


async def tools(base, prompt):
    return json.dumps((await post(base, prompt, message, tools=[OPENAI]))["tool_calls"])
