import instructor
from openai import OpenAI
from pydantic import BaseModel

from openai_chat import plain, stream  # noqa: F401


class GetWeather(BaseModel):
    city: str

    model_config = {"title": "get_weather"}


def tools(base, prompt):
    client = instructor.from_openai(OpenAI(base_url=base, api_key="sk-caller"), mode=instructor.Mode.PARALLEL_TOOLS)
    from typing import Iterable

    try:
        answer = client.chat.completions.create(
            model="gpt-4.1-mini", messages=[{"role": "user", "content": prompt}], response_model=Iterable[GetWeather], max_retries=1
        )
        return "get_weather " + str(list(answer))
    except Exception as failure:  # its class for the tool has another name than the tool that is called
        return f"get_weather {failure}"
