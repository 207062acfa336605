from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider

from pydantic_shape import shaped

plain, stream, tools = shaped(lambda base: GoogleModel("gemini-2.5-flash", provider=GoogleProvider(base_url=base, api_key="AIza-caller")))
