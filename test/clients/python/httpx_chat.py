import json

import httpx

from weather import OPENAI

HEADERS = {"authorization": "Bearer sk-caller"}


def body(prompt, **more):
    return {"model": "gpt-4.1-mini", "messages": [{"role": "user", "content": prompt}], **more}


def plain(base, prompt):
    return httpx.post(f"{base}/chat/completions", json=body(prompt), headers=HEADERS).json()["choices"][0]["message"]["content"]


def stream(base, prompt):
    text = ""
    with httpx.stream("POST", f"{base}/chat/completions", json=body(prompt, stream=True), headers=HEADERS) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: {"):
                choice = (json.loads(line[6:])["choices"] or [{"delta": {}}])[0]
                text += choice["delta"].get("content") or ""
                if choice.get("finish_reason"):
                    break
    return text


def tools(base, prompt):
    answer = httpx.post(f"{base}/chat/completions", json=body(prompt, tools=[OPENAI]), headers=HEADERS)
    return json.dumps(answer.json()["choices"][0]["message"]["tool_calls"])
