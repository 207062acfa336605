import cohere

from weather import OPENAI


def request(prompt, **more):
    return dict(model="command-r7b-12-2024", messages=[{"role": "user", "content": prompt}], **more)


def client(base):
    return cohere.ClientV2(api_key="co-caller", base_url=base)


def plain(base, prompt):
    return "".join(part.text for part in client(base).chat(**request(prompt)).message.content)


def stream(base, prompt):
    events = client(base).chat_stream(**request(prompt))
    return "".join(event.delta.message.content.text for event in events if event.type == "content-delta")


def tools(base, prompt):
    return str(client(base).chat(**request(prompt, tools=[OPENAI])).message.tool_calls)
