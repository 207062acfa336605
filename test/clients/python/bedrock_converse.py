import os

import boto3

from weather import DESCRIPTION, SCHEMA

TOOL = {"toolSpec": {"name": "get_weather", "description": DESCRIPTION, "inputSchema": {"json": SCHEMA}}}


def request(prompt, **more):
    return dict(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": prompt}]}], **more)


def client(base):
    key = os.environ["WEIR_KEY"]
    return boto3.client(
        "bedrock-runtime", endpoint_url=base, region_name="eu-central-1", aws_access_key_id=key, aws_secret_access_key="unused"
    )


def plain(base, prompt):
    return client(base).converse(**request(prompt))["output"]["message"]["content"][0]["text"]


def stream(base, prompt):
    events = client(base).converse_stream(**request(prompt))["stream"]
    return "".join(event["contentBlockDelta"]["delta"].get("text", "") for event in events if "contentBlockDelta" in event)


def tools(base, prompt):
    return str(client(base).converse(**request(prompt, toolConfig={"tools": [TOOL]}))["output"]["message"]["content"])
