from ollama import Client

from weather import OPENAI


def ask(base, prompt, **more):
    return Client(host=base).chat(model="llama3.2", messages=[{"role": "user", "content": prompt}], **more)


def plain(base, prompt):
    return ask(base, prompt).message.content


def stream(base, prompt):
    return "".join(chunk.message.content or "" for chunk in ask(base, prompt, stream=True))


def tools(base, prompt):
    return str(ask(base, prompt, tools=[OPENAI]).message.tool_calls)
