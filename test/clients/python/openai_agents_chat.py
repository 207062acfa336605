from agents import OpenAIChatCompletionsModel

from openai_agents_shape import shaped

plain, stream, tools = shaped(lambda client: OpenAIChatCompletionsModel("gpt-4.1-mini", client))
