from strands.models.openai import OpenAIModel

from strands_shape import shaped

plain, stream, tools = shaped(lambda base: OpenAIModel(client_args={"base_url": base, "api_key": "sk-caller"}, model_id="gpt-4.1-mini"))
