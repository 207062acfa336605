import { createAnthropic } from '@ai-sdk/anthropic';
import { shaped } from './vercel-shape.mjs';

export const { plain, stream, tools } = shaped((baseURL) =>
  createAnthropic({ baseURL, apiKey: 'sk-ant-caller' })('claude-sonnet-4-5'),
);
