import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { description, schema } from './weather.mjs';

const client = (endpoint) =>
  new BedrockRuntimeClient({
    endpoint,
    // Its own choice is HTTP/2, which needs TLS; a Weir on this machine speaks plain HTTP.
    requestHandler: new NodeHttpHandler(),
    region: 'eu-central-1',
    credentials: { accessKeyId: process.env.WEIR_KEY, secretAccessKey: 'unused' },
  });
const request = (text, more = {}) => ({
  modelId: 'amazon.nova-lite-v1:0',
  messages: [{ role: 'user', content: [{ text }] }],
  ...more,
});
const toolConfig = {
  tools: [{ toolSpec: { name: 'get_weather', description, inputSchema: { json: schema } } }],
};

export const plain = async (base, prompt) =>
  (await client(base).send(new ConverseCommand(request(prompt)))).output.message.content[0].text;
export const tools = async (base, prompt) =>
  (await client(base).send(new ConverseCommand(request(prompt, { toolConfig })))).output.message.content;
export async function stream(base, prompt) {
  let text = '';
  const answer = await client(base).send(new ConverseStreamCommand(request(prompt)));
  for await (const event of answer.stream) text += event.contentBlockDelta?.delta?.text ?? '';
  return text;
}
