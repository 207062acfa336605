"""The tool that every library is given, in the forms they take."""

import json

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
DESCRIPTION = "The weather in a city."
OPENAI = {"type": "function", "function": {"name": "get_weather", "description": DESCRIPTION, "parameters": SCHEMA}}
RESPONSES = {"type": "function", "name": "get_weather", "description": DESCRIPTION, "parameters": SCHEMA, "strict": False}
ANTHROPIC = {"name": "get_weather", "description": DESCRIPTION, "input_schema": SCHEMA}


def get_weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: the city.
    """
    return json.dumps({"city": city, "sky": "clear"})
