from google import genai
from google.genai import types

from weather import DESCRIPTION, SCHEMA


CLIENTS = []


def models(base):
    # A client that nobody holds any more is closed, with its streams.
    CLIENTS.append(genai.Client(api_key="AIza-caller", http_options=types.HttpOptions(base_url=base)))
    return CLIENTS[-1].models


def plain(base, prompt):
    return models(base).generate_content(model="gemini-2.5-flash", contents=prompt).text


def stream(base, prompt):
    chunks = models(base).generate_content_stream(model="gemini-2.5-flash", contents=prompt)
    return "".join(chunk.text or "" for chunk in chunks)


def tools(base, prompt):
    declared = types.FunctionDeclaration(name="get_weather", description=DESCRIPTION, parameters_json_schema=SCHEMA)
    config = types.GenerateContentConfig(tools=[types.Tool(function_declarations=[declared])])
    return str(models(base).generate_content(model="gemini-2.5-flash", contents=prompt, config=config).function_calls)
