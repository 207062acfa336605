from cerebras.cloud.sdk import Cerebras

from chat_shape import chat

plain, stream, tools = chat(
    lambda base, **request: Cerebras(base_url=base, api_key="caller", warm_tcp_connection=False).chat.completions.create(**request)
)
