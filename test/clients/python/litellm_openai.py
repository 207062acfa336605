import litellm

from chat_shape import chat

plain, stream, tools = chat(
    lambda base, **request: litellm.completion(api_base=base, api_key="sk-caller", **request), "openai/gpt-4.1-mini"
)
