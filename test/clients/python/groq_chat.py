from groq import Groq

from chat_shape import chat

plain, stream, tools = chat(
    lambda base, **request: Groq(base_url=base, api_key="gsk_caller").chat.completions.create(**request), "llama-3.3-70b-versatile"
)
