from magentic import Chat, OpenaiChatModel, ParallelFunctionCall, StreamedStr, UserMessage

from weather import get_weather


def chat(base, prompt, **more):
    model = OpenaiChatModel("gpt-4.1-mini", base_url=base, api_key="sk-caller")
    return Chat([UserMessage(prompt)], model=model, **more).submit().last_message.content


def plain(base, prompt):
    return chat(base, prompt)


def stream(base, prompt):
    return "".join(chat(base, prompt, output_types=[StreamedStr]))


def tools(base, prompt):
    return str(list(chat(base, prompt, functions=[get_weather], output_types=[ParallelFunctionCall[str]])))
