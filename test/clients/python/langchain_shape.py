"""The three calls of every chat model of LangChain."""

from weather import get_weather


def text_of(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") if isinstance(part, dict) else part for part in content)


def shaped(make):
    """`make(base)` is the chat model."""

    def plain(base, prompt):
        return text_of(make(base).invoke(prompt).content)

    def stream(base, prompt):
        return "".join(text_of(chunk.content) for chunk in make(base).stream(prompt))

    def tools(base, prompt):
        return str(make(base).bind_tools([get_weather]).invoke(prompt).tool_calls)

    return plain, stream, tools
