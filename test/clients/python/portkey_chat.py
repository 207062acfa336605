import os

from portkey_ai import Portkey

from chat_shape import chat

plain, stream, tools = chat(
    lambda base, **request: Portkey(api_key=os.environ["WEIR_KEY"], base_url=base, Authorization="Bearer sk-caller").chat.completions.create(**request)
)
