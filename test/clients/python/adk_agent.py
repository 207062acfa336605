import os

from google.adk.agents import LlmAgent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.models.google_llm import Gemini
from google.adk.runners import InMemoryRunner
from google.genai import types

from weather import get_weather


async def run(base, prompt, tools=(), streaming=StreamingMode.NONE):
    os.environ["GOOGLE_GEMINI_BASE_URL"] = base
    os.environ["GOOGLE_API_KEY"] = "AIza-caller"
    agent = LlmAgent(name="clerk", model=Gemini(model="gemini-2.5-flash"), tools=list(tools))
    runner = InMemoryRunner(agent=agent, app_name="weir")
    session = await runner.session_service.create_session(app_name="weir", user_id="caller")
    message = types.Content(role="user", parts=[types.Part(text=prompt)])
    events = runner.run_async(
        user_id="caller", session_id=session.id, new_message=message, run_config=RunConfig(streaming_mode=streaming)
    )
    return str([event.content.parts async for event in events if event.content])


def plain(base, prompt):
    return run(base, prompt)


def stream(base, prompt):
    return run(base, prompt, streaming=StreamingMode.SSE)


def tools(base, prompt):
    return run(base, prompt, [get_weather])
