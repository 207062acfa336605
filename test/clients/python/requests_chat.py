import json

import requests

from weather import OPENAI


def post(base, prompt, **more):
    body = {"model": "gpt-4.1-mini", "messages": [{"role": "user", "content": prompt}], **more}
    return requests.post(f"{base}/chat/completions", json=body, headers={"authorization": "Bearer sk-caller"}, stream=bool(more.get("stream")))


def plain(base, prompt):
    return post(base, prompt).json()["choices"][0]["message"]["content"]


def stream(base, prompt):
    text = ""
    with post(base, prompt, stream=True) as answer:
        for line in answer.iter_lines():
            if line == b"data: [DONE]":
                break
            if line.startswith(b"data: "):
                choices = json.loads(line[6:])["choices"]
                text += choices[0]["delta"].get("content") or "" if choices else ""
    return text


def tools(base, prompt):
    return json.dumps(post(base, prompt, tools=[OPENAI]).json()["choices"][0]["message"]["tool_calls"])
