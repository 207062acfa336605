import litellm

from chat_shape import chat

plain, stream, tools = chat(
    lambda base, **request: litellm.completion(api_base=base, api_key="sk-caller", **request), "anthropic/claude-sonnet-4-5"
)
