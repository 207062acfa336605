import Together from 'together-ai';
import { chat } from './chat-shape.mjs';

export const { plain, stream, tools } = chat((baseURL, request) =>
  new Together({ baseURL, apiKey: 'caller' }).chat.completions.create(request),
);
