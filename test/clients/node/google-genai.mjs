import { GoogleGenAI } from '@google/genai';
import { description, schema } from './weather.mjs';

const models = (baseUrl) => new GoogleGenAI({ apiKey: 'AIza-caller', httpOptions: { baseUrl } }).models;
const model = 'gemini-2.5-flash';
const functionDeclarations = [{ name: 'get_weather', description, parametersJsonSchema: schema }];

export const plain = async (base, contents) => (await models(base).generateContent({ model, contents })).text;
export const tools = async (base, contents) =>
  (await models(base).generateContent({ model, contents, config: { tools: [{ functionDeclarations }] } }))
    .functionCalls;
export async function stream(base, contents) {
  let text = '';
  for await (const chunk of await models(base).generateContentStream({ model, contents }))
    text += chunk.text ?? '';
  return text;
}
