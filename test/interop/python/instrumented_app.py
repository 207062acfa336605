"""An application whose model calls pass Weir and are told by instrumentations too.

Runs in an environment of its own (requirements-instrumentations.txt): instrumented_app.py <instrumentations> <calls>,
each a list with commas. Prints the spans that it ended, as JSON: trace id, span id and name.
"""

import asyncio
import json
import os
import sys

WEIR, EXPERIMENT = os.environ["WEIR_URL"], os.environ["APP_EXPERIMENT"]
CREDENTIAL = os.environ["APP_CREDENTIAL"]
os.environ.update(OPENAI_API_KEY=CREDENTIAL, ANTHROPIC_API_KEY=CREDENTIAL)

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

ended = []


class Ended(SpanProcessor):
    def on_end(self, span):
        context = span.get_span_context()
        ended.append([f"{context.trace_id:032x}", f"{context.span_id:016x}", span.name])


def processors():
    headers = {"authorization": f"Bearer {os.environ['WEIR_KEY']}", "x-weir-experiment": EXPERIMENT}
    exporter = OTLPSpanExporter(endpoint=f"{WEIR}/v1/traces", headers=headers)
    # One request per span, before or while its call is recorded; or all of them when the application ends.
    is_each = os.environ.get("APP_EXPORTS") == "each"
    return [SimpleSpanProcessor(exporter) if is_each else BatchSpanProcessor(exporter), Ended()]


def use_opentelemetry():
    provider = TracerProvider()
    for processor in processors():
        provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)


def use_logfire():
    import logfire

    logfire.configure(
        send_to_logfire=False, console=False, service_name="app", additional_span_processors=processors()
    )
    return logfire


def instrument(name, others):
    if name == "logfire":
        logfire = use_logfire()
        # As it comes, it keeps instrumentations of the HTTP client from their work; Anthropic's SDK propagates by itself.
        logfire.instrument_openai(suppress_other_instrumentation="httpx" not in others)
        logfire.instrument_anthropic()
        return
    if name == "logfire-pydantic-ai":
        use_logfire().instrument_pydantic_ai()
        return
    if name == "openinference-openai":
        from openinference.instrumentation.openai import OpenAIInstrumentor as Instrumentor
    elif name == "openinference-anthropic":
        from openinference.instrumentation.anthropic import AnthropicInstrumentor as Instrumentor
    elif name == "openinference-langchain":
        from openinference.instrumentation.langchain import LangChainInstrumentor as Instrumentor
    elif name == "traceloop-openai":
        from opentelemetry.instrumentation.openai import OpenAIInstrumentor as Instrumentor
    elif name == "traceloop-anthropic":
        from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor as Instrumentor
    elif name == "traceloop-langchain":
        from opentelemetry.instrumentation.langchain import LangchainInstrumentor as Instrumentor
    else:
        # The instrumentation of the HTTP client, which sends the context along: what is meant by propagation.
        assert name == "httpx"
        from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor as Instrumentor
    Instrumentor().instrument()


HEADERS = {"x-weir-experiment": EXPERIMENT, "x-weir-key": os.environ["WEIR_KEY"]}
QUESTION = {"role": "user", "content": "How is the weather in Oslo?"}
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
WEATHER = {
    "type": "function",
    "function": {"name": "get_weather", "description": "Weather of a city.", "parameters": PARAMETERS},
}


def call_openai():
    """A tool is asked for; its result is streamed upon; and the same question is asked twice more, in the same words."""
    from openai import OpenAI

    client = OpenAI(base_url=f"{WEIR}/openai/v1", default_headers=HEADERS, max_retries=0)
    chat = {"model": "gpt-4.1-mini", "messages": [{"role": "system", "content": "Be brief."}, QUESTION]}
    asked = client.chat.completions.create(**chat, tools=[WEATHER]).choices[0].message
    result = {"role": "tool", "tool_call_id": asked.tool_calls[0].id, "content": "rain"}
    chat["messages"] += [asked.model_dump(exclude_none=True), result]
    options = {"stream": True, "stream_options": {"include_usage": True}}
    for _ in client.chat.completions.create(**chat, tools=[WEATHER], **options):
        pass
    for _ in range(2):
        client.chat.completions.create(model="gpt-4.1-mini", messages=[QUESTION])


