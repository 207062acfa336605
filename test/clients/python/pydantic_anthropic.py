from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider

from pydantic_shape import shaped

plain, stream, tools = shaped(
    lambda base: AnthropicModel("claude-sonnet-4-5", provider=AnthropicProvider(base_url=base, api_key="sk-ant-caller"))
)
