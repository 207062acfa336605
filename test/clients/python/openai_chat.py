from openai import OpenAI

from chat_shape import chat

plain, stream, tools = chat(lambda base, **request: OpenAI(base_url=base, api_key="sk-caller").chat.completions.create(**request))
