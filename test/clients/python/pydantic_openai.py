from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from pydantic_shape import shaped

plain, stream, tools = shaped(lambda base: OpenAIChatModel("gpt-4.1-mini", provider=OpenAIProvider(base_url=base, api_key="sk-caller")))
