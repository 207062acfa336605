from langchain_ollama import ChatOllama

from langchain_shape import shaped

plain, stream, tools = shaped(lambda base: ChatOllama(model="llama3.2", base_url=base))