def call_responses():
    from openai import OpenAI

    client = OpenAI(base_url=f"{WEIR}/openai/v1", default_headers=HEADERS, max_retries=0)
    client.responses.create(model="gpt-4.1-mini", instructions="Be brief.", input=QUESTION["content"])


def call_anthropic():
    from anthropic import Anthropic

    client = Anthropic(base_url=f"{WEIR}/anthropic", default_headers=HEADERS, max_retries=0)
    tool = {"name": "get_weather", "description": "Weather of a city.", "input_schema": PARAMETERS}
    options = {"model": "claude-sonnet-4-5", "max_tokens": 100, "tools": [tool]}
    asked = client.messages.create(**options, system="Be brief.", messages=[QUESTION])
    result = {"type": "tool_result", "tool_use_id": asked.content[0].id, "content": "rain"}
    turns = [
        QUESTION,
        {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in asked.content]},
        {"role": "user", "content": [result]},
    ]
    with client.messages.stream(**options, messages=turns) as events:
        for _ in events:
            pass


def weather_agent(is_streamed=False):
    from langchain.agents import create_agent
    from langchain_core.tools import tool
    from langchain_openai import ChatOpenAI

    @tool
    def get_weather(city: str) -> str:
        "Weather of a city."
        return "rain"

    model = ChatOpenAI(
        model="gpt-4.1-mini", base_url=f"{WEIR}/openai/v1", default_headers=HEADERS, streaming=is_streamed
    )
    return create_agent(model, [get_weather], system_prompt="Be brief.")


def call_langgraph():
    weather_agent().invoke({"messages": [QUESTION]})


def call_langgraph_streamed():
    for _ in weather_agent(is_streamed=True).stream({"messages": [QUESTION]}, stream_mode="messages"):
        pass


def call_langgraph_async():
    """Two runs at once that ask the same."""

    async def both():
        await asyncio.gather(*(weather_agent().ainvoke({"messages": [QUESTION]}) for _ in range(2)))

    asyncio.run(both())


def call_langchain_anthropic():
    from langchain_anthropic import ChatAnthropic

    ChatAnthropic(
        model="claude-sonnet-4-5", base_url=f"{WEIR}/anthropic", default_headers=HEADERS, max_tokens=100
    ).invoke(QUESTION["content"])


def call_pydantic_ai():
    from openai import AsyncOpenAI
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = AsyncOpenAI(base_url=f"{WEIR}/openai/v1", default_headers=HEADERS, max_retries=0)
    model = OpenAIChatModel("gpt-4.1-mini", provider=OpenAIProvider(openai_client=client))
    agent = Agent(model, system_prompt="Be brief.")

    @agent.tool_plain
    def get_weather(city: str) -> str:
        return "rain"

    agent.run_sync(QUESTION["content"])


CALLS = {
    "openai": call_openai,
    "responses": call_responses,
    "anthropic": call_anthropic,
    "langgraph": call_langgraph,
    "langgraph-streamed": call_langgraph_streamed,
    "langgraph-async": call_langgraph_async,
    "langchain-anthropic": call_langchain_anthropic,
    "pydantic-ai": call_pydantic_ai,
}

if __name__ == "__main__":
    instrumentations = sys.argv[1].split(",")
    if not instrumentations[0].startswith("logfire"):
        use_opentelemetry()
    for name in instrumentations:
        instrument(name, instrumentations)
    for name in sys.argv[2].split(","):
        CALLS[name]()
    trace.get_tracer_provider().force_flush()
    print(json.dumps(ended))
