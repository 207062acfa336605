import { createOpenAI } from '@ai-sdk/openai';
import { shaped } from './vercel-shape.mjs';

export const { plain, stream, tools } = shaped((baseURL) =>
  createOpenAI({ baseURL, apiKey: 'sk-caller' }).chat('gpt-4.1-mini'),
);
