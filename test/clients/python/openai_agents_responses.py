from agents import OpenAIResponsesModel

from openai_agents_shape import shaped

plain, stream, tools = shaped(lambda client: OpenAIResponsesModel("gpt-5-mini", client))
