from smolagents import OpenAIServerModel, Tool


class GetWeather(Tool):
    name = "get_weather"
    description = "The weather in a city."
    inputs = {"city": {"type": "string", "description": "the city"}}
    output_type = "string"

    def forward(self, city):
        return f"clear in {city}"


def model(base):
    return OpenAIServerModel("gpt-4.1-mini", api_base=base, api_key="sk-caller")


def asked(prompt):
    return [{"role": "user", "content": [{"type": "text", "text": prompt}]}]


def plain(base, prompt):
    return model(base).generate(asked(prompt)).content


def stream(base, prompt):
    return "".join(delta.content or "" for delta in model(base).generate_stream(asked(prompt)))


def tools(base, prompt):
    return str(model(base).generate(asked(prompt), tools_to_call_from=[GetWeather()]).tool_calls)
