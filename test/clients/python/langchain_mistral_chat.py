from langchain_mistralai import ChatMistralAI

from langchain_shape import shaped

plain, stream, tools = shaped(lambda base: ChatMistralAI(model="mistral-small-latest", base_url=base, api_key="caller"))
