from zhipuai import ZhipuAI

from chat_shape import chat

plain, stream, tools = chat(lambda base, **request: ZhipuAI(base_url=base, api_key="caller.secret").chat.completions.create(**request))
