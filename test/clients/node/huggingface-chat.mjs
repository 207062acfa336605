import { InferenceClient } from '@huggingface/inference';
import { chat } from './chat-shape.mjs';

export const { plain, stream, tools } = chat((base, { stream: streams, ...request }) => {
  const client = new InferenceClient('hf_caller', { endpointUrl: base });
  return streams ? client.chatCompletionStream(request) : client.chatCompletion(request);
});
