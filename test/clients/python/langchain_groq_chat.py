from langchain_groq import ChatGroq

from langchain_shape import shaped

plain, stream, tools = shaped(lambda base: ChatGroq(model="llama-3.3-70b-versatile", base_url=base, api_key="gsk_caller"))
