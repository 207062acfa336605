import OpenAI from 'openai';
import { chat } from './chat-shape.mjs';

export const { plain, stream, tools } = chat((baseURL, request) =>
  new OpenAI({ baseURL, apiKey: 'sk-caller' }).chat.completions.create(request),
);
