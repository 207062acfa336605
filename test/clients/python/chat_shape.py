"""The three calls of every library that has OpenAI's `chat.completions.create` in its own name."""

from weather import OPENAI


def chat(create, model="gpt-4.1-mini"):
    """`create(base, model=…, messages=…, …)` makes a client for the base URL and calls it."""

    def ask(base, prompt, **more):
        return create(base, model=model, messages=[{"role": "user", "content": prompt}], **more)

    def plain(base, prompt):
        return ask(base, prompt).choices[0].message.content

    def stream(base, prompt):
        chunks = ask(base, prompt, stream=True)
        return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)

    def tools(base, prompt):
        return str(ask(base, prompt, tools=[OPENAI]).choices[0].message.tool_calls)

    return plain, stream, tools
