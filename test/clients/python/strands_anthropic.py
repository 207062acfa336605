from strands.models.anthropic import AnthropicModel

from strands_shape import shaped

plain, stream, tools = shaped(
    lambda base: AnthropicModel(client_args={"base_url": base, "api_key": "sk-ant-caller"}, model_id="claude-sonnet-4-5", max_tokens=200)
)
