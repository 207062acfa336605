from together import Together

from chat_shape import chat

plain, stream, tools = chat(lambda base, **request: Together(base_url=base, api_key="caller").chat.completions.create(**request))
