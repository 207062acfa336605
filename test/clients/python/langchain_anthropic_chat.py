from langchain_anthropic import ChatAnthropic

from langchain_shape import shaped

plain, stream, tools = shaped(lambda base: ChatAnthropic(model="claude-sonnet-4-5", base_url=base, api_key="sk-ant-caller"))
