from mistralai.client import Mistral

from weather import OPENAI


def request(prompt, **more):
    return dict(model="mistral-small-latest", messages=[{"role": "user", "content": prompt}], **more)


def plain(base, prompt):
    return Mistral(api_key="caller", server_url=base).chat.complete(**request(prompt)).choices[0].message.content


def stream(base, prompt):
    with Mistral(api_key="caller", server_url=base).chat.stream(**request(prompt)) as events:
        return "".join(event.data.choices[0].delta.content or "" for event in events)


def tools(base, prompt):
    return str(Mistral(api_key="caller", server_url=base).chat.complete(**request(prompt, tools=[OPENAI])).choices[0].message.tool_calls)
