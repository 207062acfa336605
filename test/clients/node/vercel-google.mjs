import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { shaped } from './vercel-shape.mjs';

export const { plain, stream, tools } = shaped((baseURL) =>
  createGoogleGenerativeAI({ baseURL, apiKey: 'AIza-caller' })('gemini-2.5-flash'),
);
