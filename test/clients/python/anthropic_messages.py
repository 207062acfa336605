from anthropic import Anthropic

from weather import ANTHROPIC


def request(prompt, **more):
    return dict(model="claude-sonnet-4-5", max_tokens=200, messages=[{"role": "user", "content": prompt}], **more)


def plain(base, prompt):
    return Anthropic(base_url=base, api_key="sk-ant-caller").messages.create(**request(prompt)).content[0].text


def stream(base, prompt):
    with Anthropic(base_url=base, api_key="sk-ant-caller").messages.stream(**request(prompt)) as events:
        return "".join(events.text_stream)


def tools(base, prompt):
    return str(Anthropic(base_url=base, api_key="sk-ant-caller").messages.create(**request(prompt, tools=[ANTHROPIC])).content)
