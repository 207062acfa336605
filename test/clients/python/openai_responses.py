from openai import OpenAI

from weather import RESPONSES


def ask(base, prompt, **more):
    return OpenAI(base_url=base, api_key="sk-caller").responses.create(model="gpt-5-mini", input=prompt, **more)


def plain(base, prompt):
    return ask(base, prompt).output_text


def stream(base, prompt):
    events = ask(base, prompt, stream=True)
    return "".join(event.delta for event in events if event.type == "response.output_text.delta")


def tools(base, prompt):
    return str(ask(base, prompt, tools=[RESPONSES]).output)
