import Groq from 'groq-sdk';
import { chat } from './chat-shape.mjs';

export const { plain, stream, tools } = chat(
  (baseURL, request) => new Groq({ baseURL, apiKey: 'gsk_caller' }).chat.completions.create(request),
  'llama-3.3-70b-versatile',
);
