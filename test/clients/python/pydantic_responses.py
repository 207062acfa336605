from pydantic_ai.models.openai import OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

from pydantic_shape import shaped

plain, stream, tools = shaped(lambda base: OpenAIResponsesModel("gpt-5-mini", provider=OpenAIProvider(base_url=base, api_key="sk-caller")))
