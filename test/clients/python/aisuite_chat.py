import aisuite

from chat_shape import chat


def create(base, **request):
    client = aisuite.Client({"openai": {"api_key": "sk-caller", "base_url": base}})
    return client.chat.completions.create(**request)


plain, stream, tools = chat(create, "openai:gpt-4.1-mini")
