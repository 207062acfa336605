import { createOpenAI } from '@ai-sdk/openai';
import { shaped } from './vercel-shape.mjs';

export const { plain, stream, tools } = shaped((baseURL) =>
  createOpenAI({ baseURL, apiKey: 'sk-caller' })('gpt-5-mini'),
);
