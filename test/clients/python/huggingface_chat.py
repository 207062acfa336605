from huggingface_hub import InferenceClient

from chat_shape import chat

CLIENTS = []


def create(base, model, **request):
    # A client that nobody holds any more is closed, with its streams.
    CLIENTS.append(InferenceClient(base_url=base, api_key="caller"))
    return CLIENTS[-1].chat_completion(**request)


plain, stream, tools = chat(create)
