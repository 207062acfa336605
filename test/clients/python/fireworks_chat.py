from fireworks import Fireworks

from chat_shape import chat

plain, stream, tools = chat(lambda base, **request: Fireworks(base_url=base, api_key="caller").chat.completions.create(**request))
