from anthropic import Anthropic

from anthropic_messages import plain, request, tools  # noqa: F401


def stream(base, prompt):
    events = Anthropic(base_url=base, api_key="sk-ant-caller").messages.create(**request(prompt, stream=True))
    return "".join(getattr(event.delta, "text", "") for event in events if event.type == "content_block_delta")
