from langchain_openai import ChatOpenAI

from langchain_shape import shaped

plain, stream, tools = shaped(
    lambda base: ChatOpenAI(model="gpt-5-mini", base_url=base, api_key="sk-caller", use_responses_api=True)
)
